import Archive from 'lucide-react/icons/archive';
import ArchiveRestore from 'lucide-react/icons/archive-restore';
import Pencil from 'lucide-react/icons/pencil';
import { lazy, Suspense, useState } from 'react';
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
import { getLocation } from '../contract.ts';
import {
  type Draft,
  draftOf,
  useCloseLocations,
  useReopenLocation,
  useSaveLocation,
  useWhyNotManage,
} from './locations.ts';

/** Only when somebody writes: the list does not wait for what a form needs. */
const LocationForm = lazy(() => import('./LocationForm.tsx'));

const paramsOf = ({ workspaceId, locationId }: Readonly<Record<string, string | undefined>>) =>
  getLocation.params.parse({ workspaceId, locationId });

export async function loader({ params }: LoaderFunctionArgs) {
  await queryClient.ensureQueryData(q(getLocation, { params: paramsOf(params) }));
  return null;
}

export default function LocationPage() {
  const at = paramsOf(useParams());
  const location = useLoaded(q(getLocation, { params: at }));
  const whyNot = useWhyNotManage();
  const close = useCloseLocations();
  const reopen = useReopenLocation();
  const [draft, setDraft] = useState<Draft>();
  const [isOpen, setOpen] = useState(false);
  const saving = useSaveLocation(draft, () => setDraft(undefined));
  const edit = () => {
    saving.reset();
    setDraft(draftOf(location));
    setOpen(true);
  };
  const isClosed = location.closedAt !== null;
  useActions(
    whyNot || isClosed
      ? []
      : [
          {
            id: 'location.change',
            title: `Change ${location.name}`,
            group: 'This location',
            keys: 'e',
            icon: Pencil,
            run: edit,
          },
        ],
  );

  return (
    <Page
      title={location.name}
      up={{ to: paths.locations({ workspaceId: at.workspaceId }), label: 'Locations' }}
      actions={
        isClosed ? (
          <Button
            icon={ArchiveRestore}
            onClick={() => reopen(location)}
            disabledReason={whyNot}
            reasonShown={false}
          >
            Reopen
          </Button>
        ) : (
          <>
            <Button
              look="quiet"
              icon={Archive}
              onClick={() => void close([location])}
              disabledReason={whyNot}
              reasonShown={false}
            >
              Close
            </Button>
            <Button icon={Pencil} onClick={edit} disabledReason={whyNot} reasonShown={false}>
              Change
            </Button>
          </>
        )
      }
    >
      {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
      <Facts
        facts={[
          [
            'State',
            location.closedAt ? (
              <ClosedSince key="state" at={location.closedAt} />
            ) : (
              <Badge key="state" tone="good">
                Open
              </Badge>
            ),
          ],
          ['Time zone', location.timezone.replaceAll('_', ' ')],
          ['Its clock shows', <ClockAt key="clock" zone={location.timezone} />],
          ['Added', <Time key="added" at={location.createdAt} />],
        ]}
      />
      <Suspense>
        {draft && (isOpen || saving.error) && (
          <LocationForm
            draft={draft}
            error={saving.error}
            onClose={() => {
              setOpen(false);
              setDraft(undefined);
            }}
            onSave={(next) => {
              setDraft(next);
              setOpen(false);
              saving.save(next);
            }}
          />
        )}
      </Suspense>
    </Page>
  );
}

function ClosedSince({ at }: { at: Date }) {
  return (
    <span className="flex items-center gap-2">
      <Badge>Closed</Badge> <Time at={at} />
    </span>
  );
}
