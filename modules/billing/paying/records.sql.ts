/** Rows in the spelling of their columns, for `jsonb_to_recordset`. What is undefined is null. */
export function recordsOf(rows: readonly object[]): string {
  return JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [
          key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
          value ?? null,
        ]),
      ),
    ),
  );
}
