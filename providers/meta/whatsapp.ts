import { z } from 'zod';
import type { Answer, Graph } from './graph.ts';
import { done, id, listOf, maybe, present, text } from './shapes.ts';

export type WhatsAppContent =
  | { readonly text: string; readonly showsPreview?: boolean; readonly choices?: readonly WhatsAppChoice[] }
  | { readonly file: WhatsAppFile }
  | { readonly template: WhatsAppTemplateUse }
  /** Without an emoji it is taken back. */
  | { readonly reaction: { readonly messageId: string; readonly emoji?: string } };

export type WhatsAppFileType = 'image' | 'video' | 'audio' | 'document' | 'sticker';

/** One that was uploaded, or one that the platform fetches from a public address. */
export type WhatsAppFile = {
  readonly type: WhatsAppFileType;
  readonly caption?: string;
  /** Of a document. */
  readonly fileName?: string;
} & ({ readonly fileId: string } | { readonly url: string });

/** A button under the words; its id comes back when it is tapped. */
export interface WhatsAppChoice {
  readonly id: string;
  readonly title: string;
}

/** Words that were approved beforehand: the only ones that may be sent outside of the window. */
export interface WhatsAppTemplateUse {
  readonly name: string;
  readonly language: string;
  /** In the platform's form: parameters of header, body and buttons. */
  readonly components?: readonly unknown[];
}

export interface WhatsAppSent {
  readonly messageId: string;
  /** The number as WhatsApp knows it, which may have a digit more or less than the one written to. */
  readonly personId?: string;
  /** `accepted`, `held_for_quality_assessment`, `paused`. */
  readonly status?: string;
}

/** Messages from one phone number. */
export interface WhatsAppMessages {
  /** No key makes a second attempt harmless, and past messages cannot be read: only a status tells of a lost answer. */
  send(
    numberId: string,
    message: { to: string; content: WhatsAppContent; replyTo?: string },
  ): Promise<Answer<WhatsAppSent>>;
  /** Marks a message, and all before it, as read; with `isTyping` the other side sees that an answer is coming. */
  markRead(numberId: string, messageId: string, isTyping?: boolean): Promise<Answer<undefined>>;
}

export function openWhatsAppMessages(graph: Graph): WhatsAppMessages {
  const call = (numberId: string) =>
    ({ method: 'POST', path: [numberId, 'messages'], name: 'POST /messages' }) as const;
  return {
    send: (numberId, { to, content, replyTo }) =>
      graph.ask(
        {
          ...call(numberId),
          json: {
            messaging_product: 'whatsapp',
            recipient_type: 'individual',
            to,
            ...(replyTo !== undefined && { context: { message_id: replyTo } }),
            ...bodyOf(content),
          },
        },
        sent,
      ),
    markRead: (numberId, messageId, isTyping = false) =>
      graph.ask(
        {
          ...call(numberId),
          isRepeatable: true,
          json: {
            messaging_product: 'whatsapp',
            status: 'read',
            message_id: messageId,
            ...(isTyping && { typing_indicator: { type: 'text' } }),
          },
        },
        done,
      ),
  };
}

function bodyOf(content: WhatsAppContent) {
  if ('file' in content) return fileOf(content.file);
  if ('template' in content) return templateOf(content.template);
  if ('reaction' in content) {
    const { messageId, emoji = '' } = content.reaction;
    return { type: 'reaction', reaction: { message_id: messageId, emoji } };
  }
  const { text: body, showsPreview = false, choices = [] } = content;
  if (choices.length > 0) return buttonsOf(body, choices);
  return { type: 'text', text: { body, preview_url: showsPreview } };
}

function fileOf({ type, caption, fileName, ...file }: WhatsAppFile) {
  const where = 'fileId' in file ? { id: file.fileId } : { link: file.url };
  return {
    type,
    [type]: {
      ...where,
      ...(caption !== undefined && { caption }),
      ...(fileName !== undefined && { filename: fileName }),
    },
  };
}

const templateOf = ({ name, language, components = [] }: WhatsAppTemplateUse) => ({
  type: 'template',
  template: { name, language: { code: language }, ...(components.length > 0 && { components }) },
});

const buttonsOf = (body: string, choices: readonly WhatsAppChoice[]) => ({
  type: 'interactive',
  interactive: {
    type: 'button',
    body: { text: body },
    action: { buttons: choices.map((reply) => ({ type: 'reply', reply })) },
  },
});

const sent = z
  .object({
    messages: z.tuple([z.object({ id, message_status: maybe(text) })], z.unknown()),
    contacts: maybe(listOf(z.object({ wa_id: id }))),
  })
  .transform(({ messages: [message], contacts }) =>
    present({
      messageId: message.id,
      personId: contacts?.[0]?.wa_id,
      status: message.message_status,
    }),
  );
