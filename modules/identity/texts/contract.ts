import { z } from 'zod';
import { UserId } from '../../../kit/ids.ts';

// Controls, marks that turn the direction of text, letters nobody sees, halves of a character.
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/u;
const isSeen = (text: string) => !unseen.test(text);
// Longer text has lines, and people in it that are joined from several characters.
const isSeenInLines = (text: string) => isSeen(text.replace(/[\n\t\u200c\u200d]/g, ''));
const unseenMessage = 'Take out the characters that cannot be seen.';

/**
 * One spelling per address: small letters, and a domain as the mail system spells it (`xn--...`). So two addresses
 * that only look alike are never shown alike.
 */
export const MailAddress = z
  .string()
  .min(3)
  .max(320)
  .overwrite(spelledOut)
  .refine(isAddress, 'Write an address like name@example.com.');

/** One line as somebody typed it, without what only looks empty. */
export const plainLine = (lengthMax: number, lengthMin = 1) =>
  z.string().normalize('NFC').trim().min(lengthMin).max(lengthMax).refine(isSeen, unseenMessage);

/** Several lines. */
export const plainText = (lengthMax: number) =>
  z
    .string()
    .normalize('NFC')
    .overwrite((text) => text.replace(/\r\n?/g, '\n').trim())
    .max(lengthMax)
    .refine(isSeenInLines, unseenMessage);

/** A moment, with the zone it was meant in. */
export const Instant = z.iso.datetime({ offset: true }).pipe(z.coerce.date());

/** Any name the machine's time zone database knows: `Europe/Zurich`. */
export const ZoneName = z
  .string()
  .max(64)
  .refine(isZone, 'This is not a time zone. Write it like Europe/Zurich.');

/** Three letters are what an index can go by. */
export const searchLengthMin = 3;
export const wordsOf = plainLine(120, searchLengthMin)
  .optional()
  .describe('Part of a name or an address, three letters or more.');

/** Who decided, or changed something. Null when that person is gone. */
export const Somebody = z.object({ id: UserId, name: z.string() });
export type Somebody = z.infer<typeof Somebody>;

function spelledOut(text: string): string {
  const address = text.normalize('NFC').trim().toLowerCase();
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  if (unseen.test(address) || !/[^\p{ASCII}]/u.test(domain)) return address;
  const url = `http://${domain}`;
  return URL.canParse(url) ? `${address.slice(0, at)}@${new URL(url).hostname}` : address;
}

function isAddress(address: string): boolean {
  const [, local, domain] = /^([\w.!#$%&'*+/=?^`{|}~-]{1,64})@([a-z0-9.-]{3,253})$/.exec(address) ?? [];
  const labels = domain?.split('.') ?? [];
  return (
    local !== undefined &&
    labels.length > 1 &&
    labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
  );
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
