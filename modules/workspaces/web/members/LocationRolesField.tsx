import X from 'lucide-react/icons/x';
import { useId } from 'react';
import { IconButton } from '../../../../web/kit/Button.tsx';
import { Combobox, Select } from '../../../../web/kit/Select.tsx';
import { type InvitedLocation, type LocationRole, locationRoles } from '../../contract.ts';
import { roleOptions } from '../words.ts';
import { useLocationNames } from './useLocationNames.ts';

interface LocationRolesFieldProps {
  places: readonly InvitedLocation[];
  /** A guest is something at a location, or nothing. */
  needed: boolean;
  onChange: (places: readonly InvitedLocation[]) => void;
}

/** A role at some locations, beyond that for the workspace. */
export function LocationRolesField({ places, needed, onChange }: LocationRolesFieldProps) {
  const { options, nameOf } = useLocationNames();
  const id = useId();
  const change = (locationId: string, role: string) =>
    onChange(
      places.map((place) =>
        place.locationId === locationId ? { ...place, role: role as LocationRole } : place,
      ),
    );
  if (options.length === 0 && !needed) return null;
  const left = options.filter(({ value }) => !places.some(({ locationId }) => locationId === value));
  return (
    <fieldset aria-labelledby={id} className="flex flex-col gap-2">
      <p id={id} className="text-sm font-[550]">
        At locations {!needed && <span className="ml-1 font-normal text-faint">optional</span>}
      </p>
      {places.map(({ locationId, role }) => (
        <div key={locationId} className="flex items-end gap-2">
          <Select
            name={`at-${locationId}`}
            label={nameOf(locationId)}
            options={roleOptions(locationRoles)}
            value={role}
            onChange={(next) => change(locationId, next)}
            className="flex-1"
          />
          <IconButton
            icon={X}
            label={`Leave ${nameOf(locationId)} out`}
            onClick={() => onChange(places.filter((place) => place.locationId !== locationId))}
          />
        </div>
      ))}
      {left.length > 0 && (
        <Combobox
          key={places.length}
          name="locationRoles"
          label="Add a location"
          placeholder="Its name"
          options={left}
          value=""
          onChange={(value) => {
            const locationId = value as InvitedLocation['locationId'];
            if (value !== '') onChange([...places, { locationId, role: 'member' }]);
          }}
        />
      )}
    </fieldset>
  );
}
