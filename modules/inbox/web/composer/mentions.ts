/** What is being written after an @ just before the caret; undefined when no name is. */
export function mentionAt(
  text: string,
  caret: number,
): { readonly from: number; readonly words: string } | undefined {
  const before = text.slice(0, caret);
  const at = before.lastIndexOf('@');
  if (at < 0 || (at > 0 && !/[\s(]/.test(before[at - 1]!))) return undefined;
  const words = before.slice(at + 1);
  return /^[^\n@]{0,40}$/.test(words) && !/\s{2}|\s\S+\s/.test(words) ? { from: at, words } : undefined;
}

/** The text with the name in it, and where the caret stands after it. */
export function withMention(text: string, from: number, caret: number, name: string) {
  const put = `@${name} `;
  return { text: text.slice(0, from) + put + text.slice(caret), caret: from + put.length };
}

interface Named {
  readonly id: string;
  readonly name: string;
}

export const fitting = <T extends Named>(people: readonly T[], words: string): readonly T[] =>
  people
    .filter(
      ({ name }) =>
        name
          .toLowerCase()
          .split(/\s+/)
          .some((part) => part.startsWith(words.toLowerCase())) ||
        name.toLowerCase().startsWith(words.toLowerCase()),
    )
    .slice(0, 6);

/** Those a note is for: named in it, the longer name first, so that Ann is not meant by Ann-Marie. */
export function mentionedIn<T extends Named>(body: string, people: readonly T[]): T[] {
  let rest = body;
  return people
    .toSorted((a, b) => b.name.length - a.name.length)
    .filter(({ name }) => {
      const isIn = rest.includes(`@${name}`);
      rest = rest.replaceAll(`@${name}`, '');
      return isIn;
    });
}
