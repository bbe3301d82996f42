import type { MemberId } from '../../../../kit/ids.ts';
import type {
  ChannelId,
  ConversationStatus,
  ConversationSummary,
  listConversations,
  Priority,
  TagId,
} from '../../contract.ts';

export const filterNames = ['list', 'status', 'channel', 'tag', 'assignee', 'unread', 'priority'] as const;
export type FilterName = (typeof filterNames)[number];
export type Filters = Readonly<Record<FilterName, string>>;

export const listNames = ['all', 'mine', 'unassigned', 'requests', 'mentioned'] as const;
export type ListName = (typeof listNames)[number];
export type Query = Partial<ReturnType<(typeof listConversations)['query']['parse']>>;

const lists: Record<ListName, Query> = {
  all: {},
  mine: { assignee: 'me' },
  unassigned: { assignee: 'nobody' },
  requests: { category: 'requests' },
  mentioned: { mentioned: true },
};
export const listOf = ({ list }: Pick<Filters, 'list'>): ListName =>
  listNames.find((name) => name === list) ?? 'all';

/** What the server is asked for. Without another wish, what is open: the rest is done or waits by itself. */
export function queryOf(filters: Filters): Query {
  const status = filters.status || 'open';
  return {
    ...(filters.assignee && { assignee: filters.assignee as MemberId }),
    ...lists[listOf(filters)],
    ...(status !== 'any' && { status: status as ConversationStatus }),
    ...(filters.channel && { channelId: filters.channel as ChannelId }),
    ...(filters.tag && { tagId: filters.tag as TagId }),
    ...(filters.priority && { priority: filters.priority as Priority }),
    ...(filters.unread && { unread: true }),
  };
}

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
