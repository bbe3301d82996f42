/** The row of a table that has the focus, so that a key can act on it without choosing it first. */
export function focusedRow<T>(rows: readonly T[]): T | undefined {
  const index = document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row;
  return index === undefined ? undefined : rows[Number(index)];
}
