/** Rows in the spelling of their columns, for `jsonb_to_recordset`. What is undefined is null. */
export function recordsOf(rows: readonly object[]): string {
  const records = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [
        key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        value ?? null,
      ]),
    ),
  );
  return JSON.stringify(records, (_, value) => (typeof value === 'string' ? storable(value) : value));
}

/** PostgreSQL has no place for a zero character, nor for half of a pair. */
export const storable = (text: string): string => text.replaceAll('\0', '\ufffd').toWellFormed();
