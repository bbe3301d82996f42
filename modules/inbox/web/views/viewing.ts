import { useQuery } from '@tanstack/react-query';
import { q } from '../../../../web/kit/api.ts';
import { useHere } from '../../../../web/workspace.ts';
import { countsMax } from '../../conversations/contract.ts';
import { countViews, listViews, type View } from '../../views/contract.ts';
import { type Inbox, useInbox } from '../inbox.ts';
import { type FilterName, wishOf } from '../list/asking.ts';
import { filtersFrom } from './wish.ts';

export function useViews() {
  const params = { workspaceId: useHere().workspace.id };
  const { data, error, refetch } = useQuery(q(listViews, { params }));
  return { views: data?.items, error, again: () => void refetch() };
}

/** How many are in each, in words; none for what is searched. */
export function useViewCounts(): (view: View) => string | undefined {
  const params = { workspaceId: useHere().workspace.id };
  const { data } = useQuery(q(countViews, { params }));
  return ({ id }) => {
    const count = data?.items.find(({ viewId }) => viewId === id)?.count ?? undefined;
    return count !== undefined && count >= countsMax ? '999+' : count?.toString();
  };
}

/** The one in the address, and whether something else is shown by now than what was saved. */
export function useShownView(): { view: View | undefined; isChanged: boolean } {
  const { filters } = useInbox();
  const view = useViews().views?.find(({ id }) => id === filters.view);
  const isChanged =
    view !== undefined &&
    (written(view.filters) !== written(wishOf(filters)) || (view.search ?? '') !== filters.q.trim());
  return { view, isChanged };
}

export function showView({ clear, change }: Pick<Inbox, 'clear' | 'change'>, view: View): void {
  clear();
  const next = { ...filtersFrom(view.filters), q: view.search ?? '', view: view.id };
  for (const [name, value] of Object.entries(next)) change(name as FilterName, value);
}

/** The same whatever the order it was written in. */
const written = (wish: View['filters']): string => JSON.stringify(Object.entries(wish).sort());
