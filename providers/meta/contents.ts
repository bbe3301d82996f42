import { z } from 'zod';
import { isRecord, type MetaEvent, recordOf } from './event.ts';
import { id, listOf, maybe, present, text, time } from './shapes.ts';
import { whatsappMessageIn } from './whatsapp-contents.ts';

/** What a message says, alike for all platforms. */
export interface MessageContent {
  /** The message itself; of an edit or a removal, the one it is about. */
  readonly messageId?: string;
  readonly text?: string;
  readonly files: readonly MessageFile[];
  /** What was tapped: a quick reply, a button, an icebreaker. */
  readonly tapped?: string;
  readonly replyTo?: string;
  /** The story that was answered. Its address dies with it. */
  readonly story?: { readonly id?: string; readonly url?: string };
  /** Where the conversation came from, for what is counted by advertisement. */
  readonly adId?: string;
  readonly ref?: string;
  /** The platform could not say what it was. */
  readonly isUnsupported: boolean;
}

export interface MessageFile {
  /** `image`, `video`, `audio`, `file`, `sticker`, `share`, `story_mention`, `location`, or a word of tomorrow. */
  readonly type: string;
  /** Expires. WhatsApp gives ids instead. */
  readonly url?: string;
  readonly fileId?: string;
  readonly mimeType?: string;
  readonly sha256?: string;
  readonly fileName?: string;
  readonly title?: string;
}

export interface ReactionContent {
  readonly messageId: string;
  /** Absent when it was taken back. */
  readonly emoji?: string;
}

export interface CommentContent {
  readonly commentId: string;
  readonly parentId?: string;
  /** The post it is under. */
  readonly postId?: string;
  readonly text?: string;
  readonly personName?: string;
  /** Of a Page's comments: `add`, `edited`, `hide`, `unhide`, `remove`. */
  readonly verb: string;
  readonly adId?: string;
}

export interface StatusContent {
  readonly messageId: string;
  /** `sent`, `delivered`, `read`, `failed`, in any order: one that was read is never only delivered again. */
  readonly status: string;
  readonly errorCode?: string;
  readonly errorText?: string;
  readonly category?: string;
  readonly isBillable?: boolean;
}

/** Of a message, an echo, an edit, a removal or a tap. */
export function messageIn(event: MetaEvent): MessageContent | undefined {
  if (!['message', 'echo', 'edit', 'unsend', 'postback'].includes(event.kind)) return undefined;
  const payload = recordOf(event.payload);
  if (event.platform === 'whatsapp') return whatsappMessageIn(payload.message);
  if (event.kind === 'postback') return read(postback, payload.postback);
  return read(message, payload.message ?? payload.message_edit);
}

export function reactionIn(event: MetaEvent): ReactionContent | undefined {
  if (event.kind !== 'reaction') return undefined;
  const payload = recordOf(event.payload);
  return read(
    reaction,
    event.platform === 'whatsapp' ? recordOf(payload.message).reaction : payload.reaction,
  );
}

export const commentIn = (event: MetaEvent): CommentContent | undefined =>
  event.kind === 'comment' || event.kind === 'live_comment' ? read(comment, event.payload) : undefined;

export const statusIn = (event: MetaEvent): StatusContent | undefined =>
  event.kind === 'status' ? read(status, recordOf(event.payload).status) : undefined;

/** Up to where the other side has seen or received: a message of Instagram, a time in Messenger. */
export function seenIn({ payload }: MetaEvent): { messageId?: string; until?: Date } | undefined {
  const { read: seen, delivery } = recordOf(payload);
  const found = [seen, delivery].find(isRecord);
  return found && read(mark, found);
}

function read<T>(shape: z.ZodType<T>, value: unknown): T | undefined {
  const found = shape.safeParse(value);
  return found.success ? found.data : undefined;
}

const attachment = z
  .object({
    type: text,
    payload: maybe(z.object({ url: maybe(text), title: maybe(text), sticker_id: maybe(id) })),
  })
  .transform(
    ({ type, payload }): MessageFile =>
      present({
        type: payload?.sticker_id === undefined ? type : 'sticker',
        url: payload?.url,
        title: payload?.title,
      }),
  );

const referral = z.object({ ref: maybe(text), ad_id: maybe(id) });

const message = z
  .object({
    mid: maybe(text),
    text: maybe(text),
    attachments: maybe(listOf(attachment)),
    quick_reply: maybe(z.object({ payload: text })),
    reply_to: maybe(
      z.object({ mid: maybe(text), story: maybe(z.object({ id: maybe(id), url: maybe(text) })) }),
    ),
    referral: maybe(referral),
    is_unsupported: maybe(z.boolean()),
  })
  .transform(
    (one): MessageContent => ({
      ...present({
        messageId: one.mid,
        text: one.text,
        tapped: one.quick_reply?.payload,
        replyTo: one.reply_to?.mid,
        story: one.reply_to?.story && present(one.reply_to.story),
        adId: one.referral?.ad_id,
        ref: one.referral?.ref,
      }),
      files: one.attachments ?? [],
      isUnsupported: one.is_unsupported ?? false,
    }),
  );

const postback = z
  .object({ mid: maybe(text), title: maybe(text), payload: maybe(text), referral: maybe(referral) })
  .transform(
    (one): MessageContent => ({
      ...present({
        messageId: one.mid,
        text: one.title,
        tapped: one.payload,
        adId: one.referral?.ad_id,
        ref: one.referral?.ref,
      }),
      files: [],
      isUnsupported: false,
    }),
  );

/** Taken back is `unreact` in one place and an empty emoji in another. */
const reaction = z
  .object({
    mid: maybe(text),
    message_id: maybe(text),
    action: maybe(text),
    emoji: maybe(text),
    reaction: maybe(text),
  })
  .transform(({ mid, message_id, action, emoji, reaction: name }, context): ReactionContent => {
    const messageId = mid ?? message_id;
    if (messageId === undefined) {
      context.addIssue({ code: 'custom', message: 'no message' });
      return z.NEVER;
    }
    return present({ messageId, emoji: action === 'unreact' ? undefined : emoji || name || undefined });
  });

const comment = z
  .object({
    id: maybe(id),
    comment_id: maybe(id),
    parent_id: maybe(id),
    post_id: maybe(id),
    text: maybe(text),
    message: maybe(text),
    verb: maybe(text),
    from: maybe(z.object({ username: maybe(text), name: maybe(text) })),
    media: maybe(z.object({ id: maybe(id), ad_id: maybe(id) })),
  })
  .transform((one, context): CommentContent => {
    const commentId = one.id ?? one.comment_id;
    if (commentId === undefined) {
      context.addIssue({ code: 'custom', message: 'no comment' });
      return z.NEVER;
    }
    return present({
      commentId,
      parentId: one.parent_id === one.post_id ? undefined : one.parent_id,
      postId: one.media?.id ?? one.post_id,
      text: one.text ?? one.message,
      personName: one.from?.username ?? one.from?.name,
      verb: one.verb ?? 'add',
      adId: one.media?.ad_id,
    });
  });

const problem = z.object({
  code: maybe(id),
  title: maybe(text),
  error_data: maybe(z.object({ details: text })),
});

const status = z
  .object({
    id: text,
    status: text,
    errors: maybe(listOf(problem)),
    pricing: maybe(z.object({ category: maybe(text), billable: maybe(z.boolean()) })),
  })
  .transform(
    ({ id: messageId, status: word, errors: [error] = [], pricing }): StatusContent =>
      present({
        messageId,
        status: word,
        errorCode: error?.code,
        errorText: error?.error_data?.details ?? error?.title,
        category: pricing?.category,
        isBillable: pricing?.billable,
      }),
  );

const mark = z
  .object({ mid: maybe(text), watermark: maybe(time) })
  .transform(({ mid, watermark }) => present({ messageId: mid, until: watermark }));
