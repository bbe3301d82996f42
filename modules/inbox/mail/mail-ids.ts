import { createHash } from 'node:crypto';
import type { ChannelId } from '../messages/contract.ts';

/** What a mail without a name of its own is called by: itself. */
export const nameOf = (raw: Uint8Array): string =>
  `<${createHash('sha256').update(raw).digest('hex')}@nameless.invalid>`;

/**
 * The same for the same mail, however often it is read: what was stored for it before a process died is found again
 * under the same names. The time is in front, so that neighbours in time are neighbours in the index.
 */
export function idOfMail(channelId: ChannelId, mailId: string, at: Date, part = ''): string {
  const hash = createHash('sha256').update(`${channelId}\n${mailId}\n${part}`).digest('hex');
  const time = Math.max(0, at.getTime()).toString(16).padStart(12, '0').slice(-12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
}

/** Made of our own id and known before the mail goes out: by it the mail is found again wherever it turns up. */
export const mailIdOf = (messageId: string, address: string): string =>
  `<${messageId}@${address.split('@')[1] ?? 'stoa.invalid'}>`;
