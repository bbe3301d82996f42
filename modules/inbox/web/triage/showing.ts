import type { InfiniteData } from '@tanstack/react-query';
import type { Page } from '../../../../kit/page.ts';
import { keyOf, queryClient } from '../../../../web/kit/api.ts';
import type { Change } from '../../../../web/kit/send.ts';
import {
  type Conversation,
  type ConversationSummary,
  getConversation,
  listConversations,
} from '../../contract.ts';
import { belongs, type Query } from '../list/asking.ts';
import type { At } from './deeds.ts';

type Rows = InfiniteData<Page<ConversationSummary>>;
export type Patch = Partial<Conversation>;

/** One conversation as it will be, in every list that is kept and where it is open. */
export function shownAs({ workspaceId, me }: At, row: ConversationSummary, patch: Patch): Change[] {
  const lists = queryClient.getQueryCache().findAll({ queryKey: [listConversations.path] });
  const inLists = lists.map(({ queryKey }) => ({
    key: queryKey,
    edit: (data: unknown) => patched(data as Rows | undefined, row.id, patch, queryIn(queryKey), me),
  }));
  const key = keyOf(getConversation, { params: { workspaceId, conversationId: row.id } });
  return [...inLists, { key, edit: (data) => data && { ...(data as Conversation), ...patch } }];
}

const queryIn = (key: readonly unknown[]): Query => (key[1] as { query?: Query } | undefined)?.query ?? {};

function patched(rows: Rows | undefined, id: string, patch: Patch, query: Query, me: string | undefined) {
  if (!rows) return rows;
  const pages = rows.pages.map((page) => ({
    ...page,
    items: page.items
      .map((row) => (row.id === id ? { ...row, ...patch } : row))
      .filter((row) => row.id !== id || belongs(row, query, me)),
  }));
  return { ...rows, pages };
}

/** A conversation as it is known here: of a list, or because it is open. */
export function knownRow(id: string): ConversationSummary | undefined {
  const lists = queryClient.getQueriesData<Rows>({ queryKey: [listConversations.path] });
  for (const [, rows] of lists) {
    const row = rows?.pages?.flatMap(({ items }) => items).find((one) => one.id === id);
    if (row) return row;
  }
  const open = queryClient.getQueriesData<Conversation>({ queryKey: [getConversation.path] });
  return open.find(([, conversation]) => conversation?.id === id)?.[1];
}
