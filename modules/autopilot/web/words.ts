import type { Option } from '../../../web/kit/Select.tsx';

/** `brand_ambassador` is `Brand ambassador`. */
export function sentence(name: string): string {
  const words = name.replaceAll(/[_-]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });

/** "German", or the tag itself where it is one nobody knows. */
export function languageLabel(tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

const offered = [
  ...['en', 'de', 'fr', 'it', 'es', 'pt', 'pt-BR', 'nl', 'da', 'sv', 'nb', 'fi', 'pl', 'cs', 'sk', 'hu'],
  ...['ro', 'bg', 'el', 'hr', 'sl', 'sr', 'tr', 'uk', 'ru', 'ar', 'he', 'hi', 'ja', 'ko', 'zh', 'th', 'vi'],
];

/** By name, with the one that is set already among them. */
export const languageOptions = (set: string): Option[] =>
  [...new Set([...offered, ...(set === '' ? [] : [set])])]
    .map((value) => ({ value, label: languageLabel(value), hint: value }))
    .sort((a, b) => a.label.localeCompare(b.label));

/** "a, b and c" */
export function listed(words: readonly string[], joint = 'and'): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)}`;
}

/** A list as a form writes it: one thing in each line. */
export const toLines = (items: readonly string[]): string => items.join('\n');

/** As it was where nobody touched it: what has a break in it would else come apart. */
export function fromLines(text: string, before: readonly string[] = []): string[] {
  if (text === toLines(before)) return [...before];
  const lines = text.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter(Boolean))];
}
