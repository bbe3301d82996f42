import { useState } from 'react';

/** A list as a form writes it: one thing in each line. */
export const toLines = (items: readonly string[] | undefined): string => (items ?? []).join('\n');

export const fromLines = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

/** Without what was left empty: it is then not there, rather than there and empty. */
export function filled<T extends Record<string, unknown>>(fields: T): Partial<T> {
  const isFilled = (value: unknown) =>
    value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => isFilled(value))) as Partial<T>;
}

/** The texts of a form by their names, and whether any of them is another than at the beginning. */
export function useTexts<Name extends string>(before: Readonly<Record<Name, string>>) {
  const [first] = useState(before);
  const [texts, setTexts] = useState(first);
  const names = Object.keys(first) as Name[];
  return {
    texts,
    unsaved: names.some((name) => texts[name] !== first[name]),
    /** For a field of the kit: `<TextField {...field('phone')} label="Phone" />`. */
    field: (name: Name, path: string = name) => ({
      name: path,
      optional: true,
      value: texts[name],
      onChange: (value: string) => setTexts((shown) => ({ ...shown, [name]: value })),
    }),
  };
}
