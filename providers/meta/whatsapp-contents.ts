import { z } from 'zod';
import type { MessageContent, MessageFile } from './contents.ts';
import { id, listOf, maybe, present, text } from './shapes.ts';

/** The `message` of a WhatsApp event, which says by its type under which name the rest is found. */
export function whatsappMessageIn(value: unknown): MessageContent | undefined {
  const read = message.safeParse(value);
  if (!read.success) return undefined;
  const one = read.data;
  const file = fileTypes.flatMap((type) => (one[type] ? [fileOf(type, one[type])] : []));
  const shared = one.contacts
    ?.map(({ name }) => name?.formatted_name)
    .filter(Boolean)
    .join(', ');
  const choice = one.interactive?.button_reply ?? one.interactive?.list_reply;
  return {
    ...present({
      messageId: one.edit?.original_message_id ?? one.revoke?.original_message_id ?? one.id,
      text:
        one.edit?.message?.text?.body ??
        one.text?.body ??
        fileTypes.map((type) => one[type]?.caption).find(Boolean) ??
        choice?.title ??
        one.button?.text ??
        placeText(one.location) ??
        (shared || undefined),
      tapped: choice?.id ?? one.button?.payload,
      replyTo: one.context?.id,
      adId: one.referral?.source_id,
      ref: one.referral?.ctwa_clid,
    }),
    files: [...file, ...(one.location ? [placeOf(one.location)] : [])],
    isUnsupported: one.type === 'unsupported' || one.type === 'unknown',
  };
}

const fileTypes = ['image', 'video', 'audio', 'document', 'sticker'] as const;

const file = z.object({
  id,
  mime_type: maybe(text),
  sha256: maybe(text),
  caption: maybe(text),
  filename: maybe(text),
});
const place = z.object({
  latitude: z.number(),
  longitude: z.number(),
  name: maybe(text),
  address: maybe(text),
});
const choice = z.object({ id: text, title: maybe(text) });
const about = z.object({ original_message_id: maybe(text) });

const message = z.object({
  id: maybe(text),
  type: maybe(text),
  text: maybe(z.object({ body: text })),
  image: maybe(file),
  video: maybe(file),
  audio: maybe(file),
  document: maybe(file),
  sticker: maybe(file),
  location: maybe(place),
  contacts: maybe(listOf(z.object({ name: maybe(z.object({ formatted_name: maybe(text) })) }))),
  interactive: maybe(z.object({ button_reply: maybe(choice), list_reply: maybe(choice) })),
  button: maybe(z.object({ payload: maybe(text), text: maybe(text) })),
  context: maybe(z.object({ id: maybe(text) })),
  referral: maybe(z.object({ source_id: maybe(id), ctwa_clid: maybe(text) })),
  edit: maybe(about.extend({ message: maybe(z.object({ text: maybe(z.object({ body: text })) })) })),
  revoke: maybe(about),
});

/** Other platforms call a document a file. */
const fileOf = (type: (typeof fileTypes)[number], one: z.output<typeof file>): MessageFile =>
  present({
    type: type === 'document' ? 'file' : type,
    fileId: one.id,
    mimeType: one.mime_type,
    sha256: one.sha256,
    fileName: one.filename,
  });

type Place = z.output<typeof place>;

/** A geo URI (RFC 5870), which any map opens. */
const placeOf = ({ latitude, longitude, name }: Place): MessageFile =>
  present({ type: 'location', url: `geo:${latitude},${longitude}`, title: name });

const placeText = (one: Place | undefined) =>
  one && ([one.name, one.address].filter(Boolean).join(', ') || undefined);
