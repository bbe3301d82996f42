import type { PostId } from '../../../publishing/contract.ts';
import type {
  Comment,
  CommentCategory,
  CommentKind,
  CommentStatus,
  commentOrders,
  listComments,
  Sentiment,
} from '../../comments/contract.ts';
import type { TagId } from '../../conversations/contract.ts';
import type { ChannelId, ChannelPlatform } from '../../messages/contract.ts';

export const filterNames = [
  ...(['status', 'order', 'post', 'channel', 'platform', 'sentiment', 'priority', 'category'] as const),
  ...(['language', 'assignee', 'tag', 'hidden', 'kind', 'rating', 'words'] as const),
];
export type FilterName = (typeof filterNames)[number];
export type Filters = Readonly<Record<FilterName, string>>;
export type Query = Partial<ReturnType<(typeof listComments)['query']['parse']>>;
export type Order = (typeof commentOrders)[number];

/** By these the list is narrowed in the panel; the others stand beside it or over it. */
export const narrowing = [
  ...([
    'channel',
    'platform',
    'sentiment',
    'priority',
    'category',
    'language',
    'assignee',
    'tag',
    'hidden',
    'kind',
    'rating',
  ] as const),
] satisfies readonly FilterName[];

/** The state that is shown: what is looked for by its words is looked for in any, unless one is wished for. */
export const stateOf = ({ status, words }: Pick<Filters, 'status' | 'words'>): string =>
  status || (words === '' ? 'open' : 'any');

/** What the server is asked for. Without another wish, what nobody has dealt with yet. */
export function queryOf(filters: Filters): Query {
  const state = stateOf(filters);
  const { order, post, channel, platform, sentiment, priority, category } = filters;
  const { language, assignee, tag, hidden, kind, rating, words } = filters;
  return {
    ...(state === 'open' ? { open: true } : state !== 'any' && { status: state as CommentStatus }),
    ...(order && { order: order as Order }),
    ...(post && { postId: post as PostId }),
    ...(channel && { channelId: channel as ChannelId }),
    ...(platform && { platform: platform as ChannelPlatform }),
    ...(sentiment && { sentiment: sentiment as Sentiment }),
    ...(priority && { priorityMin: Number(priority) }),
    ...(category && { category: category as CommentCategory }),
    ...(language && { language }),
    ...(assignee && { assignee: assignee as NonNullable<Query['assignee']> }),
    ...(tag && { tagId: tag as TagId }),
    ...(hidden && { hidden: hidden === 'true' }),
    ...(kind && { kind: kind as CommentKind }),
    ...(rating && { rating: Number(rating) }),
    ...(words && { words }),
  };
}

/** The filters in the address, as they are carried from one comment to the next. */
export function searchOf(filters: Filters): string {
  const set = filterNames.filter((name) => filters[name] !== '').map((name) => [name, filters[name]]);
  return set.length === 0 ? '' : `?${new URLSearchParams(set as [string, string][])}`;
}

export const isOpen = ({ status }: Pick<Comment, 'status'>): boolean =>
  status === 'unread' || status === 'read';

/**
 * Whether a row still belongs to a list after it was changed here. Only what can be changed here is looked at: of the
 * rest nothing has changed.
 */
export function belongs(row: Comment, query: Query, me: string | undefined): boolean {
  const { assignee } = query;
  const isTheirs =
    assignee === undefined ||
    (assignee === 'nobody'
      ? row.assignee === null
      : row.assignee?.memberId === (assignee === 'me' ? me : assignee));
  return (
    isTheirs &&
    (query.open === undefined || isOpen(row) === query.open) &&
    (query.status === undefined || row.status === query.status) &&
    (query.tagId === undefined || row.tagIds.includes(query.tagId)) &&
    row.deletedAt === null
  );
}
