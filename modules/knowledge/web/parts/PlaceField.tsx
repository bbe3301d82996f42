import { pageLimitMax } from '../../../../kit/page.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { Select } from '../../../../web/kit/Select.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { LocationId, listLocations } from '../../../workspaces/contract.ts';

/** Everywhere, for who manages everything; and the places one manages. */
export function usePlaces() {
  const { workspace } = useHere();
  const permission = 'knowledge.manage';
  const isEverywhere = workspace.permissions.includes(permission);
  const { items } = usePages(listLocations, {
    params: { workspaceId: workspace.id },
    query: { limit: pageLimitMax },
  });
  const managed = items.filter(
    ({ id }) =>
      isEverywhere ||
      workspace.locations.some(
        ({ locationId, permissions }) => locationId === id && permissions.includes(permission),
      ),
  );
  return [
    ...(isEverywhere ? [{ value: '', label: 'Everywhere' }] : []),
    ...managed.map(({ id, name }) => ({ value: id as string, label: name })),
  ];
}

interface PlaceFieldProps {
  places: ReturnType<typeof usePlaces>;
  value: string;
  onChange: (value: string) => void;
}

export const PlaceField = ({ places, ...field }: PlaceFieldProps) => (
  <Select
    name="locationId"
    label="Where it holds"
    hint="Of a location: answers elsewhere do not stand on it."
    placeholder="Everywhere"
    options={places}
    {...field}
  />
);

export const placeOf = (value: string): LocationId | null => (value === '' ? null : LocationId.parse(value));
