import { Refusal } from '../http.ts';
import type { Person } from '../people.ts';
import {
  type Teller,
  tellEdit,
  tellMessage,
  tellPostback,
  tellReaction,
  tellReferral,
  tellSeen,
  tellUnsend,
} from './events.ts';
import { pictureOf } from './pictures.ts';
import {
  type Account,
  type Attachment,
  addMessage,
  type Message,
  newMessageId,
  personIdOn,
  type Thread,
  threadWith,
} from './state.ts';
import { keepUpload, metadataOf, tellRead } from './whatsapp.ts';

/** Who does something, to whom, and with what words. */
export interface Move {
  readonly teller: Teller;
  readonly account: Account;
  readonly person: Person;
  readonly fields: Readonly<Record<string, string>>;
  readonly failure: string | undefined;
}

export const messageMoves: Readonly<Record<string, (move: Move) => object | Promise<object>>> = {
  message: write,
  reaction: react,
  unsend,
  edit,
  seen,
  postback,
  referral: (move) => {
    tellReferral(move.teller, aboutOf(move, 'came by a link'), move.fields.ref ?? 'autumn');
    return {};
  },
  'own-message': writeByHand,
  block: (move) => {
    const thread = threadOf(move);
    thread.blocked = move.fields.blocked !== 'false';
    move.teller.meta.changed();
    return { blocked: thread.blocked };
  },
  window: (move) => {
    const thread = threadOf(move);
    const hours = Number(move.fields.hours ?? 25);
    if (!(hours > 0)) throw new Refusal(400, 'hours is a number above 0.');
    const { meta } = move.teller;
    thread.openedAt = new Date(meta.now().getTime() - hours * 3_600_000).toISOString();
    meta.changed();
    return { openedAt: thread.openedAt };
  },
};

const aboutOf = ({ account, person, failure }: Move, what: string) => ({
  account,
  person: person.key,
  failure,
  about: `${person.name} ${what}`,
});
const threadOf = ({ teller, account, person }: Move) => threadWith(teller.meta, account, person.key);

const clips: Readonly<Record<string, string>> = {
  video: 'https://cdn.sandbox/clip/video.mp4',
  audio: 'https://cdn.sandbox/clip/audio.mp4',
  file: 'https://cdn.sandbox/clip/measures.pdf',
};
const typed = /^https?:\/\//;

/** `{ text?, photo?, video?, audio?, file?, replyTo?, story?, storyMention?, share?, unsupported? }` */
async function write(move: Move): Promise<object> {
  const { teller, account, person, fields } = move;
  const { meta } = teller;
  const isSilent = ['text', 'photo', 'video', 'audio', 'file', 'share', 'unsupported', 'storyMention'].every(
    (name) => !fields[name],
  );
  if (isSilent) throw new Refusal(400, 'Say a text, a photo, a video, an audio, a file, a share or a story.');
  const attachments = attachmentsOf(move);
  const story = fields.story ? storyOf(move, fields.story) : undefined;
  const message = addMessage(meta, threadOf(move), {
    mid: newMessageId(meta, account),
    by: 'person',
    at: meta.nowText(),
    ...(fields.text && { text: fields.text }),
    attachments: account.platform === 'whatsapp' ? await uploaded(move, attachments) : attachments,
    replyTo: fields.replyTo || undefined,
    story,
    kind: fields.unsupported ? 'unsupported' : undefined,
    reactions: {},
    edits: 0,
    state: 'delivered',
  });
  if (account.platform === 'whatsapp') tellWhatsapp(move, bodyOf(move, message));
  else {
    const more = fields.quickReply ? { quick_reply: { payload: fields.quickReply } } : {};
    tellMessage(teller, aboutOf(move, 'writes'), message, more);
  }
  return { mid: message.mid, from: personIdOn(account.platform, person.key) };
}

function attachmentsOf({ teller, fields }: Move): Attachment[] {
  const of = (type: string, url: string) => ({ type, url });
  const photo = fields.photo
    ? [
        of(
          'image',
          typed.test(fields.photo)
            ? fields.photo
            : `https://cdn.sandbox/picture/photo-${teller.meta.number()}.jpg`,
        ),
      ]
    : [];
  const others = Object.entries(clips).flatMap(([type, url]) => {
    const given = fields[type];
    return given ? [of(type, typed.test(given) ? given : url)] : [];
  });
  const shared = fields.share ? teller.meta.all().posts[fields.share] : undefined;
  const share = shared ? [{ ...of('ig_post', shared.pictureUrl), title: shared.caption }] : [];
  const mention = fields.storyMention
    ? [of('story_mention', `https://cdn.sandbox/mention/${teller.meta.now().getTime()}.jpg`)]
    : [];
  return [...photo, ...others, ...share, ...mention];
}

function storyOf({ teller, account }: Move, given: string) {
  const stories = teller.meta.postsOf(account.id).filter(({ product }) => product === 'STORY');
  const story = teller.meta.all().posts[given] ?? stories[0];
  if (!story) throw new Refusal(400, 'There is no story to answer.');
  return { id: story.id, url: `https://cdn.sandbox/story/${story.id}.jpg` };
}

/** WhatsApp keeps files under ids of its own. */
function uploaded({ teller, account }: Move, attachments: readonly Attachment[]): Promise<Attachment[]> {
  const mimeTypes: Record<string, string> = { image: 'image/jpeg', video: 'video/mp4', audio: 'audio/ogg' };
  return Promise.all(
    attachments.map(async ({ type, url }) => {
      const bytes = type === 'image' ? await pictureOf(url ?? '') : Buffer.from(`a ${type} of the sandbox`);
      const file = await keepUpload(teller.meta, account, mimeTypes[type] ?? 'application/pdf', bytes);
      return { type, mediaId: file.id, url: `https://cdn.sandbox/upload/${file.id}` };
    }),
  );
}

/** What a WhatsApp message says, by its type. */
function bodyOf({ teller }: Move, message: Message): object {
  const [attachment] = message.attachments;
  if (message.kind === 'unsupported') return unsupported;
  if (!attachment) return { type: 'text', text: { body: message.text } };
  const { mimeType, sha256 } = teller.meta.all().uploads[attachment.mediaId!]!;
  const type = attachment.type === 'file' ? 'document' : attachment.type;
  const facts = { id: attachment.mediaId, mime_type: mimeType, sha256 };
  const caption = message.text === undefined ? {} : { caption: message.text };
  return { type, [type]: { ...facts, ...caption, ...(type === 'document' && { filename: 'measures.pdf' }) } };
}

const unsupported = {
  type: 'unsupported',
  errors: [
    {
      code: 131051,
      title: 'Message type unknown',
      message: 'Message type unknown',
      error_data: { details: 'Message type is currently not supported.' },
    },
  ],
};

function tellWhatsapp(move: Move, body: object, id = lastOf(threadOf(move))?.mid): void {
  const { teller, account, person } = move;
  const waId = personIdOn('whatsapp', person.key);
  const last = lastOf(threadOf(move));
  const replyTo = last?.mid === id ? last?.replyTo : undefined;
  teller.hooks.tell({
    ...aboutOf(move, 'writes'),
    field: 'messages',
    value: {
      messaging_product: 'whatsapp',
      metadata: metadataOf(account),
      contacts: [{ profile: { name: person.name }, wa_id: waId }],
      messages: [
        {
          ...(replyTo && { context: { from: account.key.replace(/\D/g, ''), id: replyTo } }),
          from: waId,
          id,
          timestamp: String(Math.floor(teller.meta.now().getTime() / 1_000)),
          ...body,
        },
      ],
    },
  });
}

const lastOf = ({ messages }: Thread) => messages.at(-1);

/** The one that is named, or the last one of whoever it can be. */
function messageIn(move: Move, by: Message['by']): Message {
  const { messages } = threadOf(move);
  const { mid } = move.fields;
  const found = mid ? messages.find((one) => one.mid === mid) : messages.findLast((one) => one.by === by);
  if (!found) throw new Refusal(404, 'There is no such message in this conversation.');
  return found;
}

/** `{ mid?, emoji }`; without an emoji, the one before is taken back. */
function react(move: Move): object {
  const message = messageIn(move, 'business');
  const { emoji = '' } = move.fields;
  if (emoji) message.reactions.person = emoji;
  else delete message.reactions.person;
  move.teller.meta.changed();
  if (move.account.platform === 'whatsapp') {
    const id = newMessageId(move.teller.meta, move.account);
    tellWhatsapp(move, { type: 'reaction', reaction: { message_id: message.mid, emoji } }, id);
  } else tellReaction(move.teller, aboutOf(move, 'reacts'), message.mid, emoji);
  return { mid: message.mid };
}

function unsend(move: Move): object {
  const message = messageIn(move, 'person');
  message.deletedAt = move.teller.meta.nowText();
  move.teller.meta.changed();
  if (move.account.platform === 'whatsapp') tellWhatsapp(move, unsupported, message.mid);
  else tellUnsend(move.teller, aboutOf(move, 'unsends'), message);
  return { mid: message.mid };
}

function edit(move: Move): object {
  const message = messageIn(move, 'person');
  if (!move.fields.text) throw new Refusal(400, 'Say the new text.');
  message.text = move.fields.text;
  message.edits += 1;
  move.teller.meta.changed();
  if (move.account.platform === 'whatsapp') tellWhatsapp(move, unsupported, message.mid);
  else tellEdit(move.teller, aboutOf(move, 'edits'), message);
  return { mid: message.mid };
}

/** The customer looks at what was written to them. */
function seen(move: Move): object {
  const message = messageIn(move, 'business');
  for (const one of threadOf(move).messages)
    if (one.by === 'business' && one.state !== 'failed') one.state = 'read';
  move.teller.meta.changed();
  if (move.account.platform === 'whatsapp') tellRead(move.teller, move.account, move.person.key, message.mid);
  else tellSeen(move.teller, aboutOf(move, 'sees it'), message.mid);
  return { mid: message.mid };
}

/** `{ title, payload }`: a button is pressed, or an icebreaker. */
function postback(move: Move): object {
  const { teller, account, fields } = move;
  const { title = 'Talk to us', payload = 'TALK' } = fields;
  const mid = newMessageId(teller.meta, account);
  addMessage(teller.meta, threadOf(move), {
    mid,
    by: 'person',
    at: teller.meta.nowText(),
    text: title,
    attachments: [],
    kind: 'postback',
    reactions: {},
    edits: 0,
    state: 'delivered',
  });
  if (account.platform === 'whatsapp')
    tellWhatsapp(move, {
      type: 'interactive',
      interactive: { type: 'button_reply', button_reply: { id: payload, title } },
    });
  else tellPostback(teller, aboutOf(move, 'presses a button'), { mid, title, payload });
  return { mid };
}

/** Somebody of the business answers in the platform's own app: only an echo says so. */
function writeByHand(move: Move): object {
  const { teller, account, fields } = move;
  if (!fields.text) throw new Refusal(400, 'Say a text.');
  const message = addMessage(teller.meta, threadOf(move), {
    mid: newMessageId(teller.meta, account),
    by: 'business',
    at: teller.meta.nowText(),
    text: fields.text,
    attachments: [],
    reactions: {},
    edits: 0,
    state: 'delivered',
  });
  if (account.platform !== 'whatsapp')
    tellMessage(teller, { ...aboutOf(move, ''), about: `${account.name} answers by hand` }, message);
  return { mid: message.mid };
}
