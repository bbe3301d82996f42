import Archive from 'lucide-react/icons/archive';
import ArchiveRestore from 'lucide-react/icons/archive-restore';
import Pencil from 'lucide-react/icons/pencil';
import { type LoaderFunctionArgs, useParams } from 'react-router';
import { useActions } from '../../../web/kit/actions.ts';
import { q, queryClient, useLoaded } from '../../../web/kit/api.ts';
import { Badge } from '../../../web/kit/Badge.tsx';
import { Button } from '../../../web/kit/Button.tsx';
import { Page } from '../../../web/kit/Page.tsx';
import { Facts } from '../../../web/kit/Section.tsx';
import { ReadOnlyNote } from '../../../web/kit/states.tsx';
import { ClockAt, Time } from '../../../web/kit/time.tsx';
import { paths } from '../../../web/paths.ts';
import { getLocation, type LocationDetails } from '../contract.ts';
import { LocationSections } from './locations/LocationSections.tsx';
import { OpenNow } from './locations/OpenNow.tsx';
import { draftOf, useCloseLocations, useReopenLocation, useWhyNotManage } from './locations.ts';
import { useLocationEditor } from './useLocationEditor.tsx';
import { zoneLabel } from './words.ts';

const paramsOf = ({ workspaceId, locationId }: Readonly<Record<string, string | undefined>>) =>
  getLocation.params.parse({ workspaceId, locationId });

export async function loader({ params }: LoaderFunctionArgs) {
  await queryClient.ensureQueryData(q(getLocation, { params: paramsOf(params) }));
  return null;
}

export default function LocationPage() {
  const at = paramsOf(useParams());
  const location = useLoaded(q(getLocation, { params: at }));
  const whyNot = useWhyNotManage(at.locationId);
  const editor = useLocationEditor();
  const edit = () => editor.edit(draftOf(location));
  const title = `Change ${location.name}`;
  const changing = {
    id: 'location.change',
    title,
    group: 'This location',
    keys: 'e',
    icon: Pencil,
    run: edit,
  };
  useActions(whyNot || location.closedAt ? [] : [changing]);

  return (
    <Page
      title={location.name}
      up={{ to: paths.locations({ workspaceId: at.workspaceId }), label: 'Locations' }}
      actions={<Steps location={location} whyNot={whyNot} onEdit={edit} />}
    >
      {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
      {!whyNot && location.closedAt && <ReadOnlyNote>It is closed. Reopen it to change it.</ReadOnlyNote>}
      <Facts
        facts={[
          ['State', <State key="state" location={location} />],
          ['Time zone', zoneLabel(location.timezone)],
          ['Its clock shows', <ClockAt key="clock" zone={location.timezone} />],
          ['Added', <Time key="added" at={location.createdAt} />],
        ]}
      />
      <LocationSections location={location} canChange={!whyNot && !location.closedAt} />
      {editor.form}
    </Page>
  );
}

interface StepsProps {
  location: LocationDetails;
  whyNot: string | undefined;
  onEdit: () => void;
}

/** What can be done with it: a closed one can only be opened again. */
function Steps({ location, whyNot, onEdit }: StepsProps) {
  const close = useCloseLocations();
  const reopen = useReopenLocation();
  const off = { disabledReason: whyNot, reasonShown: false };
  if (location.closedAt) {
    return (
      <Button icon={ArchiveRestore} onClick={() => reopen(location)} {...off}>
        Reopen
      </Button>
    );
  }
  return (
    <>
      <Button look="quiet" icon={Archive} onClick={() => void close([location])} {...off}>
        Close
      </Button>
      <Button icon={Pencil} onClick={onEdit} {...off}>
        Change
      </Button>
    </>
  );
}

/** Closed for good is one thing, closed at this hour another. */
function State({ location }: { location: LocationDetails }) {
  const { closedAt, openingHours, timezone } = location;
  if (!closedAt) return <OpenNow hours={openingHours} timezone={timezone} />;
  return (
    <span className="flex items-center gap-2">
      <Badge>Closed</Badge> <Time at={closedAt} />
    </span>
  );
}
