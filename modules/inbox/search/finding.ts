import type { Tx } from '../../../kit/db/database.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import type { CommentId } from '../comments/contract.ts';
import type { Corrected } from '../fields/contract.ts';
import { searchPhraseScanMax, searchScanMax } from './contract.ts';
import * as db from './found.sql.ts';
import { parseQuery } from './query.ts';
import { type Term, type Wanted, wantedOf, wordsOf } from './terms.ts';

export interface Found<T> extends Page<T> {
  incomplete: boolean;
  corrected: Corrected;
}

interface CommentsFound extends Omit<Found<unknown>, 'items'> {
  /** In the order that was asked for. */
  readonly ids: readonly CommentId[];
  readonly terms: readonly Term[];
}

/** Which of those that are wanted have these words. */
export async function findComments(
  tx: Tx,
  words: string,
  which: db.WhichComments,
  page: PageQuery,
): Promise<CommentsFound> {
  const { order } = which;
  const wanted = await wantedOf(tx, parseQuery(words), 'comment_words');
  const { items, ...found } = await pageOf(wanted, page, {
    find: (search) => db.commentsFound(tx, search, which, page),
    scanned: async (search) =>
      order === 'priority' ? { next: null } : db.commentsScanned(tx, search, order, page.after),
  });
  return { ...found, ids: items.map(({ commentId }) => commentId), terms: wanted.terms };
}

/** A page that is not full although there are candidates left says so, and where to go on. */
export async function pageOf<T>(
  wanted: Wanted,
  { limit }: PageQuery,
  statements: {
    readonly find: (search: db.Search) => Promise<Page<T>>;
    readonly scanned: (search: db.Search) => Promise<Pick<Page<unknown>, 'next'>>;
  },
): Promise<Found<T>> {
  const corrected = wanted.corrected.map(({ from, to }) => ({ from, to }));
  if (wanted.terms.length === 0) return { items: [], next: null, incomplete: false, corrected };
  const { terms, phrases } = wanted;
  const search = {
    words: terms.map(wordsOf),
    phrases,
    scanMax: Math.max(phrases.length > 0 ? searchPhraseScanMax : searchScanMax, limit + 1),
  };
  const { items, next } = await statements.find(search);
  if (next !== null) return { items, next, incomplete: false, corrected };
  const further = (await statements.scanned(search)).next;
  return { items, next: further, incomplete: further !== null, corrected };
}
