import { erasedAs } from './erasing.sql.ts';
import type { CommentNews } from './told.ts';

/** What of a comment is told, and so may be told again, late, or in another order. */
export interface Told {
  readonly parentPlatformId: string | null;
  readonly authorPlatformId: string | null;
  readonly authorName: string | null;
  readonly authorUsername: string | null;
  readonly body: string | null;
  readonly rating: number | null;
  readonly likesCount: number;
  readonly happenedAt: Date;
  readonly editedAt: Date | null;
  readonly hiddenAt: Date | null;
  readonly deletedAt: Date | null;
}

const isErased = ({ authorPlatformId }: Told): boolean => authorPlatformId?.startsWith(erasedAs) ?? false;

export const nothingTold = (seenAt: Date): Told => ({
  ...{ parentPlatformId: null, authorPlatformId: null, authorName: null, authorUsername: null, body: null },
  ...{ rating: null, likesCount: 0, happenedAt: seenAt, editedAt: null, hiddenAt: null, deletedAt: null },
});

/**
 * What is known with one more thing told. Said, edited and removed come out the same in any order: an edit goes before
 * what was said first, a later edit before an earlier one, and what is gone stays gone, without its words. Of somebody
 * who was erased neither words nor name come back.
 */
export function told(before: Told, given: CommentNews, seenAt: Date): Told {
  const known = isBack(before, given) ? { ...before, body: null, editedAt: null, deletedAt: null } : before;
  const placed = given.hasPlace && given.isOwn ? inPlaceOf(known, given) : given;
  const news = isErased(known) ? { ...placed, author: {}, body: undefined } : placed;
  const { author, what } = news;
  const isOlder =
    known.editedAt !== null && (what !== 'edited' || known.editedAt > (news.editedAt ?? known.editedAt));
  const deletedAt = what === 'removed' ? (known.deletedAt ?? seenAt) : known.deletedAt;
  const body = what === 'removed' || isOlder ? known.body : (news.body ?? known.body);
  const rating = isOlder ? known.rating : (news.rating ?? known.rating);
  return {
    parentPlatformId: known.parentPlatformId ?? news.parentPlatformId ?? null,
    authorPlatformId: known.authorPlatformId ?? author.platformId ?? null,
    authorName: known.authorName ?? author.name ?? null,
    authorUsername: known.authorUsername ?? author.username ?? null,
    body: deletedAt === null ? body || null : null,
    rating,
    likesCount: news.likesCount ?? known.likesCount,
    happenedAt: news.happenedAt ?? known.happenedAt,
    editedAt: what === 'edited' && !isOlder ? (news.editedAt ?? seenAt) : known.editedAt,
    hiddenAt: hiddenBy(news, known, seenAt),
    deletedAt,
  };
}

/** Written since it was gone: it stands where it stood. */
const isBack = ({ deletedAt }: Told, { hasPlace, what, editedAt, happenedAt }: CommentNews): boolean => {
  const at = editedAt ?? happenedAt;
  return Boolean(hasPlace) && what !== 'removed' && deletedAt !== null && at !== undefined && at > deletedAt;
};

/** Of what takes the place of what was there it is told how it is now, and when that was written. */
function inPlaceOf(known: Told, news: CommentNews): CommentNews {
  const { body, editedAt, happenedAt } = known;
  if (body === null || news.happenedAt === undefined) return news;
  const isNewer = news.body !== body && news.happenedAt >= (editedAt ?? happenedAt);
  if (!isNewer) return { ...news, happenedAt, body: undefined };
  return { ...news, what: 'edited', editedAt: news.happenedAt, happenedAt };
}

/** Hidden and shown again have no order of their own: what was told last counts. */
function hiddenBy({ what, isHidden }: CommentNews, { hiddenAt }: Told, seenAt: Date): Date | null {
  const isNow = what === 'hidden' ? true : what === 'shown' ? false : isHidden;
  if (isNow === undefined) return hiddenAt;
  return isNow ? (hiddenAt ?? seenAt) : null;
}
