import type { ConversationSummary, listConversations, ViewFilters } from '../../contract.ts';

/** What only an address or a saved view narrows by; it is called as the server calls it. */
const wideNames = [
  ...(['platform', 'team', 'contactId', 'category'] as const),
  ...(['waiting', 'hasMedia', 'mentioned', 'from', 'until'] as const),
] as const;
const narrowingNames = [
  ...(['list', 'status', 'channel', 'tag', 'assignee', 'unread', 'priority'] as const),
  ...wideNames,
] as const;
/** With what is searched for, and the saved view one came from. */
export const filterNames = [...narrowingNames, 'q', 'view'] as const;
export type FilterName = (typeof filterNames)[number];
export type Filters = Readonly<Record<FilterName, string>>;

export const listNames = ['all', 'mine', 'unassigned', 'requests', 'mentioned'] as const;
export type ListName = (typeof listNames)[number];
export type Query = Partial<ReturnType<(typeof listConversations)['query']['parse']>>;

const lists: Record<ListName, ViewFilters> = {
  all: {},
  mine: { assignee: 'me' },
  unassigned: { assignee: 'nobody' },
  requests: { category: 'requests' },
  mentioned: { mentioned: 'true' },
};
export const listOf = ({ list }: Pick<Filters, 'list'>): ListName =>
  listNames.find((name) => name === list) ?? 'all';

const plainNames = ['assignee', 'priority', 'unread', ...wideNames] as const;

/** What the server is asked for, text by name. Without another wish, what is open: the rest is done or waits. */
export function wishOf(filters: Filters): ViewFilters {
  const status = filters.status || 'open';
  const plain = plainNames.filter((name) => filters[name] !== '').map((name) => [name, filters[name]]);
  return {
    ...Object.fromEntries(plain),
    ...(filters.channel && { channelId: filters.channel }),
    ...(filters.tag && { tagId: filters.tag }),
    ...lists[listOf(filters)],
    ...(status !== 'any' && { status }),
  };
}

/** The same for a read: what it asks for goes over the wire as text, whatever it is. */
export const queryOf = (filters: Filters): Query => wishOf(filters) as Query;

/** Whether it is anything but all that is open. */
export const isNarrowed = (filters: Filters): boolean => narrowingNames.some((name) => filters[name] !== '');

/** What is chosen behind the button of filters: how many things. */
export const filtersChosen = (filters: Filters): number =>
  (['channel', 'tag', 'assignee', 'unread', 'priority', ...wideNames] as const).filter(
    (name) => filters[name] !== '',
  ).length;

/** The filters in the address, as they are carried from one conversation to the next. */
export function searchOf(filters: Filters): string {
  const set = filterNames.filter((name) => filters[name] !== '').map((name) => [name, filters[name]]);
  return set.length === 0 ? '' : `?${new URLSearchParams(set as [string, string][])}`;
}

/**
 * Whether a row still belongs to a list after it was changed here. What only the server knows is taken for true: it
 * tells a moment later.
 */
export function belongs(row: ConversationSummary, query: Query, me: string | undefined): boolean {
  const { assignee } = query;
  const isTheirs =
    assignee === undefined ||
    (assignee === 'nobody'
      ? row.assignee === null
      : row.assignee?.memberId === (assignee === 'me' ? me : assignee));
  return (
    isTheirs &&
    (query.status === undefined || row.status === query.status) &&
    (query.category === undefined || row.category === query.category) &&
    (query.priority === undefined || row.priority === query.priority) &&
    (query.tagId === undefined || row.tagIds.includes(query.tagId))
  );
}
