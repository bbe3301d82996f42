import type { AddressObject, ParsedMail } from 'mailparser';
import type { World } from '../world.ts';

export interface Message {
  readonly id: number;
  readonly at: string;
  /** As the header says; the envelope says who really got it. */
  readonly from: string;
  readonly to: readonly string[];
  readonly envelope: Envelope;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Addresses in it that somebody could open, in the order they come. */
  readonly links: readonly string[];
  readonly attachments: readonly { name: string; contentType: string; bytes: number }[];
  /** An earlier message with the same Message-ID to the same person: a repeated sending. */
  readonly duplicateOf: number | null;
}
export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
}
export type Mailbox = Awaited<ReturnType<typeof openMailbox>>;

const messagesMax = 500;
const textLengthMax = 500_000;
const linksMax = 100;

/** The mail of everybody, newest first; the oldest is forgotten when there is too much. */
export async function openMailbox(world: World) {
  const state = await world.keep<{ lastId: number; messages: Message[] }>('mail', () => ({
    lastId: 0,
    messages: [],
  }));

  const add = (message: Omit<Message, 'id' | 'at' | 'duplicateOf'>): Message => {
    const { value } = state;
    value.lastId += 1;
    const earlier = value.messages.find(
      (one) => one.messageId === message.messageId && sharesRecipient(one, message),
    );
    const kept = {
      id: value.lastId,
      at: world.now().toISOString(),
      duplicateOf: earlier?.id ?? null,
      ...message,
    };
    value.messages.unshift(kept);
    value.messages.length = Math.min(value.messages.length, messagesMax);
    state.changed();
    world.journal.stirred('mail');
    return kept;
  };

  return {
    count: () => state.value.messages.length,
    find: (id: number) => state.value.messages.find((message) => message.id === id),
    list: ({ to, after = 0 }: { to?: string | undefined; after?: number }) => {
      const wanted = to?.trim().toLowerCase();
      return state.value.messages.filter(
        (message) =>
          message.id > after && (!wanted || message.envelope.to.some((address) => address.includes(wanted))),
      );
    },
    receive: async (raw: Buffer, envelope: Envelope) => {
      // With the first mail, not before: it is a fifth of what the sandbox takes while nobody writes.
      const { simpleParser } = await import('mailparser');
      return add(messageOf(await simpleParser(raw), envelope));
    },
    /** What a mail server writes back when it took a message and then could not deliver it. */
    bounce: (message: Message, recipient: string) => add(bounceOf(message, recipient)),
    reset: () => state.reset(),
  };
}

function messageOf(mail: ParsedMail, envelope: Envelope): Omit<Message, 'id' | 'at' | 'duplicateOf'> {
  const html = typeof mail.html === 'string' ? mail.html.slice(0, textLengthMax) : '';
  const text = (mail.text ?? '').slice(0, textLengthMax);
  return {
    from: mail.from?.text ?? '',
    to: [mail.to ?? []].flat().map((address: AddressObject) => address.text),
    envelope: { from: envelope.from.toLowerCase(), to: envelope.to.map((address) => address.toLowerCase()) },
    subject: mail.subject ?? '',
    text,
    html,
    messageId: mail.messageId ?? '',
    // Long lines are folded on the wire; what they say is the unfolded line (RFC 5322, 2.2.3).
    headers: Object.fromEntries(
      mail.headerLines.map(({ key, line }) => [
        key,
        line
          .slice(line.indexOf(':') + 1)
          .replace(/\r?\n(?=[ \t])/g, '')
          .trim(),
      ]),
    ),
    links: linksIn(text, html),
    attachments: mail.attachments.map(({ filename, contentType, size }) => ({
      name: filename ?? 'unnamed',
      contentType,
      bytes: size,
    })),
  };
}

function linksIn(text: string, html: string): string[] {
  const inHtml = [...html.matchAll(/\bhref="(https?:[^"]+)"/g)].map(([, href]) =>
    href!.replaceAll('&amp;', '&'),
  );
  const inText = [...text.matchAll(/\bhttps?:\/\/[^\s<>"')\]]+/g)].map(([href]) => href);
  return [...new Set([...inText, ...inHtml])].slice(0, linksMax);
}

function bounceOf(message: Message, recipient: string): Omit<Message, 'id' | 'at' | 'duplicateOf'> {
  return {
    from: 'Mail Delivery System <mailer-daemon@sandbox.invalid>',
    to: [message.envelope.from],
    envelope: { from: '', to: [message.envelope.from] },
    subject: 'Undelivered Mail Returned to Sender',
    text: [
      `Your message to ${recipient} could not be delivered.\n`,
      'Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n',
    ].join('\n'),
    html: '',
    messageId: `<bounce-${message.id}@sandbox.invalid>`,
    headers: {
      'auto-submitted': 'auto-replied',
      'x-failed-recipients': recipient,
      'in-reply-to': message.messageId,
    },
    links: [],
    attachments: [],
  };
}

const sharesRecipient = (one: Message, other: Pick<Message, 'envelope'>) =>
  one.envelope.to.some((address) => other.envelope.to.includes(address));
