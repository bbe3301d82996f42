import { erasedAs } from './erasing.sql.ts';
import type { CommentNews } from './told.ts';

/** What of a comment is told, and so may be told again, late, or in another order. */
export interface Told {
  readonly parentPlatformId: string | null;
  readonly authorPlatformId: string | null;
  readonly authorName: string | null;
  readonly authorUsername: string | null;
  readonly body: string | null;
  readonly likesCount: number;
  readonly happenedAt: Date;
  readonly editedAt: Date | null;
  readonly hiddenAt: Date | null;
  readonly deletedAt: Date | null;
}

const isErased = ({ authorPlatformId }: Told): boolean => authorPlatformId?.startsWith(erasedAs) ?? false;

export const nothingTold = (seenAt: Date): Told => ({
  ...{ parentPlatformId: null, authorPlatformId: null, authorName: null, authorUsername: null, body: null },
  ...{ likesCount: 0, happenedAt: seenAt, editedAt: null, hiddenAt: null, deletedAt: null },
});

/**
 * What is known with one more thing told. Said, edited and removed come out the same in any order: an edit goes before
 * what was said first, a later edit before an earlier one, and what is gone stays gone, without its words. Of somebody
 * who was erased neither words nor name come back.
 */
export function told(known: Told, given: CommentNews, seenAt: Date): Told {
  const news = isErased(known) ? { ...given, author: {}, body: undefined } : given;
  const { author, what } = news;
  const isOlder =
    known.editedAt !== null && (what !== 'edited' || known.editedAt > (news.editedAt ?? known.editedAt));
  const deletedAt = what === 'removed' ? (known.deletedAt ?? seenAt) : known.deletedAt;
  const body = what === 'removed' || isOlder ? known.body : (news.body ?? known.body);
  return {
    parentPlatformId: known.parentPlatformId ?? news.parentPlatformId ?? null,
    authorPlatformId: known.authorPlatformId ?? author.platformId ?? null,
    authorName: known.authorName ?? author.name ?? null,
    authorUsername: known.authorUsername ?? author.username ?? null,
    body: deletedAt === null ? body : null,
    likesCount: news.likesCount ?? known.likesCount,
    happenedAt: news.happenedAt ?? known.happenedAt,
    editedAt: what === 'edited' && !isOlder ? (news.editedAt ?? seenAt) : known.editedAt,
    hiddenAt: hiddenBy(news, known, seenAt),
    deletedAt,
  };
}

/** Hidden and shown again have no order of their own: what was told last counts. */
function hiddenBy({ what, isHidden }: CommentNews, { hiddenAt }: Told, seenAt: Date): Date | null {
  const isNow = what === 'hidden' ? true : what === 'shown' ? false : isHidden;
  if (isNow === undefined) return hiddenAt;
  return isNow ? (hiddenAt ?? seenAt) : null;
}
