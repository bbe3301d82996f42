import type { InfiniteData } from '@tanstack/react-query';
import type { Page } from '../../../../kit/page.ts';
import { pagesOf } from '../../../../web/kit/api.ts';
import { sendNow } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import {
  type Conversation,
  deleteNote,
  listConversations,
  listMessages,
  type Message,
  putNote,
} from '../../contract.ts';
import { useInbox } from '../inbox.ts';

/** What can be done with a note of one's own. */
export function useNoteDeeds(conversation: Conversation) {
  const { workspaceId } = useInbox().at;
  const place = { workspaceId, conversationId: conversation.id };
  const key = pagesOf(listMessages, { params: place }).queryKey;
  const stale = [[listMessages.path], [listConversations.path]];
  return {
    /** Gone at once, and written anew by Undo. */
    discard: (note: Message) => {
      const params = { ...place, messageId: note.id };
      const undo = () =>
        void sendNow(
          putNote,
          { params, body: { body: note.body ?? '', mentions: [] } },
          { stale, failureTitle: 'The note could not be brought back' },
        ).catch(said);
      void sendNow(
        deleteNote,
        { params },
        {
          changes: () => [{ key, edit: (data) => without(data as Pages | undefined, note.id) }],
          stale,
          failureTitle: 'The note is still there',
          onReply: () => toast({ title: 'The note is thrown away', undo }),
        },
      ).catch(said);
    },
  };
}

/** Its refusal is in a toast. */
const said = () => undefined;

type Pages = InfiniteData<Page<Message>>;
const without = (data: Pages | undefined, id: string) =>
  data && {
    ...data,
    pages: data.pages.map((page) => ({ ...page, items: page.items.filter((one) => one.id !== id) })),
  };
