/** A pattern for `like` that finds exactly these letters, wherever they are. */
export const patternOf = (words: string | undefined): string | undefined =>
  words === undefined ? undefined : `%${words.replace(/[\\%_]/g, '\\$&')}%`;
