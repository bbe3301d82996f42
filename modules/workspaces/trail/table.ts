import { csvLine, csvMark } from '../../../kit/csv.ts';
import type { AuditEntry } from './contract.ts';

type Column = readonly [name: string, of: (entry: AuditEntry) => string | null];

const columns: readonly Column[] = [
  ['time', ({ createdAt }) => createdAt.toISOString()],
  ['who', ({ actor }) => actor.name],
  ['as', ({ actor }) => actor.kind],
  ['user id', ({ actor }) => actor.userId],
  ['key', ({ actor }) => actor.keyName],
  ['key id', ({ actor }) => actor.keyId],
  ['category', ({ category }) => category],
  ['action', ({ action }) => action],
  ['subject', ({ subjectType }) => subjectType],
  ['subject id', ({ subjectId }) => subjectId],
  ['outcome', ({ succeeded }) => (succeeded ? 'done' : 'refused')],
  ['error', ({ errorCode }) => errorCode],
  ['changes', ({ changes }) => JSON.stringify(changes)],
  ['address', ({ address }) => address],
  ['agent', ({ agent }) => agent],
  ['entry id', ({ id }) => id],
  ['request id', ({ requestId }) => requestId],
];

export const headLine = csvMark + csvLine(columns.map(([name]) => name));

export const tableLine = (entry: AuditEntry): string => csvLine(columns.map(([, of]) => of(entry)));
