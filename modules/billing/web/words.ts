import type { AiCallOutcome, AiEndpointFailure, AiModel, AiModelClass, AiModelKind } from '../contract.ts';
import { sentence } from '../words/contract.ts';

export { purposeLabel, reasonWords, sentence } from '../words/contract.ts';

export const kindLabels: Readonly<Record<AiModelKind, string>> = {
  chat: 'Writes answers',
  embedding: 'Finds by meaning',
  image: 'Makes pictures',
};

export const classLabels: Readonly<Record<AiModelClass, string>> = {
  fast: 'Fast',
  advanced: 'Advanced',
  affordable: 'Affordable',
};

/** Why the list could not be read, and what to do. */
export const failureWords: Readonly<Record<AiEndpointFailure, string>> = {
  unauthorized: 'The key was not accepted there. Enter another one.',
  address_not_allowed: 'This address leads to a private network, or is not encrypted. Write a public one.',
  unreachable: 'Nobody answers there. It may pass: read the list again in a while, or look at the address.',
  no_list: 'There is no list of models at this address. It should end like /v1.',
  key_lost: 'The key cannot be read any more. Enter it anew.',
};

export const outcomeLabels: Readonly<Record<AiCallOutcome, string>> = {
  under_way: 'Under way',
  done: 'Done',
  aborted: 'Stopped',
  failed: 'Failed',
  unknown: 'Not known',
};

const subjects: Readonly<Record<string, string>> = {
  evaluation_run: 'evaluation',
  ingestion_job: 'reading of a document or site',
  payout: 'statement of an affiliate',
  reload: 'purchase by auto-reload',
};
/** What it was about: "Conversation". */
export const subjectLabel = (type: string): string => sentence(subjects[type] ?? type);
/** The same in the middle of a sentence: "an evaluation". */
export const aSubject = (type: string): string => aOrAn((subjects[type] ?? type).replaceAll('_', ' '));

/** "a message", "an image", "a use". */
export const aOrAn = (noun: string): string =>
  `${/^(?:[aeio]|u(?!n[ai]|se|ti)|hour)/i.test(noun) ? 'an' : 'a'} ${noun}`;

const aiFailures: Readonly<Record<string, string>> = {
  aborted: 'Stopped before it was done',
  broken_answer: 'The answer made no sense',
  no_credits: 'The account there is empty',
  no_such_model: 'There is no such model',
  over_budget: 'The budget was used up',
  rate_limited: 'Asked too often there',
  refused: 'Refused there',
  timeout: 'It took too long',
  too_long: 'Too long for the model',
  unauthorized: 'The key was not accepted',
  unavailable: 'Nobody answered there',
};
/** Why a call or a use failed. */
export const aiFailureWords = (code: string): string => aiFailures[code] ?? sentence(code);

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

/** "128k", "1M": as makers of models write it. */
export function contextWords(tokens: number): string {
  if (tokens >= 1_000_000) return `${Math.floor(tokens / 100_000) / 10}M`;
  return tokens >= 1_000 ? `${Math.floor(tokens / 1_000)}k` : String(tokens);
}

type Abilities = Pick<
  AiModel,
  'supportsText' | 'supportsImages' | 'supportsAudio' | 'supportsTools' | 'supportsJson'
>;
/** What it can take and do, beyond words. */
export const abilitiesOf = (model: Abilities): string[] => [
  ...(model.supportsImages ? ['pictures'] : []),
  ...(model.supportsAudio ? ['sound'] : []),
  ...(model.supportsTools ? ['tools'] : []),
  ...(model.supportsJson ? ['forms'] : []),
];

/** "840 ms", "2.4 s" */
export const latencyWords = (ms: number): string =>
  ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;
