import { ApiError } from '../../../../web/kit/api.ts';
import type { AutopilotSettings, GivenSettings } from '../../settings/contract.ts';
import { fromLines, toLines } from '../words.ts';

const lists = [
  'flaggedKeywords',
  'flaggedPhrases',
  'ignoreExamples',
  'documentLanguages',
  'notifiedEmails',
] as const;
const texts = ['model', 'readingModel', 'tone', 'language', 'systemPrompt', 'instructions'] as const;

/** What a number may be, and how that is said. `per` of what is written are one of what is kept. */
const numbers = {
  temperature: { min: 0, max: 2, per: 1, isWhole: false, says: 'A number from 0 to 2.' },
  topP: { min: 0, max: 1, per: 1, isWhole: false, says: 'A number from 0 to 1.' },
  confidenceMin: { min: 0, max: 100, per: 100, isWhole: false, says: 'A number from 0 to 100.' },
  turnsMax: { min: 1, max: 50, per: 1, isWhole: true, says: 'A whole number from 1 to 50.' },
  escalationMinutes: { min: 1, max: 43_200, per: 1, isWhole: true, says: 'Minutes from 1 to 43200.' },
} as const;
type NumberName = keyof typeof numbers;
const numberNames = Object.keys(numbers) as NumberName[];

type Texts = Record<(typeof lists)[number] | (typeof texts)[number] | NumberName, string>;
/** The settings as a form writes them. The master switch is none of it: that takes effect at once. */
export interface Draft
  extends Texts,
    Pick<GivenSettings, 'answersMessages' | 'answersComments' | 'outsideHours'> {}

/** Under these the server's refusals find their fields. */
export const fieldNames = [
  ...[...lists, ...texts, ...numberNames],
  ...['answersMessages', 'answersComments', 'outsideHours'],
];

export function draftOf(settings: GivenSettings): Draft {
  const { answersMessages, answersComments, outsideHours } = settings;
  const written = (name: NumberName) => String(Number((settings[name] * numbers[name].per).toFixed(6)));
  return {
    ...{ answersMessages, answersComments, outsideHours },
    ...(Object.fromEntries([
      ...texts.map((name) => [name, settings[name] ?? '']),
      ...lists.map((name) => [name, toLines(settings[name])]),
      ...numberNames.map((name) => [name, written(name)]),
    ]) as Texts),
  };
}

export function givenOf(draft: Draft, before: AutopilotSettings): GivenSettings {
  const { version: _, updatedAt: __, ...kept } = before;
  const number = (name: NumberName) => Number(draft[name]) / numbers[name].per;
  return {
    ...kept,
    ...{ answersMessages: draft.answersMessages, answersComments: draft.answersComments },
    ...{ outsideHours: draft.outsideHours, model: draft.model.trim(), tone: draft.tone.trim() },
    language: draft.language.trim(),
    readingModel: draft.readingModel.trim() || null,
    systemPrompt: draft.systemPrompt.trim() || null,
    instructions: draft.instructions.trim() || null,
    ...(Object.fromEntries([
      ...lists.map((name) => [name, fromLines(draft[name], before[name])]),
      ...numberNames.map((name) => [name, number(name)]),
    ]) as Pick<GivenSettings, (typeof lists)[number] | NumberName>),
  };
}

/** What the server would refuse, said in its place and in words; null where nothing is wrong. */
export function refusalOf(draft: Draft): ApiError | null {
  const wrong = [
    ...numberNames.filter((name) => !isPossible(name, draft[name])).map((name) => [name, numbers[name].says]),
    ...(draft.model.trim() === '' ? [['model', 'Choose a model.']] : []),
    ...(draft.tone.trim() === '' ? [['tone', 'Say in a word or two how it sounds.']] : []),
    ...(draft.language === '' ? [['language', 'Choose a language.']] : []),
  ];
  if (wrong.length === 0) return null;
  const fields = wrong.map(([path, message]) => ({ path: path!, code: 'not_possible', message: message! }));
  return new ApiError({
    ...{ status: 400, code: 'stoa.invalid_input', message: fields[0]!.message },
    fields,
  });
}

function isPossible(name: NumberName, text: string): boolean {
  const { min, max, isWhole } = numbers[name];
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return number >= min && number <= max && (!isWhole || Number.isInteger(number));
}

export const fieldsChanged = (draft: Draft, before: Draft): (keyof Draft)[] =>
  (Object.keys(before) as (keyof Draft)[]).filter((name) => draft[name] !== before[name]);
