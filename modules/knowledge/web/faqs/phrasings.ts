import { foldQuestion } from '../../faqs/contract.ts';

/** Ways to ask as they are written, one a line. One that is empty is where the next is written. */
export type Lines = readonly string[];

/** What is pasted comes with the marks of the list it was in. */
const unmarked = (line: string) => line.replace(/^\s*(?:[-*•–]|\d+[.)])\s+/, '').trim();

/** Several lines that were pasted into one: each is a way to ask of its own. */
export function pasted(
  lines: Lines,
  at: number,
  text: string,
): { readonly lines: Lines; readonly at: number } {
  const added = text
    .split(/\r?\n/)
    .map(unmarked)
    .filter((line) => line !== '');
  const kept = lines[at]?.trim() === '' ? [] : [lines[at] ?? ''];
  return {
    lines: [...lines.slice(0, at), ...kept, ...added, ...lines.slice(at + 1)],
    at: at + kept.length + added.length - 1,
  };
}

/** A place for another one below, unless there is an empty one already. */
export function below(lines: Lines, at: number): { readonly lines: Lines; readonly at: number } {
  if (lines[at]?.trim() === '') return { lines, at };
  if (lines[at + 1]?.trim() === '') return { lines, at: at + 1 };
  return { lines: [...lines.slice(0, at + 1), '', ...lines.slice(at + 1)], at: at + 1 };
}

export function without(lines: Lines, at: number): { readonly lines: Lines; readonly at: number } {
  const left = lines.filter((_, index) => index !== at);
  return { lines: left.length === 0 ? [''] : left, at: Math.max(0, at - 1) };
}

export const asked = (lines: Lines): string[] =>
  lines.map((line) => line.trim()).filter((line) => line !== '');

/** Which line says the same already, compared as questions are. */
export function sameAs(lines: Lines, at: number): number | undefined {
  const folded = foldQuestion(lines[at] ?? '');
  const first = lines.findIndex((line) => foldQuestion(line) === folded);
  return folded === '' || first === at ? undefined : first;
}

/** The server speaks of the ones it was sent: those that are not empty, in their order. */
export const sentPlace = (lines: Lines, at: number): number => asked(lines.slice(0, at)).length;
