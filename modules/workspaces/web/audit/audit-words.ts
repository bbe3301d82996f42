import type { AuditActor, AuditLine } from '../../contract.ts';
import { sentence } from '../words.ts';

/** `workspaces.member_removed` is `Member removed`. */
export const actionLabel = (action: string): string => sentence(action.slice(action.indexOf('.') + 1));

const kinds: Record<AuditActor['kind'], string> = {
  member: 'Somebody who is gone',
  person: 'Somebody who is gone',
  key: 'An API key',
  administrator: 'An administrator',
  autopilot: 'The autopilot',
  system: 'Stoa itself',
  nobody: 'Nobody who was signed in',
};

/** Who did it, in a word: by name as long as they have one. */
export function actorLabel({ kind, name, keyName }: AuditActor): string {
  if (kind === 'key') return keyName ? `${keyName} (key)` : kinds.key;
  if (kind === 'administrator' && name) return `${name} (administrator)`;
  return name ?? kinds[kind];
}

/** What it was done to, and what of it changed. */
export function subjectLabel({
  subjectType,
  changedFields,
}: Pick<AuditLine, 'subjectType' | 'changedFields'>) {
  const subject = sentence(subjectType);
  return changedFields.length > 0 ? `${subject}: ${changedFields.map(fieldLabel).join(', ')}` : subject;
}

/** `billingEmail` and `billing_email` are `billing email`. */
export const fieldLabel = (name: string): string =>
  (name === 'timezone' ? 'time zone' : name)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]/g, ' ')
    .toLowerCase();

/** What the server writes in the place of a secret. */
export const hiddenMark = '[hidden]';

/** A value as a person reads it: texts as they are, nothing as a dash, everything else as it is kept. */
export function shownValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value) && value.length === 0) return 'none';
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value);
}
