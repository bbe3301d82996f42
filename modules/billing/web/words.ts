import type { AiCallOutcome, AiEndpointFailure, AiModel, AiModelClass, AiModelKind } from '../contract.ts';

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

const purposes: Readonly<Record<string, string>> = {
  'autopilot.decide': 'Answering customers',
  'autopilot.evaluate': 'Evaluations',
  'autopilot.remember': 'Learning what customers like',
  'autopilot.replay': 'Deciding once more',
  'inbox.enrich': 'Sorting what comes in',
  'knowledge.embed': 'Reading what is written down',
  'knowledge.search': 'Searching what is written down',
};
/** What a call was for; a purpose nobody has named yet in its own words. */
export const purposeLabel = (purpose: string): string =>
  purposes[purpose] ?? sentence(purpose.replace('.', ': '));

export function sentence(name: string): string {
  const words = name.replaceAll(/[_-]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

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
