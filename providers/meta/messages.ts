import { z } from 'zod';
import type { Answer, Graph } from './graph.ts';
import { done, id, maybe, present, text } from './shapes.ts';

/** To somebody who wrote to us, or privately to whoever wrote a comment or a post: once each, within days. */
export type Recipient =
  | { readonly personId: string }
  | { readonly commentId: string }
  | { readonly postId: string };

export type Content =
  | { readonly text: string; readonly choices?: readonly Choice[] }
  /** Fetched by the platform from this public address. */
  | { readonly attachment: { readonly type: 'image' | 'video' | 'audio' | 'file'; readonly url: string } }
  /** A post of one's own. */
  | { readonly mediaId: string };

/** An answer to tap; `payload` comes back with it. */
export interface Choice {
  readonly title: string;
  readonly payload: string;
}

export interface Outgoing {
  readonly to: Recipient;
  readonly content: Content;
  /** The message this one answers, shown above it. */
  readonly replyTo?: string | undefined;
  /** Written by a person, for whom the window is seven days instead of one. The app needs approval for it. */
  readonly isByHumanAgent?: boolean;
}

export interface Sent {
  readonly messageId: string;
  /** Of whom it went to. A private reply learns only here who that is. */
  readonly personId?: string;
}

/** Direct messages of Instagram and Messenger, which share one way of sending. */
export interface Messages {
  /** `senderId`: see `Candidate`. No key makes a second attempt harmless: a lost answer has to be looked up. */
  send(senderId: string, message: Outgoing): Promise<Answer<Sent>>;
  /** Without an emoji or a reaction's name the reaction is taken back. */
  react(
    senderId: string,
    wish: { personId: string; messageId: string; reaction?: string },
  ): Promise<Answer<undefined>>;
  /** What the other side sees of us meanwhile. */
  show(senderId: string, wish: { personId: string; action: SenderAction }): Promise<Answer<undefined>>;
}

export type SenderAction = 'mark_seen' | 'typing_on' | 'typing_off';

export function openMessages(graph: Graph, platform: 'instagram' | 'facebook'): Messages {
  const call = (senderId: string) =>
    ({ method: 'POST', path: [senderId, 'messages'], name: 'POST /messages' }) as const;
  return {
    send: (senderId, message) =>
      graph.ask({ ...call(senderId), json: { ...bodyOf(message), ...typeOf(message, platform) } }, sent),

    react: (senderId, { personId, messageId, reaction }) =>
      graph.ask(
        {
          ...call(senderId),
          isRepeatable: true,
          json: {
            recipient: { id: personId },
            sender_action: reaction === undefined ? 'unreact' : 'react',
            payload: { message_id: messageId, ...(reaction !== undefined && { reaction }) },
          },
        },
        acted,
      ),

    show: (senderId, { personId, action }) =>
      graph.ask(
        {
          ...call(senderId),
          isRepeatable: true,
          json: { recipient: { id: personId }, sender_action: action },
        },
        acted,
      ),
  };
}

const bodyOf = ({ to, content, replyTo }: Outgoing) => ({
  recipient: recipientOf(to),
  message: contentOf(content),
  ...(replyTo !== undefined && { reply_to: { mid: replyTo } }),
});

function recipientOf(to: Recipient) {
  if ('personId' in to) return { id: to.personId };
  return 'commentId' in to ? { comment_id: to.commentId } : { post_id: to.postId };
}

function contentOf(content: Content) {
  if ('text' in content) return { text: content.text, ...quickReplies(content.choices) };
  if ('mediaId' in content) return { attachment: { type: 'MEDIA_SHARE', payload: { id: content.mediaId } } };
  const { type, url } = content.attachment;
  return { attachment: { type, payload: { url } } };
}

const quickReplies = (choices: readonly Choice[] = []) =>
  choices.length === 0
    ? {}
    : { quick_replies: choices.map(({ title, payload }) => ({ content_type: 'text', title, payload })) };

/** Messenger wants to be told that this is an answer; Instagram takes it for granted. */
function typeOf({ to, isByHumanAgent }: Outgoing, platform: 'instagram' | 'facebook') {
  if (isByHumanAgent) return { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };
  return platform === 'facebook' && 'personId' in to ? { messaging_type: 'RESPONSE' } : {};
}

const sent = z
  .object({ message_id: id, recipient_id: maybe(id) })
  .transform(({ message_id, recipient_id }) => present({ messageId: message_id, personId: recipient_id }));

/** Answered with whom it concerned, or with nothing but success. */
const acted = z.union([done, z.object({ recipient_id: text }).transform(() => undefined)]);
