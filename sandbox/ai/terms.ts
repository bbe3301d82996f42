import { isDeed, isLight, isWord, meaningsOf, meantBy, phraseAt } from './concepts.ts';
import { conceptsOfFigures, type Figure, figuresIn, isAnswered, isNumberWord } from './figures.ts';
import { withoutClitic } from './forms.ts';
import { isLittle, plainOf, stripped, wordsOf } from './language.ts';
import { akinTo, isLoose, kindsOf, onesOf } from './relations.ts';
import { languageOf } from './tongue.ts';

/** One thing that a text is about. */
export interface Term {
  readonly plain: string;
  readonly stem: string;
  readonly concepts: readonly string[];
  /** Of those that most questions have. */
  readonly isLight: boolean;
  /** Written large in the middle of a sentence, and no word that is known: a name, or a thing by its own name. */
  readonly isName: boolean;
  readonly figure?: Figure;
}

/** What a text is about, in the order in which it says so, each thing once. */
export function termsOf(text: string, language = languageOf(text)): Term[] {
  const words = wordsOf(text);
  const plain = words.map(plainOf);
  const names = namesIn(text);
  const joined = language === 'de' ? rejoined(plain) : new Map<number, string>();
  const done = new Set<number>();
  const found: Term[] = [];
  for (let i = 0; i < words.length; i += 1) {
    if (done.has(i)) continue;
    const phrase = phraseAt(plain, i, language);
    if (phrase) {
      const own = phrase.places.map((place) => plain[place]).join(' ');
      found.push({ plain: own, stem: own, concepts: [phrase.concept], isLight: false, isName: false });
      for (const place of phrase.places) done.add(place);
      continue;
    }
    const whole = joined.get(i);
    if (
      whole === undefined &&
      (isLittle(words[i]!, language) || /^\d/.test(words[i]!) || isNumberWord(plain[i]!))
    )
      continue;
    found.push(...ofWord(whole ?? plain[i]!, language, names));
  }
  return [...new Map(found.map((term) => [term.concepts[0] ?? term.stem, term])).values()];
}

const separable = new Set(
  'ab an auf aus bei ein her hin los mit nach vor vorbei weg weiter zu zuruck zusammen um durch fest hoch'.split(
    ' ',
  ),
);
const apartMax = 12;

/** `Holt ihr das Sofa ab` is said with `abholen`: what stands at the end belongs before the verb. */
function rejoined(words: readonly string[]): Map<number, string> {
  const found = new Map<number, string>();
  for (const [end, particle] of words.entries()) {
    if (!separable.has(particle)) continue;
    for (let at = end - 1; at >= Math.max(0, end - apartMax); at -= 1) {
      const whole = `${particle}${words[at]}`;
      if (words[at]!.length < 3 || !isWord(whole, 'de')) continue;
      found.set(at, whole);
      break;
    }
  }
  return found;
}
function ofWord(word: string, language: string, names: ReadonlySet<string>): Term[] {
  const isKnown = isLight(word, language) || meaningsOf(word, language).length > 0;
  const meant = isKnown || names.has(word) ? undefined : meantBy(word, language);
  const plain = meant ?? word;
  const isOfMost = isLight(plain, language) || isLight(withoutClitic(plain), language);
  const plainly = { plain, stem: stripped(plain, language), isLight: isOfMost, isName: false };
  const meanings = meaningsOf(plain, language);
  if (isOfMost) return [{ ...plainly, concepts: meanings.flat() }];
  if (meanings.length > 0) return meanings.map((concepts) => ({ ...plainly, concepts }));
  return [{ ...plainly, concepts: [], isName: names.has(plain) }];
}

const namePattern = /(?<=[\p{Ll}\p{N},] )\p{Lu}[\p{L}\p{N}&.-]+/gu;
const namesIn = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(namePattern)].map(([name]) => plainOf(name)));

export const figureTermsOf = (text: string): Term[] =>
  figuresIn(text)
    .filter(({ value, unit }) => unit !== 'thing' || value > 1)
    .map((figure) => ({
      plain: String(figure.value),
      stem: '',
      concepts: [],
      isLight: false,
      isName: false,
      figure,
    }));

/** A sentence as a question meets it. */
export interface Said {
  readonly terms: readonly Term[];
  /** With their kinds: what is `colour.red` is also of `colour`. */
  readonly concepts: ReadonlySet<string>;
  /** Without: what it says in so many words. */
  readonly named: ReadonlySet<string>;
  readonly figures: readonly Figure[];
  readonly text: string;
}

export function saidIn(text: string, language: string): Said {
  const terms = termsOf(text, language);
  const named = new Set([...terms.flatMap((term) => term.concepts), ...conceptsOfFigures(text)]);
  const concepts = new Set(named);
  for (const one of impliedBy(plainOf(text), concepts, terms)) concepts.add(one);
  for (const one of [...concepts]) if (one.includes('.')) concepts.add(one.slice(0, one.indexOf('.')));
  return { terms, concepts, named, figures: figuresIn(text), text: plainOf(text) };
}

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const union =
  'italy germany france spain portugal austria netherlands belgium ireland poland denmark sweden greece czechia hungary finland luxembourg croatia slovenia'.split(
    ' ',
  );
const ofEurope = [...union, 'switzerland', 'uk', 'norway', 'iceland'];
const elsewhere = 'usa canada mexico brazil japan china australia india russia singapore mars'.split(' ');

const months = 'january february march april may june july august september october november december'.split(
  ' ',
);
const isRangeOf = /\b(to|bis|through|al|a|au|until|till)\b|-|–/;
const openHours =
  /\b([01]?\d|2[0-4])([:.][0-5]\d)?( uhr)? ?(–|-|bis|to|alle) ?([01]?\d|2[0-4])([:.][0-5]\d)?(?= ?(,|$|;|\)|uhr|o.clock))/;
const promised = /^(day|month)\./;

/** From one to the other, over the end of the round where it must be. */
const spanOf = (round: readonly string[], from: number, to: number): string[] =>
  from <= to ? round.slice(from, to + 1) : [...round.slice(from), ...round.slice(0, to + 1)];

/** What is between two that are named, in the order in which they are named. */
function between(round: readonly string[], kind: string, plain: string, terms: readonly Term[]): string[] {
  const named = terms.flatMap(({ concepts }) =>
    concepts.flatMap((one) =>
      one.startsWith(`${kind}.`) ? [round.indexOf(one.slice(kind.length + 1))] : [],
    ),
  );
  const [from, to] = named;
  if (named.length !== 2 || from === undefined || to === undefined || from < 0 || to < 0) return [];
  return isRangeOf.test(plain) ? spanOf(round, from, to).map((one) => `${kind}.${one}`) : [];
}

/** What everybody knows besides: which days are between two, where a country is, that hours are when it is open. */
function impliedBy(plain: string, concepts: ReadonlySet<string>, terms: readonly Term[]): string[] {
  const named = days.filter((day) => concepts.has(`day.${day}`));
  const every = concepts.has('daily') ? days : [];
  const ends = concepts.has('weekend') ? ['saturday', 'sunday'] : [];
  const work = concepts.has('weekday') ? days.slice(0, 5) : [];
  const away = concepts.has('europe') && concepts.has('outside') ? elsewhere : [];
  const isUnion = /\b(eu|ue|european union|europaische\p{L}* union|unione europea|union europeenne)\b/u.test(
    plain,
  );
  const near = concepts.has('europe') && !concepts.has('outside') ? (isUnion ? union : ofEurope) : [];
  const wide = concepts.has('worldwide') ? [...ofEurope, ...elsewhere] : [];
  const isWhen =
    [...concepts].some((one) => promised.test(one)) ||
    figuresIn(plain).some(({ unit }) => unit === 'time' || unit === 'clock');
  return [
    ...between(days, 'day', plain, terms),
    ...between(months, 'month', plain, terms),
    ...[...every, ...ends, ...work].map((day) => `day.${day}`),
    ...[...away, ...near, ...wide].map((country) => `country.${country}`),
    ...(named.includes('saturday') || named.includes('sunday') ? ['weekend'] : []),
    ...(isWhen ? ['promise_time', 'duration'] : []),
    ...(openHours.test(plain) ? ['open'] : []),
  ];
}

/** Of what a sentence says something akin, one of the kind, or only the kind itself. */
export const shares = { akin: 0.75, one: 0.85, general: 0.5, loose: 0.3 };

/** How far a sentence speaks of what is asked: 1 where it says it, less where it says something akin. */
export function metBy(asked: Term, said: Said): number {
  if (asked.figure) return isAnswered(asked.figure, said.figures) ? 1 : 0;
  const { terms, concepts, text } = said;
  const has = (one: string) => concepts.has(one);
  if (asked.concepts.some((one) => has(one) && !isLoose(one))) return 1;
  if (terms.some((term) => isAlike(asked, term)) || (asked.isName && text.includes(asked.plain))) return 1;
  const loosely = asked.concepts.some(has) ? shares.loose : 0;
  return Math.max(loosely, ...asked.concepts.map((one) => kinshipOf(one, said)));
}

function kinshipOf(asked: string, { concepts, named }: Said): number {
  const has = (one: string) => concepts.has(one);
  if (onesOf(asked).some(has)) return shares.one;
  if (akinTo(asked).some(has)) return shares.akin;
  // Whoever counts its kinds up does not speak of the others.
  const general = kindsOf(asked).find((kind) => named.has(kind));
  const isCounted = general !== undefined && [...named].some((one) => one.startsWith(`${general}.`));
  return general !== undefined && !isCounted ? shares.general : 0;
}

const insideMin = 5;
const likeMin = 6;
const endingMax = 4;

/** The same word in another form, or one with it inside, as in `Leinenkleider`. */
function isAlike(a: Term, b: Term): boolean {
  if (a.stem === '' || b.stem === '') return false;
  if (a.stem === b.stem) return true;
  // Two that mean something known, and not the same, only look alike.
  if (a.concepts.length > 0 && b.concepts.length > 0 && !a.concepts.some((one) => b.concepts.includes(one)))
    return false;
  const [short, long] = a.stem.length <= b.stem.length ? [a.stem, b.stem] : [b.stem, a.stem];
  if (short.length >= 4 && long.startsWith(short) && long.length - short.length <= endingMax) return true;
  if (short.length >= insideMin && long.includes(short)) return true;
  return short.length >= likeMin && commonOf(short, long) >= Math.max(likeMin, short.length - 1);
}

function commonOf(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

const weak = new Set(
  (
    'order customer shop contact find see stay new old limit quantity person where make begin finish_end answer enter ' +
    'change visit_shop colour_match new online company extra price try train today early staff address group yesterday colleague neighbour partner'
  ).split(' '),
);
/** Who is there and how they feel: told along, and seldom what is asked for. */
const weakKinds = ['family.', 'feeling.'];
const isWeak = (concept: string) => weak.has(concept) || weakKinds.some((kind) => concept.startsWith(kind));
export const weights = { light: 0.12, weak: 0.53, deed: 0.73, usual: 1, figure: 0.6, thing: 0.2 };

/** How much it says that a sentence speaks of this. */
export function weightOf({ concepts, figure, isName, isLight: isOfMost }: Term): number {
  if (figure) return figure.unit === 'thing' ? weights.thing : weights.figure;
  if (isName) return weights.usual;
  if (isOfMost) return weights.light;
  const [first] = concepts;
  if (first === undefined) return weights.usual;
  if (isWeak(first)) return weights.weak;
  return isDeed(first) ? weights.deed : weights.usual;
}

const verbal = /(ly|ing|ed|ize|ise|mente|are|ere|ire|arsi|ersi|irsi|ato|ata|uto|ente|ante|ando|endo|ment)$/;
export const missed = {
  figure: 1,
  name: 2,
  light: 0.1,
  deed: 1.8,
  weak: 1,
  concept: 2.4,
  verbal: 0.8,
  unknown: 1.4,
};

/**
 * How much it says that nothing speaks of it. Where all the words for it are known, it is not there; a word that is
 * not known may have been said in another.
 */
export function missedWeightOf(
  { plain, concepts, figure, isName, isLight: isOfMost }: Term,
  language: string,
) {
  if (figure) return missed.figure;
  if (isName) return missed.name;
  if (isOfMost) return missed.light;
  const [first] = concepts;
  if (first === undefined) return language !== 'de' && verbal.test(plain) ? missed.verbal : missed.unknown;
  if (isWeak(first)) return missed.weak;
  return isDeed(first) ? missed.deed : missed.concept;
}
