/** What a spreadsheet takes for the beginning of a formula, also in the wide letters of some keyboards. */
const formula = /^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/;

/** Without it in front, spreadsheets read the letters of another century; parsers of UTF-8 step over it. */
export const csvMark = '\ufeff';

/** One line as RFC 4180 has it. What somebody typed is never calculated: an apostrophe in front keeps it a text. */
export const csvLine = (values: readonly unknown[]): string => `${values.map(cellOf).join(',')}\r\n`;

function cellOf(value: unknown): string {
  const text = textOf(value);
  if (text === '') return '';
  return `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
