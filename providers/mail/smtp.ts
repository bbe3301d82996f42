import { PassThrough } from 'node:stream';
import nodemailer from 'nodemailer';
import { Trouble } from '../trouble.ts';
import { connectTimeoutMs, failureOf, type MailPlace, silenceTimeoutMs, troubleOf } from './place.ts';

export interface Handed {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
}

/** Whether one is let in, and may write as this. */
export async function checkSmtp(place: MailPlace, signal: AbortSignal): Promise<void> {
  const transport = transportOf(place);
  const stop = () => transport.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    await transport.verify();
  } catch (error) {
    signal.throwIfAborted();
    throw troubleOf('SMTP login', error);
  } finally {
    signal.removeEventListener('abort', stop);
    transport.close();
  }
}

/**
 * Hands a mail over, and answers who was refused among several. A mail whose last byte went out and that was not
 * answered is an unknown outcome, and never tried again here.
 */
export async function handOver(place: MailPlace, mail: Handed): Promise<{ rejected: readonly string[] }> {
  const transport = transportOf(place);
  const passage = { isOver: false };
  transport.use('stream', (data, done) => {
    data.message.processFunc((content) =>
      content.pipe(new PassThrough()).once('end', () => {
        passage.isOver = true;
      }),
    );
    done();
  });
  try {
    const { from, to, raw } = mail;
    const { rejected } = await transport.sendMail({ envelope: { from, to: [...to] }, raw });
    return { rejected: rejected.map(String) };
  } catch (error) {
    throw outcomeOf(error as SmtpFailure, passage.isOver);
  } finally {
    transport.close();
  }
}

interface SmtpFailure extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

function outcomeOf(error: SmtpFailure, isHandedOver: boolean): Trouble {
  const facts = { provider: 'mail', call: 'SMTP', cause: error } as const;
  const { responseCode: status } = error;
  if (status === undefined && isHandedOver)
    return new Trouble('unknown_outcome', 'the mail server did not answer', facts);
  if (failureOf(error) === 'password_refused') return troubleOf('SMTP', error);
  const isOfThisMail = ['EENVELOPE', 'EMESSAGE'].includes(error.code ?? '');
  if (status !== undefined && status >= 500 && isOfThisMail)
    return new Trouble('rejected', error.response ?? 'refused', { ...facts, status, code: codeOf(error) });
  return troubleOf('SMTP', error);
}

/** `5.1.1`, where the server says it that precisely. */
const codeOf = ({ response, responseCode }: SmtpFailure) =>
  /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(response ?? '')?.[0] ?? String(responseCode);

const transportOf = (place: MailPlace) =>
  nodemailer.createTransport({
    host: place.address,
    port: place.port,
    secure: place.isSecure,
    ...(place.isSecure ? {} : place.mayBePlain ? { ignoreTLS: true } : { requireTLS: true }),
    tls: { servername: place.host },
    auth: { user: place.user, pass: place.password },
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: silenceTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
