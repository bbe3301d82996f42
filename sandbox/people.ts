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
    add(name) {
      const one = person(name.trim().slice(0, nameLengthMax), 'Somebody you made.', 'en');
      const known = find(one.key);
      if (known) return known;
      state.value.added.push(one);
      state.changed();
      stirred();
      return one;
    },
    reset: () => state.reset(),
  };
}

function person(name: string, about: string, language: string): Person {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  // A failure's name stays whole; a person is called by the first.
  const key = /^[a-z]+-[a-z]+$/.test(plain) ? plain : (words.split('-')[0] ?? '') || 'somebody';
  return { key, name, about, language };
}

const big = /(?<![a-z0-9-])big-ids(?![a-z-])/;

/**
 * The same digits for the same words, always: an id as platforms give them. Where the words name `big-ids`, it is
 * one that a double-precision number cannot hold.
 */
export function digitsOf(words: string, count = 15): string {
  const hex = createHash('sha256').update(words).digest('hex');
  const length = big.test(words) ? 19 : count;
  const digits = BigInt(`0x${hex}`)
    .toString()
    .slice(-(length - 1));
  return `${big.test(words) ? 9 : 1}${digits}`;
}
