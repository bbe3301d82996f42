import { isOfTrade } from './concepts.ts';
import { sentencesOf, wordsOf } from './language.ts';
import { classNamed, countOf, moodOf, pressureOf } from './lexicon.ts';
import { extract, ranked } from './support.ts';
import { metBy, saidIn, termsOf } from './terms.ts';
import { languageOf } from './tongue.ts';

/** A JSON Schema as far as it is followed here. */
export interface Shape {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Shape>>;
  readonly description?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
}
export interface Reading {
  /** What was asked last. */
  readonly question: string;
  /** Everything else that was given. */
  readonly context: string;
}

const deepMax = 12;

const fallbacks = ['other', 'none', 'neutral', 'unknown', 'general', 'unclear', 'normal', 'medium', 'low'];

/** A value of this shape, out of the words that were given: always the same for the same words. */
export function filled(shape: Shape, reading: Reading, name = '', root: Shape = shape, depth = 0): unknown {
  const given = resolved(shape, root);
  if (depth > deepMax) return null;
  if (given.const !== undefined) return given.const;
  if (given.enum) return chosen(given.enum, reading, name);
  const types = [given.type ?? (given.properties ? 'object' : 'string')].flat();
  const type = types.find((one) => one !== 'null') ?? 'null';
  if (type === 'object')
    return Object.fromEntries(
      Object.entries(given.properties ?? {}).map(([field, under]) => [
        field,
        filled(under, reading, field, root, depth + 1),
      ]),
    );
  if (type === 'array') return listOf(given, reading, name, root, depth);
  if (type === 'boolean') return isSo(name, given.description ?? '', reading);
  if (type === 'integer' || type === 'number') return numberFor(given, reading, name, type === 'integer');
  if (type === 'null') return null;
  return textFor(given, reading, name, types.includes('null'));
}

function resolved(shape: Shape, root: Shape): Shape {
  if (shape.$ref !== undefined) return root.$defs?.[shape.$ref.replace('#/$defs/', '')] ?? {};
  const options = shape.anyOf ?? shape.oneOf;
  return options ? resolved(options.find(({ type }) => type !== 'null') ?? {}, root) : shape;
}

/** How much a text speaks of a class: by what it is known by, by its own name, and by words of the same meaning. */
function kinship(value: string, { question, context }: Reading): number {
  const called = value.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[_-]/g, ' ');
  const known = classNamed(value);
  const said = saidIn(question, languageOf(question));
  const shared = termsOf(called, 'en').filter((term) => metBy(term, said) === 1).length;
  // That it is about an order does not say that anything of it is to be another.
  if (known === 'change') return countOf(known, question) * 2;
  if (known === 'off_topic') return isOffTopic({ question, context }) ? 3 : 0;
  if (known === 'question') return shared + (question.includes('?') ? 1 : 0);
  return shared * 2 + (known ? countOf(known, question) : 0);
}

/** Nothing of it is anything that is sold, asked or known here, and it is no word of courtesy or of anger either. */
function isOffTopic({ question, context }: Reading): boolean {
  const terms = termsOf(question);
  if (terms.length === 0 || terms.some(({ concepts }) => concepts.some(isOfTrade))) return false;
  if (
    (['negative', 'person', 'legal', 'thanks', 'greeting'] as const).some(
      (name) => countOf(name, question) > 0,
    )
  )
    return false;
  return (ranked(context, question)[0]?.support ?? 0) < onTopicSupportMin;
}
const onTopicSupportMin = 0.4;

const degrees: Readonly<Record<string, number>> = {
  ...{ none: 0, low: 0, minor: 0, normal: 1, medium: 1, moderate: 1 },
  ...{ high: 2, major: 2, urgent: 3, critical: 3, emergency: 3, immediate: 3 },
};

function chosen(values: readonly unknown[], reading: Reading, name: string): unknown {
  const { question } = reading;
  if (/^lang|locale/i.test(name) && values.includes(languageOf(question))) return languageOf(question);
  if (/urgen|priorit|severity/i.test(name) && values.every((value) => String(value) in degrees)) {
    const away = values.map((value) => Math.abs(degrees[String(value)]! - pressureOf(question)));
    return values[away.indexOf(Math.min(...away))];
  }
  const isMixed = countOf('positive', question) > 0 && countOf('negative', question) > 0;
  if (values.includes('mixed') && isMixed) return 'mixed';
  // What is said last is what is wanted: before it stands how it came to that.
  const last = { ...reading, question: sentencesOf(question).at(-1) ?? '' };
  const scores = values.map((value) =>
    typeof value === 'string' ? kinship(value, reading) + kinship(value, last) / 2 : 0,
  );
  const best = Math.max(...scores);
  if (best > 0) return values[scores.indexOf(best)];
  const usual = fallbacks.find((one) => values.includes(one));
  return usual ?? values[0];
}

/** The name says what is asked; where it says nothing that is known, the description does. */
function isSo(name: string, description: string, reading: Reading): boolean {
  for (const words of [name, description]) {
    const known = classNamed(words);
    if (known) return kinship(known, reading) > 0;
  }
  return kinship(name, reading) > 0;
}

function listOf(shape: Shape, reading: Reading, name: string, root: Shape, depth: number): unknown[] {
  const items = resolved(shape.items ?? {}, root);
  const least = shape.minItems ?? 0;
  const most = Math.min(shape.maxItems ?? 5, 20);
  if (items.enum) {
    const met = items.enum.filter((value) => kinship(String(value), reading) > 0);
    return [
      ...met,
      ...items.enum.filter((value) => !met.includes(value)).slice(0, Math.max(0, least - met.length)),
    ].slice(0, most);
  }
  if ((items.type ?? 'string') === 'string') {
    const best = ranked(`${reading.context}\n${reading.question}`, reading.question).map(
      ({ sentence }) => sentence,
    );
    const words = [...new Set(wordsOf(reading.question).filter((word) => word.length > 4))];
    return (/sentence|quote|answer|repl|suggest/i.test(name) ? best : words).slice(0, Math.max(most, least));
  }
  return Array.from({ length: Math.max(1, least) }, () => filled(items, reading, name, root, depth + 1));
}

function numberFor(
  { minimum, maximum }: Shape,
  { question, context }: Reading,
  name: string,
  isWhole: boolean,
) {
  const within = (value: number) => Math.min(maximum ?? value, Math.max(minimum ?? value, value));
  /** A share of the way from the least to the most. */
  const between = (share: number, least = minimum ?? 0, most = maximum ?? 1) => {
    const value = least + share * (most - least);
    return isWhole ? Math.round(value) : value;
  };
  if (/sentiment|mood|polarity/i.test(name)) return between((moodOf(question) + 1) / 2, minimum ?? -1);
  if (/urgen|priorit|severity/i.test(name)) return between(0.1 + pressureOf(question) * 0.3);
  if (classNamed(name) === 'off_topic') return between(isOffTopic({ question, context }) ? 0.9 : 0.1);
  if (/confiden|score|probab|certain/i.test(name)) {
    const { found } = extract(context, question);
    const share = found ? 0.86 : 0.35;
    return within(isWhole ? Math.round(share * (maximum ?? 100)) : share * (maximum ?? 1));
  }
  const digits = /-?\d+(?:[.,]\d+)?/.exec(question)?.[0]?.replace(',', '.');
  const value = within(digits === undefined ? (minimum ?? 0) : Number(digits));
  return isWhole ? Math.round(value) : value;
}

const patterns: readonly (readonly [RegExp, RegExp])[] = [
  [/e-?mail/i, /[\w.+-]+@[\w-]+\.[\w.]+/],
  [/url|link|uri/i, /https?:\/\/\S+/],
  [/date|(^|_)on$/i, /\d{4}-\d{2}-\d{2}/],
  [/phone|tel/i, /\+?\d[\d\s/-]{6,}\d/],
  [/order|number|code|sku/i, /#?\b[A-Z]*-?\d{3,}\b/],
];

function textFor(shape: Shape, reading: Reading, name: string, canBeNull: boolean): string | null {
  const { question, context } = reading;
  const cut = (text: string) => [...text].slice(0, shape.maxLength ?? 2_000).join('');
  if (/^lang|locale/i.test(name)) return languageOf(question);
  const looksLike = patterns.find(([called]) => called.test(name) || called.test(shape.format ?? ''));
  if (looksLike) {
    const met = looksLike[1].exec(question)?.[0];
    if (met !== undefined) return cut(met);
    if (canBeNull) return null;
  }
  if (/title|subject|headline|topic|label/i.test(name))
    return cut(question.split(/\s+/).slice(0, 6).join(' '));
  const { text, found } = extract(context, question);
  if (/answer|reply|response|message|text|draft|body|caption/i.test(name)) return cut(text);
  if (/summary|reason|explan|note/i.test(name)) return cut(found ? text : question);
  return canBeNull && !found ? null : cut(found ? text : question);
}
