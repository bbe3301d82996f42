import type { Storage } from '../../../kit/storage/storage.ts';
import { composeMail } from '../../../providers/mail/compose.ts';
import type { MailAddress } from './contract.ts';
import type { Answered, ToSend } from './outgoing.sql.ts';
import type { ReachedMailbox } from './reached.sql.ts';

const quotedLengthMax = 20_000;
const filesBytesMax = 25 * 1_048_576;

/** A mail of ours as it goes out: its words, how the mailbox signs, and below what it answers. */
export async function letterOf(
  storage: Storage,
  mailbox: ReachedMailbox,
  message: ToSend,
  answered: Answered | undefined,
): Promise<Buffer> {
  const { mail, mailId, inReplyTo, references, happenedAt } = message;
  const files = [];
  for (const { name, mediaType, storageKey } of message.files) {
    const content = await bytesOf(storage, storageKey);
    files.push({ name: name ?? 'file', mediaType: mediaType ?? 'application/octet-stream', content });
  }
  return composeMail({
    from: { name: mailbox.displayName, address: mailbox.address },
    ...{ to: mail.to.map(written), cc: mail.cc.map(written), subject: mail.subject },
    text: [message.body ?? '', signed(mailbox.signature), quoted(answered)].filter(Boolean).join('\n\n'),
    ...{ messageId: mailId, inReplyTo: inReplyTo ?? undefined, references, date: happenedAt, files },
  });
}

/** Whom the mail server is told; who is not to be seen is in no header. */
export const recipientsOf = ({ mail: { to, cc, bcc } }: ToSend): string[] => [
  ...new Set([...to, ...cc, ...bcc].map(({ address }) => address)),
];

/** A name is quoted, so that it is never read as another address. */
const written = ({ name, address }: MailAddress) =>
  name === null ? address : `"${name.replace(/["\\\r\n]/g, ' ')}" <${address}>`;

/** RFC 3676: programs know where the words end by this line. */
const signed = (signature: string) => (signature.trim() === '' ? '' : `-- \n${signature.trim()}`);

function quoted(answered: Answered | undefined): string {
  const words = answered?.body?.slice(0, quotedLengthMax).trim();
  if (!answered || !words) return '';
  const { from } = answered.details.mail ?? {};
  const who = from?.name ?? from?.address ?? 'they';
  const when = `${answered.happenedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return [
    `On ${when}, ${who} wrote:`,
    ...words.split('\n').map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`)),
  ].join('\n');
}

async function bytesOf(storage: Storage, key: string): Promise<Buffer> {
  const opened = await storage.get(key);
  if (!opened) throw new Error('a file of a mail is not in the storage any more');
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of opened.stream as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > filesBytesMax) throw new Error('a file of a mail is larger than any that was taken');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
