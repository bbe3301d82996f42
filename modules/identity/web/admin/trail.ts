import type { TrailEntry } from '../../administration/contract.ts';
import { sentence } from './words.ts';

/** `identity.person_disabled` is "Person disabled". */
export const deedOf = ({ action }: TrailEntry): string => sentence(action.slice(action.indexOf('.') + 1));

const kindWords: Readonly<Record<string, string>> = {
  system: 'Stoa',
  nobody: 'Nobody signed in',
  autopilot: 'Autopilot',
  key: 'An API key',
};
export const actorOf = ({ actor, actorKind }: TrailEntry): string =>
  actor?.name ?? kindWords[actorKind] ?? 'Somebody who is gone';

/** Where it was about nobody else, that is not worth a word. */
export const aboutOf = ({ actor, about }: TrailEntry): TrailEntry['about'] =>
  about?.id === actor?.id ? null : about;

export interface Change {
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** What was, and what is; each in as many words as it takes. */
export const changesOf = ({ changes }: TrailEntry): Change[] =>
  Object.entries(changes).map(([field, change]) => {
    const { from, to } = isChange(change) ? change : { from: undefined, to: change };
    return { field: sentence(field), from: shown(from), to: shown(to) };
  });

const isChange = (value: unknown): value is { from?: unknown; to?: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function shown(value: unknown): string {
  if (value === undefined) return '';
  if (value === null || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(shown).join(', ') || 'nothing';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
