import { sentencesOf, unknown } from './language.ts';
import { type Passage, passagesOf } from './passages.ts';
import { clausesOf, holds, namedBy, questionsIn, type Wanted, wantedBy } from './questions.ts';
import { figureTermsOf, metBy, missedWeightOf, type Said, type Term, termsOf, weightOf } from './terms.ts';
import { languageOf } from './tongue.ts';

const sentencesAnsweredMax = 3;

export const scales = {
  /** From which share on a sentence is about what is asked for by name. */
  namedMin: 0.4,
  /** Of what a question is about, the share that a sentence has to be about as well. */
  supportMin: 0.7,
  /** What is said over a sentence, in the title of all, just before it, two before it, and anywhere in its source. */
  above: 0.85,
  title: 0.3,
  before: [0.7, 0.42],
  sameSource: 0.25,
  /** Where it does not have what was asked for: an amount, a time. */
  unheld: 0.67,
  /** What is told around a question, met and missed. */
  told: { weight: 0.4, missed: 0.3 },
  beside: 0.8,
  /** What is said in another language is met by its meaning alone. */
  foreign: 0.85,
};

interface Ranked extends Pick<Passage, 'sentence' | 'mark' | 'place' | 'language'> {
  readonly score: number;
  /** Of the question, what share the sentence is about: 0 to 1. */
  readonly support: number;
}

/** A term of a question: of what is asked, or of what is told around that. */
interface Sought {
  readonly term: Term;
  readonly weight: number;
  readonly missedWeight: number;
}
interface Asked {
  readonly sought: readonly Sought[];
  readonly wanted: Wanted | undefined;
  readonly language: string;
  /** Plain words of what is asked for by name. */
  readonly names: ReadonlySet<string>;
}

const thinMax = 0.5;
/** What is nowhere is weighed as if it were in a few sentences: it is not rare, it may be said otherwise. */
const usesOfMissed = 3;

export function askedIn(question: string, language = languageOf(question)): Asked {
  const clauses = clausesOf(question, language);
  const names = new Set(termsOf(question, language).flatMap(({ isName, plain }) => (isName ? [plain] : [])));
  const soughtIn = (text: string, share: { readonly weight: number; readonly missed: number }) =>
    [...termsOf(text, language), ...figureTermsOf(text)]
      .map((term) => ({ ...term, isName: names.has(term.plain) }))
      .map((term) => ({
        term,
        weight: weightOf(term) * share.weight,
        missedWeight: missedWeightOf(term, language) * share.missed,
      }));
  const asked = clauses.filter(({ isAsked }) => isAsked).map(({ text }) => text);
  const beside = clauses.filter(({ isAsked }) => !isAsked).map(({ text }) => text);
  const focus = asked.flatMap((text) => soughtIn(text, { weight: 1, missed: 1 }));
  const isThin = focus.every(({ weight }) => weight < thinMax);
  const around = beside.flatMap((text) => soughtIn(text, isThin ? { weight: 1, missed: 0.8 } : scales.told));
  const all = new Map(
    [...around, ...focus].map((one) => [one.term.concepts[0] ?? `${one.term.stem}${one.term.plain}`, one]),
  );
  return {
    sought: [...all.values()],
    wanted: wantedBy(asked.join(' ')),
    language,
    names: namesAsked(all.values(), asked),
  };
}

function namesAsked(sought: Iterable<Sought>, asked: readonly string[]): ReadonlySet<string> {
  const named = new Set(namedBy(asked.join(' ')));
  return new Set(
    [...sought].flatMap(({ term }) => (!term.isLight && named.has(term.plain) ? [term.plain] : [])),
  );
}

/** Sentences of a text by how much they share with a question; rare words say more than common ones. */
export const ranked = (context: string, question: string): Ranked[] =>
  rankedAmong(
    passagesOf(context).filter(({ sentence }) => sentence !== question.trim()),
    askedIn(question),
  );

function rankedAmong(passages: readonly Passage[], asked: Asked): Ranked[] {
  const { sought, wanted, names } = asked;
  const met = sought.map(({ term }) => meetings(term, passages));
  const weights = sought.map(({ weight }, i) => {
    const count = met[i]!.filter((share) => share > 0).length;
    const rarity =
      Math.log(1 + passages.length / (count === 0 ? usesOfMissed : count)) /
      Math.log(1 + Math.max(passages.length, 2));
    return weight * (0.6 + 0.4 * rarity);
  });
  return passages
    .map((passage, at) => {
      const reached = met.map((shares) => shares[at]!);
      const sum = reached.reduce((all, share, i) => all + share * weights[i]!, 0);
      const missed = reached.reduce(
        (all, share, i) =>
          all + (1 - share) * weights[i]! * (share > scales.sameSource ? 1 : sought[i]!.missedWeight),
        0,
      );
      const isHeld = wanted === undefined || holds(passage, wanted);
      const isAbout = reached.some((share, i) => share > 0 && !sought[i]!.term.isLight);
      const isNamed = sought.every(({ term }, i) => !names.has(term.plain) || reached[i]! >= scales.namedMin);
      const sure =
        (isHeld && isNamed ? 1 : scales.unheld) * (passage.language === asked.language ? 1 : scales.foreign);
      const support = sum + missed === 0 || !isAbout ? 0 : (sum / (sum + missed)) * sure;
      const own = reached.filter((share) => share === 1).length / Math.sqrt(4 + passage.terms.length);
      const { sentence, mark, place, language } = passage;
      return { sentence, mark, place, language, support, score: isAbout ? support + own * 0.15 : 0 };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.place - b.place);
}

/** For each: 1 where a sentence speaks of it itself, less where it stands around it. */
function meetings(term: Term, passages: readonly Passage[]): number[] {
  const known = new Map<Said, number>();
  const shareIn = (said: Said): number => {
    const share = known.get(said) ?? metBy(term, said);
    known.set(said, share);
    return share;
  };
  const around = passages.map((passage) =>
    Math.max(
      shareIn(passage),
      passage.title ? scales.title * shareIn(passage.title) : 0,
      scales.above * Math.max(0, ...passage.above.map(shareIn)),
      ...passage.before.map((said, i) => scales.before[i]! * shareIn(said)),
    ),
  );
  const inSource = new Set(passages.flatMap(({ mark }, i) => (mark !== '' && around[i]! > 0 ? [mark] : [])));
  return around.map((share, i) => Math.max(share, inSource.has(passages[i]!.mark) ? scales.sameSource : 0));
}

/** Two things that are asked at once are each to be answered; the second may be short of what the first is about. */
function partsOf(question: string): Asked[] {
  const language = languageOf(question);
  const all = questionsIn(question, language).map((one) => askedIn(one, language));
  const isThin = ({ sought }: Asked) => sought.every(({ weight }) => weight < thinMax);
  const full = all.find((one) => !isThin(one));
  if (!full) return [askedIn(question, language)];
  return all.map((one) =>
    isThin(one)
      ? { ...one, sought: [...full.sought, ...one.sought], wanted: one.wanted ?? full.wanted }
      : one,
  );
}

export interface Extract {
  readonly text: string;
  readonly found: boolean;
  /** How well what was found fits: 0 to 1. */
  readonly support: number;
}

/** From what was given, the sentences that fit the question best; says so when none does. */
export function extract(context: string, question: string): Extract {
  if (read?.context !== context) read = { context, passages: passagesOf(context) };
  return extractFrom(read.passages, question);
}
/** One answer is filled in field by field, all out of the same. */
let read: { readonly context: string; readonly passages: readonly Passage[] } | undefined;

export function extractFrom(given: readonly Passage[], question: string): Extract {
  const passages = given.filter(({ sentence }) => sentence !== question.trim());
  const all = partsOf(question).map((asked) => rankedAmong(passages, asked));
  const support = Math.min(...all.map((some) => Math.max(0, ...some.map((one) => one.support))));
  const language = languageOf(question);
  const answers = all.map((some) => {
    const fitting = some.filter((one) => one.support >= scales.supportMin);
    const own = fitting.filter((one) => one.language === language);
    return own.length > 0 ? own : fitting;
  });
  if (answers.some(({ length }) => length === 0))
    return { text: unknown[language] ?? unknown.en!, found: false, support };
  const most = Math.max(1, Math.floor(sentencesAnsweredMax / answers.length));
  const chosen = answers.flatMap((some) =>
    some.filter(({ score }) => score >= some[0]!.score * scales.beside).slice(0, most),
  );
  const whole = [...chosen, ...chosen.flatMap((one) => goingWith(one, given))];
  const once = [...new Map(whole.map((one) => [one.place, one])).values()]
    .slice(0, Math.max(sentencesAnsweredMax, chosen.length))
    .sort((a, b) => a.place - b.place);
  return { text: told(once, language), found: true, support };
}

const leaning =
  /^(it|they|this|these|that|those|then|otherwise|but|after that|for that|in that case|before that|there|er|sie|es|das|dies\p{L}{0,2}|dann|sonst|aber|danach|dafur|darauf|davor|dort|dabei|poi|altrimenti|ma|dopo|allora|in quel caso|in questo caso|questo|questa|questi|queste)\b/u;

/** What has to be said with a sentence: the rest of a typed answer, and the neighbour that leans on it or holds it. */
function goingWith({ place }: Ranked, passages: readonly Passage[]): Ranked[] {
  const own = passages.find((one) => one.place === place)!;
  const near = (one: Passage, step: number) =>
    one.mark === own.mark && one.place === place + step && !one.isRow;
  return passages
    .filter(
      (one) =>
        (own.isAnswer && one.isAnswer && one.mark === own.mark) ||
        (near(one, 1) && leaning.test(one.text)) ||
        (near(one, -1) && leaning.test(own.text)),
    )
    .map(({ sentence, mark, place, language }) => ({
      sentence,
      mark,
      place,
      language,
      support: 0,
      score: 0,
    }));
}

const elsewhere: Readonly<Record<string, string>> = {
  en: 'We have this only in another language:',
  de: 'Das haben wir nur in einer anderen Sprache:',
  it: 'Questo lo abbiamo solo in un’altra lingua:',
  fr: 'Nous avons cela seulement dans une autre langue :',
  es: 'Esto lo tenemos solo en otro idioma:',
  pt: 'Temos isto apenas noutra língua:',
};

/** What is written in another language is quoted as it is: this machine does not translate. */
function told(all: readonly Ranked[], language: string): string {
  const isOther = all.every((one) => one.language !== language);
  if (!isOther || elsewhere[language] === undefined) return all.map(withMarkBehind).join(' ');
  const quoted = all.map(({ sentence, mark }) => `“${sentence}” ${mark}`.trimEnd());
  return [elsewhere[language], ...quoted].join('\n');
}

/** What a tool said was asked for, so it is told: what fits of it, else its beginning; nothing when it failed. */
export function retold(result: string, question: string): string {
  if (/^\W*(error|fail|the tool failed)/i.test(result) || result.trim() === '')
    return unknown[languageOf(question)] ?? unknown.en!;
  const fitting = ranked(result, question).sort((a, b) => a.place - b.place);
  const sentences = fitting.length > 0 ? fitting.map(({ sentence }) => sentence) : sentencesOf(result);
  return sentences.slice(0, sentencesAnsweredMax).join(' ');
}

const withMarkBehind = ({ sentence, mark }: Ranked) => {
  const ended = /[.!?…]["”»)]?$|[。！？]$/.test(sentence) ? sentence : `${sentence}.`;
  return mark === '' ? sentence : `${ended} ${mark}`;
};
