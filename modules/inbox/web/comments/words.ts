import type { z } from 'zod';
import type { PostKind } from '../../../publishing/contract.ts';
import type {
  Comment,
  CommentCategory,
  CommentKind,
  CommentStatus,
  Sentiment,
} from '../../comments/contract.ts';
import type { ChannelPlatform } from '../../contract.ts';
import { channelLabels } from '../words.ts';

/** Where comments are: a Page is reached by Messenger, and commented on at Facebook. */
export const platformLabels: Record<ChannelPlatform, string> = { ...channelLabels, messenger: 'Facebook' };

export const statusLabels: Record<CommentStatus, string> = {
  unread: 'New',
  read: 'Read',
  answered: 'Answered',
  ignored: 'Needs no answer',
};
export const kindLabels: Record<CommentKind, string> = {
  comment: 'Comments',
  review: 'Reviews',
  mention: 'Mentions',
  live: 'On live videos',
};
export const starWords = (rating: number): string => `${rating} of 5 stars`;
export const sentimentLabels: Record<Sentiment, string> = {
  positive: 'Friendly',
  neutral: 'Neutral',
  negative: 'Unhappy',
};
export const categoryLabels: Record<CommentCategory, string> = {
  question: 'Question',
  price: 'Price',
  order: 'Order',
  complaint: 'Complaint',
  praise: 'Praise',
  collab: 'Collaboration',
  spam: 'Spam',
};
export const categoryLabel = (category: string): string =>
  (categoryLabels as Readonly<Record<string, string>>)[category] ?? category;

/** From which score on something is called that. */
export const urgencies = [
  { from: 85, label: 'Urgent' },
  { from: 70, label: 'High' },
  { from: 50, label: 'Raised' },
] as const;
export const urgencyOf = ({ priorityScore }: Pick<Comment, 'priorityScore'>) =>
  urgencies.find(({ from }) => priorityScore >= from);

const postKindLabels: Record<z.infer<typeof PostKind>, string> = {
  image: 'Picture',
  video: 'Video',
  carousel: 'Album',
  reel: 'Reel',
  story: 'Story',
  live: 'Live video',
  text: 'Post',
  link: 'Link',
};
export const postLabel = (kind: keyof typeof postKindLabels | null): string =>
  kind === null ? 'Post' : postKindLabels[kind];

/** Ours, where there is one to a review. */
export const isReviewAnswer = ({ isOwn, channel }: Pick<Comment, 'isOwn' | 'channel'>): boolean =>
  isOwn && channel.platform === 'google';

/** Whoever wrote it, as one calls them. */
export function nameOf(comment: Comment): string {
  const { isOwn, channel, member } = comment;
  return isOwn ? (member?.name ?? channel.name) : authorOf(comment);
}

/** As one writes to them; undefined where the platform does not say, and for ourselves. */
export const calledOf = ({ author, isOwn }: Comment): string | undefined =>
  isOwn ? undefined : nameIn(author);
export const authorOf = ({ author }: Pick<Comment, 'author'>): string => nameIn(author) ?? 'Somebody';
const nameIn = ({ name, username }: Comment['author']): string | undefined =>
  name ?? (username ? `@${username}` : undefined);

/** For the letters that stand for a face: without the sign before a name of the platform's. */
export const faceOf = (comment: Comment): string => nameOf(comment).replace(/^@/, '');

/** As it will be, once what is under way is done. */
export const isLikedByUs = ({ likedAt, likeWanted }: Pick<Comment, 'likedAt' | 'likeWanted'>): boolean =>
  likeWanted?.failureCode === null ? likeWanted.kind === 'like' : likedAt !== null;

/** Its words in one line. */
export function wordsOf({ body, deletedAt, kind }: Comment): string {
  if (deletedAt !== null) return 'Deleted';
  if (body?.trim()) return body.trim();
  if (kind === 'mention') return 'Mentioned you';
  return kind === 'review' ? 'A review without words' : 'A comment without words';
}

const heldWords: Readonly<Record<string, string>> = {
  account_limit: 'The account has sent as many as the platform allows for now.',
  app_limit: 'Others wait as well: everybody gets their share.',
  platform_said_so: 'The platform asked to wait.',
  not_open: 'The account has to be connected again.',
  platform_unavailable: 'The platform is not answering. It is tried again.',
};
/** Why an answer waits. A reason that was added since is shown as it is called. */
export const heldWhy = (reason: string): string =>
  heldWords[reason] ?? `It waits (${reason.replaceAll('_', ' ')}).`;
