import { sendNow } from '../../../../web/kit/send.ts';
import {
  type Conversation,
  deleteMessage,
  listConversations,
  listMessages,
  type Message,
  patchMessage,
  postRetry,
} from '../../contract.ts';
import { write, writeAgain } from '../composer/words-kept.ts';
import { useInbox } from '../inbox.ts';
import { draftAgain } from '../mail/recipients.ts';
import { editMessage } from './shown-messages.ts';

/** What can be done with a message of ours that has not arrived. */
export function useMessageDeeds(conversation: Conversation) {
  const { workspaceId } = useInbox().at;
  const place = { workspaceId, conversationId: conversation.id };
  const shown = ({ id }: Message, patch: Partial<Message>) => editMessage(place, id, () => patch);
  const stale = [[listMessages.path], [listConversations.path]];
  const params = ({ id }: Message) => ({ ...place, messageId: id });
  return {
    /** Its words go back to where they were written, and whom they were for. */
    takeBack: (message: Message) => {
      writeAgain(conversation.id, 'reply', message.body ?? '');
      const mail = draftAgain(message);
      if (mail) write(conversation.id, { mail });
      void sendNow(
        deleteMessage,
        { params: params(message) },
        {
          changes: () => [shown(message, { status: 'cancelled' })],
          stale,
          failureTitle: 'It has gone out already',
        },
      ).catch(said);
    },
    cancel: (message: Message) =>
      void sendNow(
        deleteMessage,
        { params: params(message) },
        {
          changes: () => [shown(message, { status: 'cancelled' })],
          stale,
          failureTitle: 'It has gone out already',
        },
      ).catch(said),
    reschedule: (message: Message, sendAt: Date) =>
      void sendNow(
        patchMessage,
        { params: params(message), body: { sendAt } },
        { changes: () => [shown(message, { sendAt })], stale, failureTitle: 'It goes out as it was planned' },
      ).catch(said),
    retry: (message: Message) =>
      void sendNow(
        postRetry,
        { params: params(message) },
        {
          changes: () => [shown(message, { status: 'queued' })],
          stale,
          failureTitle: 'It still cannot be sent',
        },
      ).catch(said),
  };
}

/** Its refusal is in a toast. */
const said = () => undefined;
