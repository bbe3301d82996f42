/**
 * Chosen in the place of single ones: all that the list is narrowed to, also those that were not read yet. What is done
 * with single ones is not offered then.
 */
const everything = '*';
type Chosen = ReadonlySet<string>;

export const allThatMatch: Chosen = new Set([everything]);
export const areAllChosen = (chosen: Chosen): boolean => chosen.has(everything);
export const isChosen = (chosen: Chosen, id: string): boolean => chosen.has(id) || chosen.has(everything);

/** Of all, one is left out: then those that are there are meant, without it. */
export function toggled(chosen: Chosen, id: string, shown: readonly { readonly id: string }[]): Chosen {
  const next = new Set<string>(areAllChosen(chosen) ? shown.map((row) => row.id) : chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}
