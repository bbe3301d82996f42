import { formsOf, isSlipOf, shortenedOf, withoutClitic, withUmlaut } from './forms.ts';
import { plainOf } from './language.ts';
import { acting } from './vocabulary/acting.ts';
import { around } from './vocabulary/around.ts';
import { doing } from './vocabulary/doing.ts';
import { eating } from './vocabulary/eating.ts';
import { household } from './vocabulary/household.ts';
import { light } from './vocabulary/light.ts';
import { living } from './vocabulary/living.ts';
import { qualities } from './vocabulary/qualities.ts';
import { spoken } from './vocabulary/spoken.ts';
import { things } from './vocabulary/things.ts';
import { time } from './vocabulary/time.ts';
import { towns } from './vocabulary/towns.ts';
import { trade } from './vocabulary/trade.ts';
import { wearing } from './vocabulary/wearing.ts';

/** In the order in which the vocabulary has them. */
export const languages = ['en', 'de', 'it', 'fr', 'es', 'pt'] as const;
export type Language = (typeof languages)[number];

interface Dictionary {
  readonly whole: Map<string, string[]>;
  readonly beginnings: Map<string, string[]>;
  /** By their first word. */
  readonly phrases: Map<string, { readonly parts: readonly string[]; readonly concept: string }[]>;
}

/** Of several words, such as are too short to be a beginning of others. */
const phrasePartLengthMin = 4;
const empty = (): Dictionary => ({ whole: new Map(), beginnings: new Map(), phrases: new Map() });
const dictionaries = Object.fromEntries(languages.map((one) => [one, empty()])) as Record<
  Language,
  Dictionary
>;
const deeds = new Set<string>();
const ofDeeds = [doing, acting, qualities];
const others = [household, eating, wearing, living, around, acting, qualities];

const linesOf = (written: string) =>
  written
    .trim()
    .split('\n')
    .map((line) => {
      const colon = line.indexOf(':');
      return { concept: line.slice(0, colon), words: line.slice(colon + 1).split('/') };
    });
/** What is of two files is what the first of them says it is. */
const isKnown = new Set<string>();
for (const written of [trade, time, things, doing, ...others, spoken]) {
  for (const { concept, words } of linesOf(written)) {
    if (ofDeeds.includes(written) && !isKnown.has(concept)) deeds.add(concept);
    for (const [i, own] of words.entries())
      for (const word of own.trim().split(' ')) if (word !== '') learn(languages[i]!, word, concept);
  }
  for (const { concept } of linesOf(written)) isKnown.add(concept);
}

/** In which country a town is. */
export const countryOf = new Map<string, string>();
for (const line of towns.trim().split('\n')) {
  const [town, country, ...names] = line.split(' ');
  countryOf.set(`town.${town}`, `country.${country}`);
  for (const name of names) for (const language of languages) learn(language, `=${name}`, `town.${town}`);
}

function learn(language: Language, word: string, concept: string): void {
  const { whole, beginnings, phrases } = dictionaries[language];
  const plain = plainOf(word.replace(/^[=+]/, ''));
  const put = <T>(into: Map<string, T[]>, key: string, value: T) => {
    const before = into.get(key) ?? [];
    if (!before.includes(value)) into.set(key, [...before, value]);
  };
  const parts = plain.split('_');
  const first = parts[0]!;
  const firsts = first.length >= phrasePartLengthMin ? formsOf(first, language) : [first];
  if (parts.length > 1) for (const form of firsts) put(phrases, form, { parts, concept });
  else if (word.startsWith('+')) for (const form of formsOf(plain, language)) put(whole, form, concept);
  else put(word.startsWith('=') ? whole : beginnings, plain, concept);
}

const beginningLengthMax = 20;
/** Of a word of another language, which is taken over as it is: too short a beginning would be a mere likeness. */
const foreignLengthMin = 6;
const headLengthMin = 3;
const tailLengthMin = 4;
const compoundLengthMin = 8;
/** What may stand behind a beginning that is the whole of a word. */
const endingLengthMax = 3;

const rememberedMax = 20_000;
function remembering<T>(
  look: (plain: string, language: string) => T,
): (plain: string, language: string) => T {
  const remembered = new Map<string, T>();
  return (plain, language) => {
    const key = `${language} ${plain}`;
    if (remembered.has(key)) return remembered.get(key)!;
    const found = look(plain, language);
    if (remembered.size >= rememberedMax) remembered.clear();
    remembered.set(key, found);
    return found;
  };
}

/** What a plain word means: all of its parts, where German has written several as one. */
export const meaningsOf = remembering((plain, language): readonly (readonly string[])[] => {
  const own = dictionaries[language as Language];
  const met = own && inOne(own, plain, 3);
  if (met && met.restLength <= endingLengthMax) return [met.concepts];
  const parts = language === 'de' ? partsOf(plain) : [];
  if (parts.length > 0) return parts;
  // What German writes last is what it is: of a `Grassorte` only the grass is known.
  if (met && language === 'de' && met.restLength >= tailLengthMin) return [met.concepts, []];
  const other = met ?? (own && rewritten(own, plain, language)) ?? elsewhere(plain, language);
  return other ? [other.concepts] : [];
});

export const conceptsOf = (plain: string, language: string): readonly string[] =>
  meaningsOf(plain, language)[0] ?? [];

interface Met {
  readonly concepts: readonly string[];
  /** How much of the word stands behind what is known of it. */
  readonly restLength: number;
}

/** The longest beginning decides. */
function inOne({ whole, beginnings }: Dictionary, plain: string, lengthMin: number): Met | undefined {
  const exact = whole.get(plain);
  if (exact) return { concepts: [...new Set([...exact, ...(beginnings.get(plain) ?? [])])], restLength: 0 };
  for (let length = Math.min(plain.length, beginningLengthMax); length >= lengthMin; length -= 1) {
    const concepts = beginnings.get(plain.slice(0, length));
    if (concepts) return { concepts, restLength: plain.length - length };
  }
  return undefined;
}

/** As it would be with the letters of its language, and without what is hung behind. */
function rewritten(own: Dictionary, plain: string, language: string): Met | undefined {
  const other = language === 'it' ? withoutClitic(plain) : language === 'de' ? withUmlaut(plain) : plain;
  return other === plain ? undefined : inOne(own, other, tailLengthMin);
}

function elsewhere(plain: string, language: string): Met | undefined {
  if (plain.length < foreignLengthMin) return undefined;
  for (const one of languages) {
    if (one === language) continue;
    const { whole, beginnings } = dictionaries[one];
    for (const ending of ['', 's', 'e', 'n', 'en', 'es'])
      if (plain.endsWith(ending)) {
        const stem = plain.slice(0, plain.length - ending.length);
        const concepts = whole.get(plain) ?? beginnings.get(stem);
        if (concepts) return { concepts, restLength: ending.length };
      }
  }
  return undefined;
}

const particles = new Set(
  'back up off out away down over in zuruck ab an auf aus ein mit vor weg'.split(' '),
);
const between = new Set(
  'it them this that these those me us you him her one ones the my our your a an some two es sie das den die ihn mich uns lo la li le mi ci'.split(
    ' ',
  ),
);
/** What begins something else: nothing is picked up over it. */
const ending = new Set(
  'from in on at to for of with and or if when that von in an auf zu fur mit und oder wenn dass'.split(' '),
);
const betweenMax = 3;

/** Words that mean something together, as in `pick up`, also with what is picked up in between; the longest. */
export function phraseAt(
  words: readonly string[],
  at: number,
  language: string,
): { readonly concept: string; readonly places: readonly number[] } | undefined {
  const known = dictionaries[language as Language]?.phrases.get(words[at]!) ?? [];
  const met = known.flatMap(({ parts, concept }) => {
    const places = placesOf(parts, words, at);
    return places ? [{ concept, places }] : [];
  });
  const spanOf = (places: readonly number[]) => places.at(-1)! - places[0]!;
  return met.sort((a, b) => b.places.length - a.places.length || spanOf(a.places) - spanOf(b.places))[0];
}

const isPart = (word: string | undefined, part: string) =>
  word !== undefined && (part.length < phrasePartLengthMin ? word === part : word.startsWith(part));

function placesOf(parts: readonly string[], words: readonly string[], at: number): number[] | undefined {
  const places = [at];
  for (const part of parts.slice(1)) {
    let next = places.at(-1)! + 1;
    const isLast = places.length === parts.length - 1;
    while (
      !isPart(words[next], part) &&
      next - places.at(-1)! <= betweenMax &&
      (between.has(words[next] ?? '') ||
        (isLast && particles.has(part) && next < words.length && !ending.has(words[next]!)))
    )
      next += 1;
    if (!isPart(words[next], part)) return undefined;
    places.push(next);
  }
  return places;
}

const linking = ['', 's', 'n', 'en', 'e', 'es', 'er'];

/** The parts of a word that German writes as one: `Versandkosten` are `send` and `price`. */
function partsOf(plain: string): readonly (readonly string[])[] {
  if (plain.length < compoundLengthMin) return [];
  for (let at = plain.length - tailLengthMin; at >= headLengthMin; at -= 1) {
    const first = headOf(plain.slice(0, at));
    if (!first) continue;
    const tail = inOne(dictionaries.de, plain.slice(at), tailLengthMin);
    const others = tail && tail.restLength <= endingLengthMax ? [tail.concepts] : partsOf(plain.slice(at));
    const last = others.length > 0 ? others : tail ? [tail.concepts] : [];
    if (last.some((one) => one[0] !== first[0])) return [first, ...last];
  }
  return [];
}

function headOf(head: string): readonly string[] | undefined {
  const { whole, beginnings } = dictionaries.de;
  for (const link of linking) {
    if (!head.endsWith(link)) continue;
    const bare = head.slice(0, head.length - link.length);
    const concepts = whole.get(bare) ?? (bare.length >= tailLengthMin ? beginnings.get(bare) : undefined);
    if (concepts && bare.length >= headLengthMin) return concepts;
  }
  return undefined;
}

const slipLengthMin = 6;
const slips = new Map<string, Map<string, string[]>>();

/** Known words by how they come out with a letter less, made when the first slip is looked for. */
function slipsIn(language: Language): Map<string, string[]> {
  const before = slips.get(language);
  if (before) return before;
  const found = new Map<string, string[]>();
  const { whole, beginnings } = dictionaries[language];
  for (const word of new Set([...whole.keys(), ...beginnings.keys(), ...lightIn(language)]))
    if (word.length >= slipLengthMin)
      for (const short of [word, ...shortenedOf(word)]) found.set(short, [...(found.get(short) ?? []), word]);
  slips.set(language, found);
  return found;
}

/** The word that was meant where one that nobody knows is a slip of the finger away from it. */
export const meantBy = remembering((plain, language): string | undefined => {
  if (plain.length < slipLengthMin || !(language in dictionaries)) return undefined;
  const known = slipsIn(language as Language);
  const { beginnings } = dictionaries[language as Language];
  for (
    let length = plain.length;
    length >= Math.max(slipLengthMin, plain.length - endingLengthMax);
    length -= 1
  ) {
    const typed = plain.slice(0, length);
    const met = [typed, ...shortenedOf(typed)]
      .flatMap((short) => known.get(short) ?? [])
      .filter((word) => word[0] === typed[0] && (length === plain.length || beginnings.has(word)))
      .find((word) => isSlipOf(typed, word));
    if (met !== undefined) return met;
  }
  return undefined;
});

/** Known with nothing behind it but an ending. */
export function isWord(plain: string, language: string): boolean {
  const own = dictionaries[language as Language];
  const met = own && inOne(own, plain, tailLengthMin);
  return met !== undefined && met.restLength <= endingLengthMax;
}

/** How well a language knows the words of a text: for texts too short to tell by their little words. */
export const knownIn = (plain: string, language: string): boolean => {
  const own = dictionaries[language as Language];
  return own !== undefined && inOne(own, plain, tailLengthMin) !== undefined;
};

/** What one does is said in many words; what one speaks of is not. */
export const isDeed = (concept: string) => deeds.has(concept);

const lightWords = new Map(
  Object.entries(light).map(([language, words]) => [language, new Set(words.split(' '))]),
);
const lightIn = (language: string) => lightWords.get(language) ?? lightWords.get('romance')!;
/** Words that most questions have, whatever they are about. */
export const isLight = (plain: string, language: string) => lightIn(language).has(plain);

const ofTheWorld = new Set(
  'water music sport health weather news language animal child baby phone photo computer book_thing car event'.split(
    ' ',
  ),
);
const ofTheCalendar = ['country.', 'day.', 'month.', 'season.', 'animal.', 'meal.', 'colour.', 'material.'];
/** What is asked of somebody who sells, not of anybody. */
export const isOfTrade = (concept: string) =>
  !ofTheWorld.has(concept) && !isDeed(concept) && !ofTheCalendar.some((kind) => concept.startsWith(kind));
