import { type AttachmentKind, type MessageDetails, messageLengthMax } from '../../messages/contract.ts';
import { type Deed, mark, type ToldMessage } from './deeds.ts';
import type { Heard } from './read.ts';
import { arrayOf, idOf, kept, present, recordOf, short } from './words.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A message or a status of WhatsApp: `{ message, contact }`, or `{ status }`. */
export function readWhatsapp(heard: Heard): readonly Deed[] {
  const payload = recordOf(heard.payload);
  return readers[heard.kind]?.(recordOf(payload.message), payload, heard) ?? [];
}

const readers: Readonly<Record<string, (message: Fields, payload: Fields, heard: Heard) => readonly Deed[]>> =
  {
    message: (message, payload) => [{ ...messageOf(message, false), ...nameIn(payload) }],
    echo: (message) => [messageOf(message, true)],
    reaction: (message) => {
      const { message_id: mid, emoji } = recordOf(message.reaction);
      const told = { what: 'reaction', side: 'contact', emoji: short(emoji, 40) ?? null } as const;
      return mark(told, mid);
    },
    // They are not counted there: the platform's clock says which is the last.
    edit: (message, _, { at }) => {
      const edit = recordOf(message.edit);
      const written = recordOf(edit.message);
      const { body } = contentOf(short(written.type, 60) ?? 'text', written);
      const told = { what: 'edit', number: Math.floor(at.getTime() / 1_000), body } as const;
      return mark(told, edit.original_message_id ?? edit.message_id);
    },
    unsend: (message) => {
      const { original_message_id, message_id } = recordOf(message.revoke);
      return mark({ what: 'unsend' }, original_message_id ?? message_id);
    },
    status: (_, payload) => statusOf(recordOf(payload.status)),
    contact_update: (message) => {
      const { wa_id, new_wa_id } = recordOf(message.system);
      const to = idOf(new_wa_id) ?? idOf(wa_id);
      return to === undefined ? [] : [{ what: 'move', to }];
    },
  };

function statusOf(status: Fields): readonly Deed[] {
  if (status.status === 'delivered') return mark({ what: 'delivered' }, status.id);
  if (status.status === 'read' || status.status === 'played') return mark({ what: 'seen' }, status.id);
  if (status.status !== 'failed') return [];
  const code = idOf(recordOf(arrayOf(status.errors)[0]).code)?.slice(0, 60);
  return mark(
    { what: 'failed', code: failures.get(code ?? '') ?? `whatsapp_${code ?? 'failed'}` },
    status.id,
  );
}

/** Those that say what somebody can do about it. */
const failures = new Map([
  ['131047', 'window_over'],
  ['131026', 'not_reachable'],
  ['131056', 'too_fast'],
  ['130429', 'too_fast'],
]);

function nameIn({ contact }: Fields): { readonly name?: string } {
  const name = short(recordOf(recordOf(contact).profile).name, 255);
  return name === undefined ? {} : { name };
}

function messageOf(message: Fields, isOwn: boolean): ToldMessage {
  const type = short(message.type, 60) ?? '';
  const { id: answered, forwarded } = recordOf(message.context);
  const { ref, source, from } = referralIn(message);
  const referral = present({ ref, source, from });
  return {
    what: 'message',
    isOwn,
    mid: idOf(message.id) ?? null,
    replyTo: idOf(answered) ?? null,
    ...withDetails(contentOf(type, message), {
      ...(Object.keys(referral).length > 0 && { referral }),
      ...(forwarded === true && { isForwarded: true }),
    } as MessageDetails),
  };
}

/** An advertisement they came by. */
function referralIn(message: Fields) {
  const referral = recordOf(message.referral);
  return {
    ref: short(referral.ctwa_clid) ?? idOf(referral.source_id),
    source: short(referral.source_type),
    from: short(referral.source_url),
  };
}

type Content = Pick<ToldMessage, 'kind' | 'body' | 'details' | 'files'>;
const withDetails = (content: Content, details: MessageDetails): Content => ({
  ...content,
  details: { ...content.details, ...details },
});

const text = (body: unknown, details: MessageDetails = {}): Content => ({
  kind: 'text',
  body: short(body, messageLengthMax) ?? null,
  details,
  files: [],
});

function contentOf(type: string, message: Fields): Content {
  const read = types.get(type)?.(recordOf(message[type]), message[type]);
  return (
    read ?? {
      kind: 'unsupported',
      body: null,
      files: [],
      details: { unsupported: { type, came: kept(message[type] ?? message.errors) } } as MessageDetails,
    }
  );
}

const file =
  (kind: AttachmentKind) =>
  ({ id, caption, filename }: Fields): Content | undefined => {
    const source = idOf(id);
    if (source === undefined) return undefined;
    const name = short(filename, 255);
    return {
      kind,
      body: short(caption, messageLengthMax) ?? null,
      details: {},
      files: [{ kind, source, ...(name !== undefined && { name }) }],
    };
  };

/** A button of ours, or a line of a list. */
function choiceOf(interactive: Fields): Content | undefined {
  const chosen = recordOf(interactive.button_reply ?? interactive.list_reply);
  const title = short(chosen.title);
  if (title === undefined) return undefined;
  return text(title, { postback: present({ title, payload: short(chosen.id) }) } as MessageDetails);
}

function placeOf({ latitude, longitude, name, address }: Fields): Content | undefined {
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined;
  const location = present({ latitude, longitude, name: short(name), address: short(address) });
  return { kind: 'location', body: null, files: [], details: { location } as MessageDetails };
}

const cardsMax = 20;

function cardsOf(cards: readonly unknown[]): Content | undefined {
  const lines = cards.slice(0, cardsMax).flatMap((card) => {
    const { name, phones } = recordOf(card);
    const numbers = arrayOf(phones).flatMap((one) => short(recordOf(one).phone, 60) ?? []);
    return [short(recordOf(name).formatted_name, 255), ...numbers].filter(Boolean).join(' ') || [];
  });
  return lines.length === 0 ? undefined : text(lines.join('\n'), { cards: kept(cards) } as MessageDetails);
}

const types = new Map<string, (content: Fields, raw: unknown) => Content | undefined>([
  ['text', ({ body }) => (short(body) === undefined ? undefined : text(body))],
  ['image', file('image')],
  ['sticker', file('image')],
  ['video', file('video')],
  ['audio', file('audio')],
  ['voice', file('audio')],
  ['document', file('file')],
  ['location', placeOf],
  ['contacts', (_, raw) => cardsOf(arrayOf(raw))],
  ['interactive', choiceOf],
  [
    'button',
    ({ text: words, payload }) => {
      const postback = present({ title: short(words), payload: short(payload) });
      return text(words, { postback } as MessageDetails);
    },
  ],
]);
