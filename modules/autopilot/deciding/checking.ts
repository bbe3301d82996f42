import { enrich } from '../../inbox/index.ts';
import { claimsDeed, domainsIn, namesAccount, supportOf } from '../answering/support.ts';
import type { Thought } from './asking.ts';
import type { Cited } from './deciding.ts';
import { ordersMachine, tamperedAmong } from './orders.ts';
import type { Snapshot, Source } from './snapshot.ts';

type Checked =
  | { readonly isFine: true; readonly sources: readonly Cited[] }
  | {
      readonly isFine: false;
      readonly rule: string;
      readonly reason: string;
      readonly sources: readonly Cited[];
    };

/** What a platform takes in one message, with a disclosure before it. */
const lengthMax = 1_500;

/**
 * What a model cannot talk away. An answer goes out only if it is short, in their language, claims nothing that the
 * sources it names do not say, and says nothing was done.
 */
export function checked(thought: Thought, text: string, sources: readonly Source[], seen: Snapshot): Checked {
  const { confidence } = thought;
  const refused = (rule: string, reason: string, cited: readonly Cited[] = []): Checked => ({
    ...{ isFine: false, rule: `check.${rule}`, reason, sources: cited },
  });
  if (text === '') return refused('empty', 'There is no answer.');
  if (text.length > lengthMax) return refused('too_long', 'The answer is too long.');
  if (claimsDeed(text))
    return refused('claims_deed', 'It says that something was done, which no answer does.');
  if (ordersMachine(text)) return refused('orders', 'The answer has orders to a machine in it.');
  const tampered = tamperedAmong(sources);
  const named = namedBy(thought, sources).filter((i) => !tampered.has(sources[i]!));
  if (named.length === 0) return refused('no_source', 'The answer names nothing it stands on.');
  const used = named.map((i) => sources[i]!);
  const own = withoutQuotations(text, used);
  const language = enrich(own).language;
  // What is quoted may be in any language, and so are its numbers.
  const support = supportOf(text, used, own === text ? language : null);
  if (!support.isSupported)
    return refused('not_in_source', `No source it names says: “${support.sentence.slice(0, 500)}”`);
  const cited = citedOf(used, support.spans);
  const lonely = namesLonelyAddress(
    text,
    sources.filter((source) => !tampered.has(source)),
  );
  if (lonely !== undefined)
    return refused('address', `Where to write to or pay stands in one place alone: ${lonely}`, cited);
  // In another language the words differ, and what counts are its figures.
  const isTranslated = language !== null && used.every(({ content }) => isOther(content, language));
  if (support.spans.length === 0 && !isTranslated)
    return refused('no_source', 'No source says anything like the answer.');
  if (confidence < seen.settings.confidenceMin)
    return refused('confidence', `It is not sure enough: ${confidence.toFixed(2)}.`, cited);
  // Few words may be of either language: what repeats sources of theirs is in theirs.
  const isTheirs =
    used.every(({ content }) => enrich(content).language === seen.language) && repeats(text, used);
  if (seen.language !== null && language !== null && language !== seen.language && !isTheirs)
    return refused('language', `The answer is in another language (${language}) than the question.`, cited);
  return { isFine: true, sources: cited };
}

const quotation = /[“„«"]([^“”„«»"]+)[”“»"]/gu;
const evened = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** What is quoted word for word is in the language of its source; what is said around it is in that of the answer. */
function withoutQuotations(text: string, used: readonly Source[]): string {
  const contents = used.map(({ content }) => evened(content));
  const own = text.replace(quotation, (whole, words: string) =>
    contents.some((content) => content.includes(evened(words))) ? ' ' : whole,
  );
  return /\p{L}/u.test(own) ? own : text;
}

const repeatedMin = 0.8;
const wordsIn = (text: string): string[] => text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];

/** Nearly all of its longer words are those of the sources. */
function repeats(text: string, used: readonly Source[]): boolean {
  const theirs = new Set(used.flatMap(({ content }) => wordsIn(content)));
  const own = wordsIn(text);
  return own.filter((word) => theirs.has(word)).length >= own.length * repeatedMin;
}

/** By what the model says and by the marks in its answer; those that are there, each once. */
function namedBy({ usedSources, answer }: Thought, sources: readonly Source[]): number[] {
  const marks = [...answer.matchAll(/\[(\d+)\]/g)].map(([, n]) => Number(n));
  const all = marks.length > 0 ? marks : usedSources;
  return [...new Set(all)].map((n) => n - 1).filter((i) => i >= 0 && i < sources.length);
}

/**
 * Where somebody is to send money, goods or a message is what a thief would change: it has to stand in two of the
 * documents that were found or among the answers that people have typed, and an account is always a person's to say.
 */
function namesLonelyAddress(text: string, sources: readonly Source[]): string | undefined {
  if (namesAccount(withoutFollowed(text, sources))) return 'an account';
  return domainsIn(text).find((domain) => {
    const places = sources.filter(({ content }) => domainsIn(content).includes(domain));
    // Questions and answers, and facts of the persona, are typed by people alone; what a tool answers has no others
    // than those that are there for it.
    const isTyped = places.some(({ documentId }) => documentId === null);
    return !isTyped && new Set(places.map(({ documentId }) => documentId)).size < 2;
  });
}

/** The number a parcel is followed by looks like an account, and is none where a look-up says that it is that. */
const withoutFollowed = (text: string, sources: readonly Source[]): string =>
  sources
    .flatMap(({ tool, content }) => (tool === undefined ? [] : [...content.matchAll(followed)]))
    .reduce((rest, [, number]) => rest.replaceAll(number!, ' '), text);
const followed = /\btracking number ([A-Z\d]{4,60})(?![\p{L}\p{N}])/gu;

const citedOf = (
  used: readonly Source[],
  spans: readonly { readonly source: number; readonly start: number; readonly end: number }[],
): Cited[] =>
  used.flatMap((source, i) => {
    const own = spans.filter((span) => span.source === i).map(({ start, end }) => ({ start, end }));
    return own.length > 0 || used.length === 1 ? [{ ...source, spans: own }] : [];
  });

function isOther(content: string, language: string): boolean {
  const own = enrich(content).language;
  return own !== null && own !== language;
}
