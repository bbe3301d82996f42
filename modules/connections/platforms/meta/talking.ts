import type { CallKind } from '../contract.ts';
import type { Deed } from '../deeds.ts';
import type { MetaClient } from './client.ts';
import * as comments from './comments.ts';
import * as messages from './messages.ts';
import { deedAt, type Talking } from './where.ts';

/** What Instagram and Messenger have in common: conversations, and comments under posts. */
export function talkingDeeds(
  client: MetaClient,
  platform: Talking,
): Record<Exclude<CallKind, 'publish' | 'like_comment'>, Deed> {
  const deed = deedAt(client, platform);
  return {
    message: deed(messages.sendMessage, messages.findMessage),
    private_reply: deed(messages.sendPrivateReply, messages.findPrivateReply),
    mark_seen: deed(messages.markSeen, messages.nothingLost),
    show_typing: deed(messages.showTyping, messages.nothingLost),
    react: deed(messages.react, messages.nothingLost),
    comment_reply: deed(comments.replyToComment, comments.findCommentReply),
    hide_comment: deed(comments.hideComment, comments.findHidden),
    delete_comment: deed(comments.deleteComment, comments.findDeleted),
  };
}
