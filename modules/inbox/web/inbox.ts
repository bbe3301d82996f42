import { createContext, useContext } from 'react';
import type { Pages } from '../../../web/kit/api.ts';
import { paths } from '../../../web/paths.ts';
import type { ConversationId, ConversationSummary } from '../contract.ts';
import type { FilterName, Filters, Query } from './list/asking.ts';
import { searchOf } from './list/asking.ts';
import type { At } from './triage/deeds.ts';

/** What the parts of the inbox share: which list is shown, where one is in it, and what is chosen. */
export interface Inbox {
  readonly at: At;
  readonly filters: Filters;
  readonly change: (name: FilterName, value: string) => void;
  readonly clear: () => void;
  readonly query: Query;
  readonly pages: Pages<ConversationSummary>;
  /** The conversation in the address. */
  readonly openId: ConversationId | undefined;
  readonly chosen: ReadonlySet<string>;
  readonly choose: (chosen: ReadonlySet<string>) => void;
  readonly goTo: (id: string | undefined) => void;
  /** Where one is in the list while none is open. */
  readonly cursor: Cursor;
  readonly moveCursor: (cursor: Cursor) => void;
  /** Before the one at hand leaves the list: to the one after it, or before it at the end. */
  readonly goToNext: () => void;
}

export interface Cursor {
  readonly id: string | undefined;
  readonly index: number;
}

export const InboxContext = createContext<Inbox | null>(null);

export function useInbox(): Inbox {
  const inbox = useContext(InboxContext);
  if (!inbox) throw new Error('this part stands in the inbox only');
  return inbox;
}

/** The address of a conversation in the list one came from. */
export const addressOf = ({ at, filters }: Pick<Inbox, 'at' | 'filters'>, id: string | undefined): string =>
  (id === undefined
    ? paths.inbox({ workspaceId: at.workspaceId })
    : paths.conversation({ workspaceId: at.workspaceId, conversationId: id })) + searchOf(filters);
