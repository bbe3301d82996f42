import { pageLimitMax } from '../../../../kit/page.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { useHere } from '../../../../web/workspace.ts';
import { listLocations } from '../../contract.ts';

/** The open locations by name, as many as one page holds: what a choice offers. */
export function useLocationNames() {
  const workspaceId = useHere().workspace.id;
  const { items } = usePages(listLocations, { params: { workspaceId }, query: { limit: pageLimitMax } });
  return {
    options: items.map(({ id, name }) => ({ value: id, label: name })),
    nameOf: (locationId: string) => items.find(({ id }) => id === locationId)?.name ?? 'A closed location',
  };
}
