import { hash, verify } from '@node-rs/argon2';
import type { AppError } from '../../../kit/errors.ts';
import { invalidInput } from '../../../kit/http/failure.ts';
import { commonPasswords } from './common-passwords.ts';

// What OWASP asks of argon2id (19 MiB, 2 passes). The library runs it on a thread of its own, not in the event loop.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** One password however a keyboard spells it: an é is one character here and two there. */
const spelled = (password: string) => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> => hash(spelled(password), cost);

/** A hash nobody's password has: checked when there is no such person, so that both answers take the same time. */
let nobodysHash: Promise<string> | undefined;

export async function passwordFits(
  password: string,
  storedHash: string | null | undefined,
): Promise<boolean> {
  nobodysHash ??= hashPassword(crypto.randomUUID());
  const fits = await verify(storedHash ?? (await nobodysHash), spelled(password));
  return fits && typeof storedHash === 'string';
}

/**
 * The refusal of a password that would be among the first guesses. What characters it is made of is not asked: that
 * makes passwords that are hard to remember and no harder to guess.
 */
export function whyNotPassword(
  password: string,
  person: { readonly email: string; readonly name: string },
  field: string,
): AppError | undefined {
  const refused = (code: string, message: string) => invalidInput([{ path: field, code, message }]);
  if (isCommon(password))
    return refused(
      'password_is_common',
      'This is one of the first that anybody would guess. Choose one of your own.',
    );
  if (isOneself(password, person))
    return refused(
      'password_is_oneself',
      'This is your name or address. Choose something nobody can look up.',
    );
  return undefined;
}

const distinctMin = 4;
const rows = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'qwertzuiop', 'asdfghjkl', 'zxcvbnm'];
const runs = rows.flatMap((row) => [row + row, [...(row + row)].reverse().join('')]);

function isCommon(password: string): boolean {
  const text = bare(password);
  if (new Set(text).size < distinctMin || runs.some((run) => run.includes(text))) return true;
  return coresOf(text).some((core) => commonPasswords.has(core));
}

function isOneself(password: string, { email, name }: { email: string; name: string }): boolean {
  const [local = '', domain = ''] = email.split('@');
  const own = [email, local, domain, domain.split('.')[0]!, name, ...name.split(/\s+/)]
    .flatMap((word) => [bare(word), read(bare(word))])
    .filter((word) => word.length > 2);
  return coresOf(bare(password)).some((core) => own.includes(core));
}

/** `P4ssw0rd!2026` and `passwordpassword` are `password`: figures and marks around it and repetition taken off. */
function coresOf(text: string): string[] {
  const letters = text.replace(/^\d+|\d+$/g, '');
  const once = [text, letters, read(text), read(letters), read(text).replace(/^\d+|\d+$/g, '')];
  return [...new Set(once.flatMap((core) => [core, core.replace(/^(.+?)\1+$/, '$1')]))];
}

const bare = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, (c) => marks[c] ?? '');
/** Marks that stand for a letter. */
const marks: Readonly<Record<string, string>> = { '@': 'a' };
const figures: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', $: 's' };
const read = (text: string) => text.replace(/[013457$]/g, (c) => figures[c]!);
