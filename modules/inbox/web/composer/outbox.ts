import type { InfiniteData } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { MemberId, WorkspaceId } from '../../../../kit/ids.ts';
import type { Page } from '../../../../kit/page.ts';
import { ApiError, pagesOf, queryClient } from '../../../../web/kit/api.ts';
import { sendNow } from '../../../../web/kit/send.ts';
import {
  type Attachment,
  type ConversationId,
  getConversation,
  getCounts,
  listConversations,
  listMessages,
  type Message,
  type MessageId,
  type putMessage,
  putNote,
  putMessage as sendMessage,
} from '../../contract.ts';

type Body = ReturnType<(typeof putMessage)['body']['parse']>;
export interface Wish extends Partial<Body> {
  /** A note: only colleagues see it, and those it is for are told. */
  readonly mentions?: MemberId[];
  /** Of a template: its words as they arrive. */
  readonly shown?: string;
  /** What goes along, to be seen at once. */
  readonly attachments?: Attachment[];
}

/** Written here and not yet taken by the server: it stands in the timeline at once, with its own id. */
export interface Outgoing {
  readonly message: Message;
  readonly wish: Wish;
  readonly isNote: boolean;
  /** Why it was not taken; undefined while it is under way. */
  readonly error: ApiError | undefined;
}

let all: readonly Outgoing[] = [];
const watchers = new Set<() => void>();
function change(next: readonly Outgoing[]) {
  all = next;
  for (const watcher of watchers) watcher();
}
const without = (id: MessageId) => all.filter(({ message }) => message.id !== id);

export function useOutbox(conversationId: ConversationId): readonly Outgoing[] {
  const held = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => all,
  );
  return held.filter(({ message }) => message.conversationId === conversationId);
}

export interface Place {
  readonly workspaceId: WorkspaceId;
  readonly conversationId: ConversationId;
}

/** On the screen at once. Sent again with the same id it is the same message, however often. */
export async function send(place: Place, one: Outgoing, onTaken?: () => void): Promise<void> {
  change([...without(one.message.id), { ...one, error: undefined }]);
  const params = { ...place, messageId: one.message.id };
  try {
    const taken = one.isNote
      ? await sendNow(putNote, {
          params,
          body: { body: one.wish.body ?? '', mentions: one.wish.mentions ?? [] },
        })
      : await sendNow(sendMessage, { params, body: { attachmentIds: [], ...bodyOf(one.wish) } });
    showTaken(place, taken);
    change(without(one.message.id));
    onTaken?.();
    for (const path of [listMessages.path, listConversations.path, getCounts.path, getConversation.path])
      void queryClient.invalidateQueries({ queryKey: [path] });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    change([...without(one.message.id), { ...one, error }]);
    // What somebody else wrote meanwhile is to be seen beside the reason.
    void queryClient.invalidateQueries({ queryKey: [listMessages.path] });
  }
}

function bodyOf({ mentions: _m, shown: _s, attachments: _a, ...body }: Wish): Wish {
  return body;
}

/** Thrown away, or its words went back to where they are written. */
export const drop = (id: MessageId): void => change(without(id));

function showTaken(params: Place, taken: Message): void {
  queryClient.setQueryData<InfiniteData<Page<Message>, string | null>>(
    pagesOf(listMessages, { params }).queryKey,
    (data) => {
      const [first, ...rest] = data?.pages ?? [];
      if (!data || !first || data.pages.some(({ items }) => items.some(({ id }) => id === taken.id)))
        return data;
      return { ...data, pages: [{ ...first, items: [taken, ...first.items] }, ...rest] };
    },
  );
}
