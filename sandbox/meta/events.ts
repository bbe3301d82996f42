import { names } from './failures.ts';
import type { Hooks, News } from './hooks.ts';
import {
  type Account,
  type Comment,
  handleOf,
  type Message,
  type Meta,
  type Platform,
  type Post,
  personIdOn,
} from './state.ts';

/** What Meta tells about what happened, in each platform's words. */
export interface Teller {
  readonly meta: Meta;
  readonly hooks: Hooks;
}

type About = Pick<News, 'account' | 'person' | 'about' | 'failure'>;

/** Who to whom, and when: the frame of everything in a conversation. Echoes go the other way round. */
function frame(meta: Meta, { account, person = '' }: About, isEcho = false, at = meta.nowText()) {
  const customer = { id: personIdOn(account.platform, person) };
  const here = { id: account.id };
  return {
    sender: isEcho ? here : customer,
    recipient: isEcho ? customer : here,
    timestamp: Date.parse(at),
  };
}

export function tellMessage(
  { meta, hooks }: Teller,
  about: About,
  message: Message,
  more: object = {},
): void {
  const isEcho = message.by === 'business';
  const { platform } = about.account;
  const attachments = message.attachments.map(({ type, url, title }) => ({
    type,
    payload: { ...(url !== undefined && { url }), ...(title !== undefined && { title }) },
  }));
  const replyTo = message.story ? { story: message.story } : message.replyTo && { mid: message.replyTo };
  hooks.tell({
    ...about,
    field: isEcho && platform === 'messenger' ? 'message_echoes' : 'messages',
    item: {
      ...frame(meta, about, isEcho, message.at),
      message: {
        mid: message.mid,
        ...(message.text !== undefined && { text: message.text }),
        ...(attachments.length > 0 && { attachments }),
        ...(replyTo && { reply_to: replyTo }),
        ...(message.kind === 'unsupported' && { is_unsupported: true }),
        ...(isEcho && { is_echo: true }),
        ...(isEcho && platform === 'messenger' && { app_id: Number(message.appId ?? 263902037430900) }),
        ...more,
      },
    },
  });
}

export function tellUnsend({ meta, hooks }: Teller, about: About, { mid, by }: Message): void {
  const item = { ...frame(meta, about, by === 'business'), message: { mid, is_deleted: true } };
  hooks.tell({ ...about, field: 'messages', item });
}

export function tellEdit({ meta, hooks }: Teller, about: About, { mid, text, edits }: Message): void {
  const field = about.account.platform === 'messenger' ? 'message_edits' : 'message_edit';
  hooks.tell({
    ...about,
    field,
    item: { ...frame(meta, about), message_edit: { mid, text, num_edit: edits } },
  });
}

const emojiNames: Readonly<Record<string, string>> = {
  '❤': 'love',
  '😂': 'smile',
  '😮': 'wow',
  '👍': 'like',
};

/** Without an emoji, the one before was taken back. */
export function tellReaction({ meta, hooks }: Teller, about: About, mid: string, emoji: string): void {
  const kind = emojiNames[emoji.replace('\ufe0f', '')] ?? 'other';
  const reaction = emoji ? { mid, action: 'react', reaction: kind, emoji } : { mid, action: 'unreact' };
  hooks.tell({ ...about, field: 'message_reactions', item: { ...frame(meta, about), reaction } });
}

export function tellSeen({ meta, hooks }: Teller, about: About, mid: string): void {
  const isMessenger = about.account.platform === 'messenger';
  const read = isMessenger ? { watermark: meta.now().getTime() } : { mid };
  const field = isMessenger ? 'message_reads' : 'messaging_seen';
  hooks.tell({ ...about, field, item: { ...frame(meta, about), read } });
}

/** Of Messenger alone. */
export function tellDelivered({ meta, hooks }: Teller, about: About, mid: string): void {
  const delivery = { mids: [mid], watermark: meta.now().getTime() };
  hooks.tell({ ...about, field: 'message_deliveries', item: { ...frame(meta, about), delivery } });
}

export function tellPostback(
  { meta, hooks }: Teller,
  about: About,
  postback: { mid: string; title: string; payload: string },
): void {
  hooks.tell({ ...about, field: 'messaging_postbacks', item: { ...frame(meta, about), postback } });
}

export function tellReferral({ meta, hooks }: Teller, about: About, ref: string): void {
  const field = about.account.platform === 'messenger' ? 'messaging_referrals' : 'messaging_referral';
  const referral = { ref, source: 'SHORTLINK', type: 'OPEN_THREAD' };
  hooks.tell({ ...about, field, item: { ...frame(meta, about), referral } });
}

/** Who wrote a comment, as others see it. */
export function authorOf(meta: Meta, account: Account, person: string | null) {
  if (person === null) return { id: account.id, username: account.key };
  const known = meta.person(person);
  const isWithheld = names(person, 'withheld-fields');
  return {
    id: personIdOn(account.platform, person),
    ...(known && !isWithheld && { username: handleOf(known) }),
  };
}

export function tellComment(
  { meta, hooks }: Teller,
  about: About,
  post: Post,
  comment: Comment,
  verb: 'add' | 'edited' | 'remove' | 'hide' = 'add',
): void {
  if (about.account.platform === 'messenger') {
    hooks.tell({ ...about, field: 'feed', value: feedValue(meta, about.account, post, comment, verb) });
    return;
  }
  // Instagram tells what was added, and nothing of what became of it.
  if (verb !== 'add') return;
  hooks.tell({
    ...about,
    field: 'comments',
    value: {
      id: comment.id,
      ...(comment.parentId !== null && { parent_id: comment.parentId }),
      from: authorOf(meta, about.account, comment.person),
      text: comment.text,
      media: { id: post.id, media_product_type: post.product },
    },
  });
}

function feedValue(meta: Meta, account: Account, post: Post, comment: Comment, verb: string): object {
  const person = comment.person === null ? undefined : meta.person(comment.person);
  const from =
    comment.person === null
      ? { id: account.id, name: account.name }
      : { id: personIdOn('messenger', comment.person), ...(person && { name: person.name }) };
  return {
    item: 'comment',
    verb,
    from,
    post_id: post.id,
    comment_id: comment.id,
    parent_id: comment.parentId ?? post.id,
    created_time: Math.floor(Date.parse(comment.at) / 1_000),
    ...(verb !== 'remove' && { message: comment.text }),
  };
}

export function tellPost({ hooks }: Teller, about: About, post: Post): void {
  if (about.account.platform !== 'messenger') return;
  const from = { id: about.account.id, name: about.account.name };
  const created = Math.floor(Date.parse(post.at) / 1_000);
  const value = { item: 'status', verb: 'add', from, post_id: post.id, created_time: created };
  hooks.tell({ ...about, field: 'feed', value: { ...value, message: post.caption, published: 1 } });
}

export function tellMention({ hooks }: Teller, about: About, mediaId: string, commentId?: string): void {
  const value = { media_id: mediaId, ...(commentId !== undefined && { comment_id: commentId }) };
  hooks.tell({ ...about, field: 'mentions', value });
}

export const platformNames: Readonly<Record<Platform, string>> = {
  instagram: 'Instagram',
  messenger: 'Messenger',
  whatsapp: 'WhatsApp',
};
