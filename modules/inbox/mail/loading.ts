import type { Unit } from '../../../kit/ctx.ts';
import type { Storage } from '../../../kit/storage/storage.ts';
import type { Listed, Opened } from '../../../providers/mail/imap.ts';
import { isUnreadable, keepFile } from '../intake/media/keeping.ts';
import { typeOf } from '../intake/media/types.ts';
import { AttachmentId, type ChannelId } from '../messages/contract.ts';
import { idOfMail, nameOf } from './mail-ids.ts';
import type { Address, ParsedFile, ParsedMail } from './parse/parsed.ts';
import { parseMail } from './parsing.ts';
import type { Arrived } from './taking-in.ts';
import type { KeptFile } from './threads.sql.ts';

export const mailBytesMax = 25 * 1_048_576;

interface Loading {
  readonly unit: Pick<Unit, 'workspaceId' | 'signal' | 'log'>;
  readonly storage: Storage;
  readonly channelId: ChannelId;
}

/**
 * A mail with its files in our storage; no transaction is open meanwhile. One that is too large, or that cannot be
 * read, is here as well, with what the server says of it: nothing that was sent is passed over in silence. Undefined
 * when it was taken out of the folder in this moment.
 */
export async function loadMail(to: Loading, opened: Opened, listed: Listed): Promise<Arrived | undefined> {
  const at = momentOf(listed);
  const named = listed.envelope?.messageId?.trim();
  if (listed.bytes > mailBytesMax) return lacking(listed, at, named, 'too_large');
  const raw = await opened.source(listed.uid);
  if (!raw) return undefined;
  const mail = await parseMail(raw, to.unit.signal);
  if (!mail) {
    to.unit.log.warn({ mailId: named, bytes: listed.bytes }, 'a mail could not be read');
    return lacking(listed, at, named ?? nameOf(raw), 'unreadable');
  }
  const mailId = mail.messageId ?? named ?? nameOf(raw);
  const files: KeptFile[] = [];
  for (const [nth, file] of mail.attachments.entries())
    files.push(await kept(to, file, idOfMail(to.channelId, mailId, at, String(nth))));
  return { mailId, at, mail, files: onlyShown(mail, files), lacking: null };
}

/** Servers tell seconds; of several mails in one, their numbers tell the order. */
const momentOf = ({ receivedAt, uid }: Listed) => new Date((receivedAt?.getTime() ?? 0) + (uid % 1_000));

/** A picture may be called by a name that the text does not say; then it is a file like another. */
const onlyShown = ({ contentIds }: ParsedMail, files: readonly KeptFile[]) =>
  files.map((file) => ({
    ...file,
    contentId: file.contentId !== null && contentIds.includes(file.contentId) ? file.contentId : null,
  }));

async function kept(to: Loading, file: ParsedFile, id: string): Promise<KeptFile> {
  const { unit, storage } = to;
  const bytes = Buffer.from(file.bytes, 'base64');
  const attachmentId = AttachmentId.parse(id);
  const how = { workspaceId: unit.workspaceId, attachmentId, signal: unit.signal };
  const { kind } = typeOf(bytes);
  const stored = await keepFile(storage, bytes, { ...how, sentAs: kind }).catch((error: unknown) => {
    // It says that it is a picture, and nobody can draw it: it is kept as it came.
    if (!isUnreadable(error)) throw error;
    return keepFile(storage, bytes, { ...how, sentAs: 'file' });
  });
  return { id, name: file.name, contentId: file.contentId, ...stored };
}

function lacking(
  { envelope, uid }: Listed,
  at: Date,
  mailId: string | undefined,
  why: 'too_large' | 'unreadable',
): Arrived {
  const [from = null] = addressesOf(envelope?.from);
  const [replyTo = null] = addressesOf(envelope?.replyTo);
  const [to, cc, bcc] = [envelope?.to, envelope?.cc, envelope?.bcc].map(addressesOf);
  return {
    mailId: mailId ?? `<uid-${uid}-${at.getTime()}@nameless.invalid>`,
    at,
    mail: {
      ...{ inReplyTo: envelope?.inReplyTo?.trim() ?? null, references: [] },
      subject: (envelope?.subject ?? '').slice(0, 900),
      people: { from, replyTo, to: to!, cc: cc!, bcc: bcc! },
      ...{ text: '', html: null, remoteImagesCount: 0, automatic: null, about: [], filesLeftOutCount: 0 },
    },
    files: [],
    lacking: why,
  };
}

type Named = NonNullable<NonNullable<Listed['envelope']>['from']>;
const addressesOf = (found: Named | undefined): Address[] =>
  (found ?? []).slice(0, 40).flatMap(({ name, address }) => {
    const known = address?.toLowerCase().slice(0, 320);
    return known ? [{ name: name?.slice(0, 200) || null, address: known }] : [];
  });
