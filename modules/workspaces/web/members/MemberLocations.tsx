import X from 'lucide-react/icons/x';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { IconButton } from '../../../../web/kit/Button.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Combobox, Select } from '../../../../web/kit/Select.tsx';
import {
  LocationId,
  type LocationRole,
  locationRoles,
  type Member,
  type MemberLocation,
} from '../../contract.ts';
import { count, roleLabel, roleOptions } from '../words.ts';
import { useChangeAtLocation } from './changes.ts';
import { useLocationNames } from './useLocationNames.ts';

/** Where they are something else than in the rest of the workspace. */
export function MemberLocations({ member, whyNot }: { member: Member; whyNot: string | undefined }) {
  const change = useChangeAtLocation(member);
  const { options, nameOf } = useLocationNames();
  const left = options.filter(({ value }) => !member.locations.some((place) => place.locationId === value));
  const sorted = [...member.locations].sort((a, b) => a.locationName.localeCompare(b.locationName));
  const canGoWithoutOne = member.role !== null || member.locations.length > 1;
  return (
    <Section
      title="At single locations"
      hint="A role here adds to the role in the workspace, at this one location."
    >
      {sorted.length === 0 && <p className="mb-4 text-soft">No role of their own at any location.</p>}
      <ul className="mb-4">
        {sorted.map((place) => (
          <Place
            key={place.locationId}
            place={place}
            whyNot={whyNot}
            whyNotTake={
              canGoWithoutOne ? undefined : 'A guest needs a role at one location. Remove them instead.'
            }
            onChange={(role) => role !== place.role && change(place, role)}
          />
        ))}
      </ul>
      {!whyNot && left.length > 0 && (
        <Combobox
          key={member.locations.length}
          name="location"
          label="Give a role at a location"
          placeholder="Its name"
          options={left}
          value=""
          onChange={(value) => {
            if (value === '') return;
            change({ locationId: LocationId.parse(value), locationName: nameOf(value) }, 'member');
          }}
          className="max-w-xs"
        />
      )}
    </Section>
  );
}

interface PlaceProps {
  place: MemberLocation;
  whyNot: string | undefined;
  whyNotTake: string | undefined;
  onChange: (role: LocationRole | null) => void;
}

function Place({ place, whyNot, whyNotTake, onChange }: PlaceProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line py-2.5">
      <span className="min-w-0 flex-1 truncate">{place.locationName}</span>
      <Exceptions place={place} />
      {whyNot ? (
        <Badge>{roleLabel(place.role)}</Badge>
      ) : (
        <>
          <Select
            name={`role-at-${place.locationId}`}
            label={`Role at ${place.locationName}`}
            options={roleOptions(locationRoles)}
            value={place.role}
            onChange={(role) => onChange(role as LocationRole)}
            className="w-44 [&>label]:sr-only"
          />
          <IconButton
            icon={X}
            label={`Take the role at ${place.locationName} away`}
            disabledReason={whyNotTake}
            onClick={() => onChange(null)}
          />
        </>
      )}
    </li>
  );
}

function Exceptions({ place }: { place: MemberLocation }) {
  const [more, less] = [place.extraPermissions.length, place.withdrawnPermissions.length];
  if (more + less === 0) return null;
  const words = [
    more > 0 && `${count(more, 'permission')} more`,
    less > 0 && `${count(less, 'permission')} less`,
  ];
  return <span className="text-sm text-faint">{words.filter(Boolean).join(', ')}</span>;
}
