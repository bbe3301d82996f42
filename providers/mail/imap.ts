import { type FetchMessageObject, ImapFlow } from 'imapflow';
import { Trouble } from '../trouble.ts';
import { connectTimeoutMs, type MailPlace, silenceTimeoutMs, troubleOf } from './place.ts';

export interface Folder {
  readonly role: 'inbox' | 'sent';
  readonly path: string;
}

/** What a server says of a mail without sending it. */
export interface Listed {
  readonly uid: number;
  readonly bytes: number;
  readonly receivedAt: Date | undefined;
  readonly envelope: FetchMessageObject['envelope'];
}

export interface ImapSession {
  /** Where mails come in and, where there is such a folder, where those are that went out. */
  folders(): Promise<readonly Folder[]>;
  open(path: string): Promise<Opened>;
  /** Adds a mail that went out. */
  append(path: string, raw: Buffer, at: Date): Promise<void>;
}

export interface Opened {
  readonly uidValidity: bigint;
  /** Numbers above `after`, ascending; only those that came in since then, where it is said. */
  numbers(after: number, since?: Date): Promise<readonly number[]>;
  list(uids: readonly number[]): Promise<readonly Listed[]>;
  /** The mail itself; undefined when it is gone. */
  source(uid: number): Promise<Buffer | undefined>;
  /** Whether a mail of this Message-ID is there. */
  has(messageId: string): Promise<boolean>;
}

/** Logs in, works and logs out. Whatever goes wrong on the way is a `Trouble` that says why. */
export async function withImap<T>(
  place: MailPlace,
  signal: AbortSignal,
  work: (session: ImapSession) => Promise<T>,
): Promise<T> {
  const client = clientOf(place);
  const stop = () => client.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    await connect(client, place);
    return await work(sessionOf(client));
  } catch (error) {
    signal.throwIfAborted();
    // What the caller's own work threw is the caller's.
    throw isOfServer(error) ? troubleOf('IMAP', error) : error;
  } finally {
    signal.removeEventListener('abort', stop);
    await farewell(client);
  }
}

/** Stays logged in and says when something new is there. Ends with the connection; the caller begins another. */
export async function watchImap(
  place: MailPlace,
  path: string,
  signal: AbortSignal,
  onNews: () => void,
): Promise<void> {
  const client = clientOf(place, idleRenewMs);
  const stop = () => client.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    await connect(client, place);
    client.on('exists', onNews);
    const over = new Promise<void>((resolve) => client.once('close', () => resolve()));
    const lock = await client.getMailboxLock(path);
    try {
      // What came between the last look and this moment.
      onNews();
      while (client.usable && !signal.aborted) await Promise.race([client.idle(), over]);
    } finally {
      lock.release();
    }
  } catch (error) {
    if (!signal.aborted) throw troubleOf('IMAP IDLE', error);
  } finally {
    signal.removeEventListener('abort', stop);
    client.close();
  }
}

/** Some servers end an IDLE after half an hour, some routers forget a connection that is silent for less. */
const idleRenewMs = 4 * 60_000;
const literalBytesMax = 80 * 1024 * 1024;

function clientOf(place: MailPlace, maxIdleTime?: number): ImapFlow {
  const client = new ImapFlow({
    host: place.address,
    servername: place.host,
    port: place.port,
    secure: place.isSecure,
    ...(place.isSecure ? {} : { doSTARTTLS: !place.mayBePlain }),
    auth: { user: place.user, pass: place.password },
    tls: { servername: place.host },
    logger: false,
    disableAutoIdle: true,
    clientInfo: { name: 'Stoa' },
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: maxIdleTime === undefined ? silenceTimeoutMs : maxIdleTime + silenceTimeoutMs,
    maxLiteralSize: literalBytesMax,
    maxResponseSize: 2 * literalBytesMax,
    ...(maxIdleTime === undefined ? {} : { maxIdleTime }),
  });
  // Without somebody who hears of it, a connection that breaks ends the process.
  client.on('error', () => undefined);
  return client;
}

async function connect(client: ImapFlow, place: MailPlace): Promise<void> {
  await client.connect().catch((error) => {
    throw troubleOf('IMAP login', error);
  });
  if (!place.mayBePlain && !client.secureConnection)
    throw new Trouble('unavailable', 'the connection is not encrypted', {
      provider: 'mail',
      call: 'IMAP login',
      code: 'encryption_missing',
    });
}

/** Says goodbye, and does not wait for an answer for long. */
async function farewell(client: ImapFlow): Promise<void> {
  const patience = setTimeout(() => client.close(), 2_000);
  if (client.usable) await client.logout().catch(() => undefined);
  clearTimeout(patience);
  client.close();
}

const sessionOf = (client: ImapFlow): ImapSession => ({
  async folders() {
    const found = await client.list();
    const sent = found.find(({ specialUse }) => specialUse === '\\Sent');
    return [{ role: 'inbox', path: 'INBOX' }, ...(sent ? [{ role: 'sent' as const, path: sent.path }] : [])];
  },
  async open(path) {
    const { uidValidity } = await client.mailboxOpen(path, { readOnly: true });
    return openedOf(client, uidValidity);
  },
  async append(path, raw, at) {
    await client.append(path, raw, ['\\Seen'], at);
  },
});

const openedOf = (client: ImapFlow, uidValidity: bigint): Opened => ({
  uidValidity,
  async numbers(after, since) {
    const found = await client.search({ uid: `${after + 1}:*`, ...(since ? { since } : {}) }, { uid: true });
    // `n:*` names the last mail even where its number is smaller than n.
    return (found || []).filter((uid) => uid > after).sort((a, b) => a - b);
  },
  async list(uids) {
    if (uids.length === 0) return [];
    const wanted = { uid: true, size: true, envelope: true, internalDate: true } as const;
    const found = await client.fetchAll([...uids], wanted, { uid: true });
    return found.map(({ uid, size = 0, envelope, internalDate }) => ({
      ...{ uid, bytes: size, envelope },
      receivedAt: internalDate === undefined ? undefined : new Date(internalDate),
    }));
  },
  async source(uid) {
    const found = await client.fetchOne(String(uid), { source: true }, { uid: true });
    return (found || undefined)?.source;
  },
  async has(messageId) {
    const found = await client.search({ header: { 'message-id': messageId } }, { uid: true });
    return (found || []).length > 0;
  },
});

/** Errors of the library and of the socket have a code; those of a database or of ours are something else. */
function isOfServer(error: unknown): boolean {
  const { code, responseStatus } = error as { code?: unknown; responseStatus?: unknown };
  return (
    responseStatus !== undefined ||
    (typeof code === 'string' && /^(E[A-Z]+|[A-Z_]*TIMEOUT|NoConnection|[A-Z][a-zA-Z]+)$/.test(code))
  );
}
