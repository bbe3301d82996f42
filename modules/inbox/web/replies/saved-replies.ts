import type { KeyboardEvent } from 'react';
import type { WorkspaceId } from '../../../../kit/ids.ts';
import { actionFor } from '../../../../web/kit/actions.ts';
import { sendNow } from '../../../../web/kit/send.ts';
import type { Conversation } from '../../conversations/contract.ts';
import { MessageId } from '../../messages/contract.ts';
import { putReplyUse, type ReplyTemplateId } from '../../replies/contract.ts';

/** What fills the gaps of a saved reply: who is answered, and from which account. */
export interface Answered {
  /** Undefined where nobody knows what they are called. */
  readonly name: string | undefined;
  readonly channel: Pick<Conversation['channel'], 'name' | 'locationId'>;
}

/** From anywhere on the screen; and where one writes, at the beginning. */
export const savedRepliesKey = '/';

/** A slash at the beginning of what one writes asks for what is written already. */
export function asksForSavedReplies({ key, nativeEvent }: KeyboardEvent, words: string): boolean {
  if (key !== savedRepliesKey || words !== '' || nativeEvent.isComposing) return false;
  const action = actionFor(savedRepliesKey);
  action?.run();
  return action !== undefined;
}

/** Behind what is there. */
export const withSaved = (written: string, words: string): string =>
  written ? `${written.trimEnd()} ${words}` : words;

/**
 * In a message, or in an answer to a comment, by the id it has been sent with. A figure and no more: a count that is
 * lost is not worth a word.
 */
export function countUses(workspaceId: WorkspaceId, used: readonly ReplyTemplateId[], sentId: string): void {
  const messageId = MessageId.parse(sentId);
  for (const replyId of used)
    void sendNow(putReplyUse, { params: { workspaceId, replyId, messageId } }).catch(() => undefined);
}
