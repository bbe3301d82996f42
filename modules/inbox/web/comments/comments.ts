import { createContext, useContext } from 'react';
import type { Pages } from '../../../../web/kit/api.ts';
import { paths } from '../../../../web/paths.ts';
import type { Comment, CommentId, ListedComment } from '../../comments/contract.ts';
import type { Cursor } from '../inbox.ts';
import type { At } from '../triage/deeds.ts';
import { type FilterName, type Filters, type Query, searchOf } from './asking.ts';

/** What the parts of this screen share: which list is shown, and where one is in it. */
export interface Comments {
  readonly at: At;
  readonly filters: Filters;
  readonly change: (name: FilterName, value: string) => void;
  readonly clear: () => void;
  readonly query: Query;
  readonly pages: Pages<ListedComment>;
  /** The comment in the address. */
  readonly openId: CommentId | undefined;
  readonly goTo: (id: string | undefined) => void;
  /** Where one is in the list while none is open. */
  readonly cursor: Cursor;
  readonly moveCursor: (cursor: Cursor) => void;
  /** Before the one at hand leaves the list: to the one after it, or before it at the end. */
  readonly goToNext: () => void;
  /** Asks whom to give it to, or which tags it has. */
  readonly choose: (what: Chosen, comment: Comment) => void;
}
export type Chosen = 'colleague' | 'tags';

export const CommentsContext = createContext<Comments | null>(null);

export function useComments(): Comments {
  const comments = useContext(CommentsContext);
  if (!comments) throw new Error('this part stands on the screen of comments only');
  return comments;
}

/** The address of a comment in the list one came from. */
export const addressOf = (
  { at, filters }: Pick<Comments, 'at' | 'filters'>,
  id: string | undefined,
): string =>
  (id === undefined
    ? paths.comments({ workspaceId: at.workspaceId })
    : paths.comment({ workspaceId: at.workspaceId, commentId: id })) + searchOf(filters);
