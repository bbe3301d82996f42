import { type MessageDetails, messageLengthMax } from '../../messages/contract.ts';
import { type Attached, readAttachments } from './attachments.ts';
import { type Deed, mark, type ToldMessage } from './deeds.ts';
import type { Heard } from './read.ts';
import { addressOf, arrayOf, idOf, kept, momentOf, present, recordOf, short, whole } from './words.ts';

/** One element of `messaging` or `standby`, as Instagram and Messenger write it. */
export function readMessaging(heard: Heard): readonly Deed[] {
  return readers[heard.kind]?.(heard, recordOf(heard.payload)) ?? [];
}

type Fields = Readonly<Record<string, unknown>>;

const readers: Readonly<Record<string, (heard: Heard, fields: Fields) => readonly Deed[]>> = {
  message: (_, fields) => [messageOf(fields, false)],
  echo: (_, fields) => [messageOf(fields, true)],
  postback: (_, fields) => [postbackOf(fields)],
  edit: ({ at }, { message_edit: edit }) => {
    const { mid, text, num_edit } = recordOf(edit);
    // Where they are not counted, the platform's clock says which is the last.
    const number = whole(num_edit) ?? Math.floor(at.getTime() / 1_000);
    return mark({ what: 'edit', number, body: short(text, messageLengthMax) ?? null }, mid);
  },
  unsend: (_, { message }) => mark({ what: 'unsend' }, recordOf(message).mid),
  reaction: ({ personId }, { sender, reaction }) => {
    const { mid, action, emoji, reaction: name } = recordOf(reaction);
    const side = idOf(recordOf(sender).id) === personId ? 'contact' : 'business';
    const put = action === 'unreact' ? undefined : (short(emoji, emojiLengthMax) ?? emojiNamed(name));
    return mark({ what: 'reaction', side, emoji: put ?? null }, mid);
  },
  seen: (_, { read }) => receiptsOf('seen', recordOf(read)),
  delivered: (_, { delivery }) => receiptsOf('delivered', recordOf(delivery)),
  referral: (_, { referral }) => [
    { what: 'activity', activity: { what: 'referral', to: referralOf(referral) } },
  ],
  optin: (_, { optin }) => [{ what: 'activity', activity: { what: 'optin', to: kept(optin) } }],
};

const emojiLengthMax = 40;
/** Of platforms that name what was put there instead of showing it. */
const emojiNames: Readonly<Record<string, string>> = {
  love: '❤️',
  smile: '😂',
  wow: '😮',
  sad: '😢',
  angry: '😡',
  like: '👍',
  dislike: '👎',
};
const emojiNamed = (name: unknown) => (typeof name === 'string' && emojiNames[name]) || '❤️';

const midsMax = 50;

/** Of one message, or of all up to a moment. */
function receiptsOf(state: 'seen' | 'delivered', fields: Fields): readonly Deed[] {
  const mids = [fields.mid, ...arrayOf(fields.mids)].slice(0, midsMax);
  const until = momentOf(fields.watermark);
  return [
    ...mids.flatMap((mid) => mark({ what: state }, mid)),
    ...(until ? [{ what: 'until' as const, state, until }] : []),
  ];
}

function messageOf(fields: Fields, isOwn: boolean): ToldMessage {
  const message = recordOf(fields.message);
  const text = short(message.text, messageLengthMax) ?? null;
  const { story, mid } = recordOf(message.reply_to);
  const attached: Attached =
    message.is_unsupported === true
      ? { kind: 'unsupported', files: [], details: {} }
      : readAttachments(arrayOf(message.attachments), text);
  return {
    what: 'message',
    isOwn,
    mid: idOf(message.mid) ?? null,
    kind: story === undefined ? attached.kind : 'story_reply',
    body: text,
    files: [...attached.files],
    replyTo: idOf(mid) ?? null,
    details: { ...attached.details, ...aroundOf(fields, text) },
  };
}

/** What comes along with a message of any kind. */
function aroundOf(fields: Fields, text: string | null): MessageDetails {
  const message = recordOf(fields.message);
  const { story } = recordOf(message.reply_to);
  const referral = message.referral ?? fields.referral;
  const payload = short(recordOf(message.quick_reply).payload);
  return present({
    story: story === undefined ? undefined : storyOf(story),
    referral: referral === undefined ? undefined : referralOf(referral),
    postback: payload === undefined ? undefined : present({ title: text ?? undefined, payload }),
    // Another app answers there, and this one only listens.
    isStandby: fields.is_standby === true ? true : undefined,
  }) as MessageDetails;
}

function postbackOf(fields: Fields): ToldMessage {
  const { mid, title, payload, referral } = recordOf(fields.postback);
  const words = short(title, messageLengthMax);
  return {
    what: 'message',
    isOwn: false,
    mid: idOf(mid) ?? null,
    kind: 'text',
    body: words ?? short(payload) ?? null,
    files: [],
    replyTo: null,
    details: {
      postback: present({ title: short(title), payload: short(payload) }),
      ...(referral !== undefined && { referral: referralOf(referral) }),
    } as MessageDetails,
  };
}

export const storyOf = (story: unknown) => {
  const { url, id } = recordOf(story);
  return present({ url: addressOf(url), id: idOf(id) }) as NonNullable<MessageDetails['story']>;
};

function referralOf(referral: unknown): NonNullable<MessageDetails['referral']> {
  const { ref, source, ad_id: adId, type, referer_uri: from } = recordOf(referral);
  return present({
    ref: short(ref),
    source: short(source),
    type: short(type),
    adId: idOf(adId),
    from: addressOf(from),
  }) as NonNullable<MessageDetails['referral']>;
}
