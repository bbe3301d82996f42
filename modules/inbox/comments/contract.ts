import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { pageQuery } from '../../../kit/page.ts';
import { PostId, PostKind, postPlatforms } from '../../publishing/contract.ts';
import { Colleague } from '../../workspaces/contract.ts';
import { ChannelBrief, ContactId, TagId } from '../conversations/contract.ts';
import { CommentCategory, Sentiment } from '../enriching/contract.ts';
import { Corrected, Snippet, Words } from '../fields/contract.ts';
import { ChannelId, ChannelPlatform } from '../messages/contract.ts';

export * from '../enriching/contract.ts';

export const CommentId = z.uuid().brand<'CommentId'>();
export type CommentId = z.infer<typeof CommentId>;
export const CommentReplyId = z.uuid().brand<'CommentReplyId'>();
export type CommentReplyId = z.infer<typeof CommentReplyId>;
export const CommentNoteId = z.uuid().brand<'CommentNoteId'>();
export type CommentNoteId = z.infer<typeof CommentNoteId>;

export const commentKinds = ['comment', 'live', 'mention', 'review'] as const;
export type CommentKind = (typeof commentKinds)[number];
/** Where people comment under posts, or say what they think of a place. */
export const commentPlatforms = [...postPlatforms, 'google'] as const;
export const CommentPlatform = z.enum(commentPlatforms);
export type CommentPlatform = z.infer<typeof CommentPlatform>;
export const ratings = [5, 4, 3, 2, 1] as const;
/** CR-46 */
export const commentStatuses = ['unread', 'read', 'answered', 'ignored'] as const;
export const CommentStatus = z.enum(commentStatuses);
export type CommentStatus = z.infer<typeof CommentStatus>;
/** SS-44 */
export const triages = ['respond', 'ignore', 'escalate'] as const;
export const Triage = z.enum(triages);
export const commentTagsMax = 50;
export const commentNoteLengthMax = 10_000;
/** Of those in a thread: more are more, and are not counted one by one. */
export const repliesCountedMax = 1_000;

const dayMs = 86_400_000;
export const privateReplyDays = 7;

const publicLengths: Partial<Record<ChannelPlatform, number>> = {
  instagram: 2_200,
  messenger: 8_000,
  youtube: 10_000,
  google: 4_096,
};
const privateLengths: Partial<Record<ChannelPlatform, number>> = { instagram: 1_000, messenger: 2_000 };
export const replyLengthMax = 10_000;
/** Undefined: the platform takes none at all. */
export const replyLengthOf = (platform: ChannelPlatform, kind: 'public' | 'private'): number | undefined =>
  (kind === 'public' ? publicLengths : privateLengths)[platform];
/** Instagram counts the bytes of a message, and the letters of a comment; Google the bytes of an answer. */
export const replyLengthIn = (platform: ChannelPlatform, kind: 'public' | 'private', text: string): number =>
  platform === 'google' || (platform === 'instagram' && kind === 'private')
    ? new TextEncoder().encode(text).length
    : [...text].length;

export type CommentDeed = 'reply' | 'private_reply' | 'hide' | 'unhide' | 'delete' | 'like' | 'unlike';
/** What decides whether something can be done with a comment. */
export type Doable = Pick<
  Comment,
  'kind' | 'isOwn' | 'deletedAt' | 'hiddenAt' | 'privateRepliedAt' | 'happenedAt'
> & { readonly channel: { readonly platform: ChannelPlatform } };

/** Why not: the code of the refusal. Both ends ask this: the server refuses by it, the screen says so before. */
export function whyNot(
  deed: CommentDeed,
  comment: Doable,
  at: Date,
): keyof typeof commentsErrors | undefined {
  const { kind, channel, isOwn, deletedAt, hiddenAt } = comment;
  if (deletedAt !== null) return 'comment_is_gone';
  if (deed === 'like' || deed === 'unlike') return whyNotLiked(deed, comment);
  if (kind === 'review' && (deed === 'delete' || deed === 'hide' || deed === 'unhide'))
    return 'review_is_its_writers';
  if (channel.platform === 'google' && kind !== 'review' && deed === 'reply') return 'review_has_one_answer';
  if (deed === 'delete') return kind === 'mention' ? 'comment_not_ours_to_moderate' : undefined;
  if (deed === 'hide' || deed === 'unhide') {
    if (kind === 'mention') return 'comment_not_ours_to_moderate';
    return isOwn && deed === 'hide' ? 'comment_is_our_own' : undefined;
  }
  const isPrivate = deed === 'private_reply';
  if (replyLengthOf(channel.platform, isPrivate ? 'private' : 'public') === undefined)
    return isPrivate ? 'no_private_replies_there' : 'comment_takes_no_answer';
  if (kind === 'mention' || (kind === 'live' && !isPrivate)) return 'comment_takes_no_answer';
  if (!isPrivate)
    return hiddenAt !== null && channel.platform !== 'messenger' ? 'comment_is_hidden' : undefined;
  if (isOwn) return 'comment_is_our_own';
  if (comment.privateRepliedAt !== null) return 'comment_replied_privately';
  const isOver = at.getTime() - comment.happenedAt.getTime() > privateReplyDays * dayMs;
  return isOver ? 'private_reply_too_late' : undefined;
}

/** Facebook alone lets a program like, and a Page what others write under its posts. */
function whyNotLiked(deed: 'like' | 'unlike', { kind, channel, isOwn }: Doable) {
  if (channel.platform !== 'messenger' || kind === 'mention') return 'comment_takes_no_like';
  return isOwn && deed === 'like' ? 'comment_is_our_own' : undefined;
}

/** What is commented on, as far as it is known. */
export const CommentedPost = z.object({
  id: PostId,
  kind: PostKind.nullable(),
  caption: z.string().nullable(),
  permalink: z.string().nullable(),
  pictureUrl: z.string().nullable(),
  postedAt: z.coerce.date().nullable(),
  deletedAt: z.coerce.date().nullable(),
});
export type CommentedPost = z.infer<typeof CommentedPost>;

export const Comment = z.object({
  id: CommentId,
  channel: ChannelBrief,
  post: CommentedPost.nullable(),
  kind: z.enum(commentKinds),
  /** The comment on top, itself for one that is. */
  threadId: CommentId,
  parentId: CommentId.nullable(),
  /** By the account itself: CR-47. */
  isOwn: z.boolean(),
  author: z.object({
    name: z.string().nullable(),
    username: z.string().nullable(),
    /** Null: it is ours, or the platform does not say who wrote it. */
    contactId: ContactId.nullable(),
    pictureUrl: z.string().nullable(),
  }),
  /** Who of us wrote it, where it was written here. */
  member: Colleague.nullable(),
  /** Null where the platform tells no words, and of one that is gone. */
  body: z.string().nullable(),
  likesCount: z.number().int(),
  rating: z.number().int().nullable(),
  repliesCount: z.number().int().describe(`Of one on top; no more than ${repliesCountedMax} are counted.`),
  lastAt: z.coerce.date(),
  happenedAt: z.coerce.date(),
  editedAt: z.coerce.date().nullable(),
  hiddenAt: z.coerce.date().nullable(),
  hiddenBy: Colleague.nullable(),
  deletedAt: z.coerce.date().nullable(),
  likedAt: z.coerce.date().nullable(),
  heartedAt: z.coerce.date().nullable(),
  /** What was last wanted of it and is not done: it is under way, or it came to nothing. */
  wanted: z
    .object({ kind: z.enum(['hide', 'unhide', 'delete']), failureCode: z.string().nullable() })
    .nullable(),
  /** The same of liking it as the account: `likedAt` says how it was before. */
  likeWanted: z.object({ kind: z.enum(['like', 'unlike']), failureCode: z.string().nullable() }).nullable(),
  isBeingAnswered: z.boolean(),
  status: CommentStatus,
  triage: Triage.nullable(),
  assignee: Colleague.nullable(),
  tagIds: z.array(TagId),
  notesCount: z.number().int(),
  repliedAt: z.coerce.date().nullable(),
  responseText: z.string().nullable(),
  privateRepliedAt: z.coerce.date().nullable(),
  sentiment: Sentiment.nullable(),
  priorityScore: z.number().int(),
  categories: z.array(z.string()),
  keywords: z.array(z.string()),
  language: z.string().nullable(),
  isDemo: z.boolean(),
});
export type Comment = z.infer<typeof Comment>;

/** `sending` and `unknown`: it is on its way, and the platform is asked what became of it. */
export const replyStates = ['queued', 'sending', 'unknown', 'sent', 'failed', 'cancelled'] as const;
export const CommentReply = z.object({
  id: CommentReplyId,
  commentId: CommentId,
  kind: z.enum(['public', 'private']),
  body: z.string(),
  status: z.enum(replyStates),
  author: z.enum(['member', 'autopilot', 'automation', 'system']),
  member: Colleague.nullable(),
  failureCode: z.string().nullable(),
  /** Why it waits although it could go, and until when as things are. */
  heldReason: z.string().nullable(),
  notBefore: z.coerce.date().nullable(),
  /** By when it will have gone, with all that wait like it: where a limit holds it. */
  goneBy: z.coerce.date().nullable(),
  createdAt: z.coerce.date(),
  settledAt: z.coerce.date().nullable(),
});
export type CommentReply = z.infer<typeof CommentReply>;

export const CommentNote = z.object({
  id: CommentNoteId,
  commentId: CommentId,
  body: z.string(),
  member: Colleague.nullable(),
  createdAt: z.coerce.date(),
  editedAt: z.coerce.date().nullable(),
});
export type CommentNote = z.infer<typeof CommentNote>;

const inWorkspace = { workspaceId: WorkspaceId };
export const ofComment = { ...inWorkspace, commentId: CommentId };
const notThere = ['inbox.comment_not_found'];
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** Each leaves less of the others. */
export const commentFilter = {
  postId: PostId.optional(),
  channelId: ChannelId.optional(),
  platform: ChannelPlatform.optional(),
  status: CommentStatus.optional(),
  /** CR-46: neither answered nor said to need no answer. */
  open: flag.optional(),
  sentiment: Sentiment.optional(),
  priorityMin: z.coerce.number().int().min(1).max(100).optional(),
  category: CommentCategory.optional(),
  language: z.string().min(2).max(35).optional(),
  /** A member, `me`, or `nobody`. */
  assignee: z.union([MemberId, z.enum(['me', 'nobody'])]).optional(),
  tagId: TagId.optional(),
  contactId: ContactId.optional(),
  hidden: flag.optional(),
  isQuestion: flag.optional(),
  /** SS-44: to be answered, and not answered. */
  waiting: flag.optional(),
  kind: z.enum(commentKinds).optional(),
  /** Of a review: how many stars. */
  rating: z.coerce.number().int().min(1).max(5).optional(),
  from: z.coerce.date().optional(),
  until: z.coerce.date().optional(),
  /** By its own words, or by who wrote it. */
  words: Words.optional(),
};

export const commentOrders = ['newest', 'oldest', 'priority'] as const;

/** In a list that is looked through for words: where they are. Null without any, and where only the name has them. */
export const ListedComment = Comment.extend({ snippet: Snippet.nullable() });
export type ListedComment = z.infer<typeof ListedComment>;

/** A page by words may be short though there is a next one: one answer looks only so far back. */
export const listComments = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/comments',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'What others wrote under our posts and of our places, and is still there',
  params: inWorkspace,
  query: { ...pageQuery, ...commentFilter, order: z.enum(commentOrders).default('newest') },
  reply: z.object({ items: z.array(ListedComment), next: z.string().nullable(), corrected: Corrected }),
  errors: notThere,
  etag: true,
});

/** Pages go through the answers, oldest first. */
export const getThread = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/comments/:commentId/thread',
  audience: 'workspace',
  permission: 'inbox.read',
  summary:
    'The thread a comment is in: the one on top, what was answered, what is on its way and what colleagues noted',
  params: ofComment,
  query: pageQuery,
  reply: z.object({
    top: Comment,
    items: z.array(Comment),
    next: z.string().nullable(),
    /** Of those shown: what we answer and has not become a comment, and what we answered in private. */
    replies: z.array(CommentReply),
    notes: z.array(CommentNote),
  }),
  errors: notThere,
  etag: true,
});
export type Thread = z.infer<(typeof getThread)['reply']>;

const write = { audience: 'workspace', params: ofComment, reply: Comment } as const;
const ofReply = { ...ofComment, replyId: CommentReplyId };
const words = { body: z.string().trim().min(1).max(replyLengthMax) };
const actErrors = [...notThere, 'inbox.comment_is_gone', 'connections.account_not_open'];
const answerErrors = [
  ...[...actErrors, 'inbox.comment_takes_no_answer', 'inbox.comment_reply_reused'],
  'inbox.comment_reply_too_long',
];

export const putCommentReply = endpoint({
  ...{ ...write, method: 'PUT', path: '/w/:workspaceId/inbox/comments/:commentId/replies/:replyId' },
  permission: 'inbox.reply',
  summary: 'Answer a comment where everybody sees it; the one answer to a review is written anew',
  params: ofReply,
  body: words,
  reply: CommentReply,
  errors: [...answerErrors, 'inbox.comment_is_hidden', 'inbox.review_has_one_answer'],
});

export const putPrivateReply = endpoint({
  ...{ ...write, method: 'PUT', path: '/w/:workspaceId/inbox/comments/:commentId/private-replies/:replyId' },
  permission: 'inbox.reply',
  summary: 'Answer whoever commented by a message: once, within seven days',
  params: ofReply,
  body: words,
  reply: CommentReply,
  errors: [
    ...answerErrors,
    ...['inbox.no_private_replies_there', 'inbox.comment_is_our_own', 'inbox.comment_replied_privately'],
    'inbox.private_reply_too_late',
  ],
});

export const deleteCommentReply = endpoint({
  ...{ ...write, method: 'DELETE', path: '/w/:workspaceId/inbox/comments/:commentId/replies/:replyId' },
  permission: 'inbox.reply',
  summary: 'Take an answer back before it goes out',
  params: ofReply,
  reply: CommentReply,
  errors: [...notThere, 'inbox.comment_reply_not_found', 'inbox.comment_reply_went_out'],
});

const moderation = {
  ...{ ...write, permission: 'inbox.reply' },
  errors: [
    ...[...actErrors, 'inbox.comment_is_our_own', 'inbox.comment_not_ours_to_moderate'],
    'inbox.review_is_its_writers',
  ],
} as const;

export const putHidden = endpoint({
  ...{ ...moderation, method: 'PUT', path: '/w/:workspaceId/inbox/comments/:commentId/hidden' },
  summary: 'Hide a comment from everybody else',
});
export const deleteHidden = endpoint({
  ...{ ...moderation, method: 'DELETE', path: '/w/:workspaceId/inbox/comments/:commentId/hidden' },
  summary: 'Show a hidden comment again',
});
export const deleteComment = endpoint({
  ...{ ...moderation, method: 'DELETE', path: '/w/:workspaceId/inbox/comments/:commentId' },
  summary: 'Delete a comment under one of our posts, or our answer to a review',
});

const liking = {
  ...{ ...write, permission: 'inbox.reply' },
  errors: [...actErrors, 'inbox.comment_takes_no_like', 'inbox.comment_is_our_own'],
} as const;

export const putLike = endpoint({
  ...{ ...liking, method: 'PUT', path: '/w/:workspaceId/inbox/comments/:commentId/like' },
  summary: 'Like a comment as the account it was written to',
});
export const deleteLike = endpoint({
  ...{ ...liking, method: 'DELETE', path: '/w/:workspaceId/inbox/comments/:commentId/like' },
  summary: 'Like a comment no longer',
});

const aboutComment = z.object({ commentId: CommentId, threadId: CommentId, channelId: ChannelId });

/** For modules above: somebody commented. */
export const commentReceived = event({
  name: 'inbox.comment_received',
  payload: aboutComment,
  key: ({ threadId }) => threadId,
  forCustomers: true,
});
/** For screens: a comment is new, or is not as it was. */
export const commentChanged = event({
  name: 'inbox.comment_changed',
  payload: aboutComment,
  key: ({ threadId }) => threadId,
});
export const commentsEvents = [commentReceived, commentChanged] as const;

export const commentsErrors = {
  comment_not_found: [404, 'This comment does not exist, or you cannot see it.'],
  comment_is_gone: [409, 'This comment was deleted.'],
  comment_is_hidden: [409, 'The platform takes no answer to a hidden comment. Show it again first.'],
  comment_is_our_own: [409, 'This comment is our own.'],
  comment_takes_no_answer: [409, 'The platform takes no answer here from anywhere but its own app.'],
  comment_takes_no_like: [409, 'The platform takes no like here from anywhere but its own app.'],
  comment_not_ours_to_moderate: [409, 'This is under somebody else’s post: only they can hide or delete it.'],
  review_is_its_writers: [
    409,
    'A review is changed, hidden or deleted by its writer and its platform alone.',
  ],
  review_has_one_answer: [409, 'A review has one answer. Answer the review again to write it anew.'],
  no_private_replies_there: [409, 'This platform has no private replies to comments.'],
  comment_replied_privately: [409, 'There is one private reply to a comment, and this one has had it.'],
  private_reply_too_late: [
    409,
    `A private reply is possible for ${privateReplyDays} days, and these are over.`,
  ],
  comment_reply_too_long: [400, 'This is too long for the platform.'],
  comment_reply_reused: [409, 'This id belongs to another answer.'],
  comment_reply_not_found: [404, 'This answer does not exist, or you cannot see it.'],
  comment_reply_went_out: [409, 'This answer has gone out already.'],
  comment_note_reused: [409, 'This id belongs to another note.'],
  comment_note_not_found: [404, 'This note does not exist, or you cannot see it.'],
} as const;
