import { PassThrough } from 'node:stream';
import nodemailer from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool/index.js';
import { errorsOf } from '../errors.ts';
import type { Log } from '../log.ts';
import { inSpan } from '../tracing-span.ts';
import type { Written } from './letter.ts';

export const mailError = errorsOf('mail', {
  rejected: [422, 'The mail server does not take mail for this address.'],
  unavailable: [503, 'Mail cannot be sent right now. It will be tried again.'],
  unknown_outcome: [502, 'The mail was handed over, but nobody said whether it was taken.'],
});

export interface Mail {
  /**
   * Hands one mail over. Throws `mail.rejected` (final), `mail.unavailable` (nothing was sent: try again) or
   * `mail.unknown_outcome` (it may have been sent). A repetition carries the same Message-ID, by which mail
   * programs and people recognise it.
   */
  send(message: Message): Promise<Sent>;
  /** Whether the server lets us in; for `doctor` and for readiness. Throws `mail.unavailable` when not. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface Message extends Written {
  readonly to: string | readonly string[];
  /** An id of the caller's, made before the first attempt; it becomes the Message-ID. */
  readonly messageId: string;
  readonly replyTo?: string;
  /** For mail somebody may have enough of: one press in their mail program, without a visit (RFC 8058). */
  readonly unsubscribe?: { readonly url: string; readonly mailto?: string };
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Sent {
  readonly messageId: string;
  /** Refused among others that were taken. */
  readonly rejected: readonly string[];
}

export interface MailOptions {
  /** `smtp://user:password@host:587`, `smtps://...` or nodemailer's own options. */
  readonly transport: string | SMTPPool.Options;
  /** `Stoa <hello@example.com>` */
  readonly from: string;
  readonly log: Log;
  readonly timeouts?: Partial<typeof defaultTimeouts>;
}

const defaultTimeouts = { connectMs: 10_000, greetingMs: 10_000, silenceMs: 30_000, dnsMs: 5_000 };
const connectionsMax = 5;
const messagesPerConnectionMax = 100;
const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

export function openMail(options: MailOptions): Mail {
  const transport = nodemailer.createTransport({ ...settingsOf(options) });
  const domain = domainOf(options.from);
  transport.use('stream', (mail, done) => {
    const { passage } = mail.data as Tracked;
    mail.message.processFunc((content) =>
      content.pipe(new PassThrough()).once('end', () => {
        passage.isOver = true;
      }),
    );
    done();
  });
  transport.on('error', (error) =>
    options.log.warn({ err: error }, 'a connection to the mail server failed'),
  );

  const send = async (message: Message): Promise<Sent> => {
    message.signal?.throwIfAborted();
    const data = dataOf(message, options.from, domain);
    try {
      const { rejected } = await transport.sendMail(data);
      return { messageId: data.messageId, rejected: rejected.map((address) => String(address)) };
    } catch (error) {
      const kind = kindOf(error as SmtpFailure, data.passage.isOver);
      if (kind !== 'unknown_outcome') message.signal?.throwIfAborted();
      throw mailError(kind, { messageId: data.messageId, answer: (error as SmtpFailure).response }, error);
    }
  };

  return {
    send: (message) =>
      inSpan('call', 'send mail', { 'stoa.mail_id': message.messageId }, () => send(message)),
    async check() {
      try {
        await transport.verify();
      } catch (error) {
        throw mailError('unavailable', {}, error);
      }
    },
    close: async () => transport.close(),
  };
}

interface SmtpFailure extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly command?: string;
}

/**
 * Whether the last byte of the message went out: only then can it have been taken without our hearing of it.
 */
type Tracked = SMTPPool.MailOptions & { messageId: string; passage: { isOver: boolean } };

function kindOf(error: SmtpFailure, handedOver: boolean): 'rejected' | 'unavailable' | 'unknown_outcome' {
  const answered = error.responseCode !== undefined;
  if (!answered)
    return handedOver ? 'unknown_outcome' : ourMistakes.has(error.code ?? '') ? 'rejected' : 'unavailable';
  // A wrong password is a 5xx too, but it says nothing about the recipient.
  const refusesThisMail = error.responseCode! >= 500 && ['EENVELOPE', 'EMESSAGE'].includes(error.code ?? '');
  return refusesThisMail ? 'rejected' : 'unavailable';
}

/** No server was asked: an address nobody could send to, or content that cannot be read. */
const ourMistakes = new Set(['EENVELOPE', 'EMESSAGE', 'ESTREAM']);

function dataOf(message: Message, from: string, domain: string): Tracked {
  const { to, subject, text, html, replyTo, unsubscribe, signal } = message;
  const headers: Record<string, string> = { ...message.headers };
  if (unsubscribe) {
    const ways = [unsubscribe.url, unsubscribe.mailto && `mailto:${unsubscribe.mailto}`].filter(
      (way) => way !== undefined,
    );
    headers['List-Unsubscribe'] = ways.map((way) => `<${way}>`).join(', ');
    headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click';
  }
  return {
    ...{ from, subject, text, html, headers },
    to: typeof to === 'string' ? to : [...to],
    messageId: `<${message.messageId}@${domain}>`,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(signal === undefined ? {} : { signal }),
    // Content comes from templates: nothing in it may name a file or an address for us to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
    passage: { isOver: false },
  };
}

function settingsOf({ transport, timeouts }: MailOptions): SMTPPool.Options {
  const { connectMs, greetingMs, silenceMs, dnsMs } = { ...defaultTimeouts, ...timeouts };
  return {
    ...(typeof transport === 'string' ? serverOf(transport) : transport),
    pool: true,
    maxConnections: connectionsMax,
    maxMessages: messagesPerConnectionMax,
    connectionTimeout: connectMs,
    greetingTimeout: greetingMs,
    socketTimeout: silenceMs,
    dnsTimeout: dnsMs,
    // Whoever sends decides about another attempt; here it would be one that nobody counts.
    maxRequeues: 0,
  } as SMTPPool.Options;
}

function serverOf(address: string): SMTPPool.Options {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url?.hostname || !['smtp:', 'smtps:'].includes(url.protocol)) {
    throw new Error(
      'The mail server is written smtp://user:password@host:587 or smtps://user:password@host:465.',
    );
  }
  const secure = url.protocol === 'smtps:';
  const auth = url.username
    ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
    : undefined;
  return {
    host: url.hostname,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    // A password goes over the wire in the clear only to this machine itself.
    requireTLS: auth !== undefined && !secure && !loopback.test(url.hostname),
    ...(auth ? { auth } : {}),
  };
}

function domainOf(from: string): string {
  const domain = /@([^\s>@]+)>?\s*$/.exec(from)?.[1];
  if (!domain) throw new Error('The sender is written like Stoa <hello@example.com>.');
  return domain;
}
