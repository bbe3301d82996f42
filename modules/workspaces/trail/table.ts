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

/**
 * A spreadsheet takes a text that begins like this for a formula and carries it out on the machine of whoever opens
 * the file; the wide signs are taken for the narrow ones. An apostrophe in front makes it text again.
 */
const looksLikeFormula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

function cell(text: string | null): string {
  if (text === null) return '';
  return `"${(looksLikeFormula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

// RFC 4180 ends lines like this.
const line = (texts: readonly (string | null)[]) => `${texts.map(cell).join(',')}\r\n`;

// Without the mark in front, spreadsheets read the letters of another century; parsers of UTF-8 step over it.
export const headLine = `\ufeff${line(columns.map(([name]) => name))}`;

export const tableLine = (entry: AuditEntry): string => line(columns.map(([, of]) => of(entry)));
