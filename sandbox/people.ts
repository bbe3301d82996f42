import { createHash } from 'node:crypto';
import type { Kept } from './keep.ts';

/** Somebody of the outside: a customer, wherever they write from. */
export interface Person {
  /** `nora`: what addresses, handles and ids are made of. */
  readonly key: string;
  readonly name: string;
  /** One line for whoever plays them. */
  readonly about: string;
  /** BCP 47. */
  readonly language: string;
}

export interface People {
  all(): readonly Person[];
  find(key: string): Person | undefined;
  /** Somebody new by this name; the one there is when there is one. A name that is a failure's plays it. */
  add(name: string): Person;
  reset(): void;
}

const first: readonly Person[] = [
  person('Nora Lindqvist', 'Asks about sizes before she buys, and sends photos.', 'en'),
  person('Matteo Ricci', 'Writes in Italian, late in the evening.', 'it'),
  person('Samira Haddad', 'Her parcel has not arrived, and she has waited long.', 'en'),
  person('Jonas Weber', 'Writes in German, and wants prices.', 'de'),
  person('Yuki Tanaka', 'Follows everything, and reacts to every post.', 'ja'),
  person('Chloé Dubois', 'Writes with accents and emoji: “Très joli ✨”.', 'fr'),
];
const nameLengthMax = 80;

export function openPeople(state: Kept<{ added: Person[] }>, stirred: () => void): People {
  const all = () => [...first, ...state.value.added];
  const find = (key: string) => all().find((one) => one.key === key);
  return {
    all,
    find,
    add(given) {
      const name = [...given.trim().replace(/\s+/g, ' ')].slice(0, nameLengthMax).join('') || 'Somebody';
      const known = all().find((one) => alike(one.name) === alike(name));
      if (known) return known;
      const one = { ...person(name, 'Somebody you made.', 'en'), key: freeKey(name, find) };
      state.value.added.push(one);
      state.changed();
      stirred();
      return one;
    },
    reset: () => state.reset(),
  };
}

const alike = (name: string) => name.normalize('NFKC').toLowerCase();

/** Letters and digits alone, the rest of it hyphens: what an address can hold. Empty for a name in other letters. */
function wordsOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

function person(name: string, about: string, language: string): Person {
  return { key: firstWordOf(name), name, about, language };
}

/** A person is called by the first; a word with hyphens, as a failure's name is, stays whole. */
function firstWordOf(name: string): string {
  return wordsOf(name.split(' ')[0]!) || 'somebody';
}

/** Two of one first name are told apart by the whole of it, and by a number at last. */
function freeKey(name: string, find: People['find']): string {
  const words = wordsOf(name) || 'somebody';
  const isFree = (key: string) => !find(key);
  for (const key of [firstWordOf(name), words]) if (isFree(key)) return key;
  let count = 2;
  while (!isFree(`${words}-${count}`)) count += 1;
  return `${words}-${count}`;
}

const big = /(?<![a-z0-9-])big-ids(?![a-z-])/;

/**
 * The same digits for the same words, always: an id as platforms give them. Where the words name `big-ids`, it is
 * one that a double-precision number cannot hold, and 64 bits can.
 */
export function digitsOf(words: string, count = 15): string {
  const hex = createHash('sha256').update(words).digest('hex');
  const all = BigInt(`0x${hex}`).toString();
  // Above 2^62 a double holds every 1024th number, none of which is odd.
  if (big.test(words)) return `8${all.slice(-17)}7`;
  return `1${all.slice(-(count - 1))}`;
}

/** The telephone number of somebody, in digits, as WhatsApp knows them and shops do. */
export const telephoneOf = (key: string) => digitsOf(`whatsapp:${key}`, 11);
export const mailOf = (key: string) => `${key}@people.test`;
