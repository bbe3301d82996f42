import type { Consent, ContactField } from '../../contract.ts';

export const consentLabels: Record<Consent['kind'], string> = {
  marketing: 'Marketing',
  data: 'Use of their data',
  profiling: 'Profiling',
};
export const consentStatusLabels: Record<Consent['status'], string> = {
  granted: 'Agreed',
  withdrawn: 'Taken back',
};

const common = [
  ...[
    'ar',
    'bg',
    'cs',
    'da',
    'de',
    'el',
    'en',
    'es',
    'et',
    'fi',
    'fr',
    'he',
    'hi',
    'hr',
    'hu',
    'id',
    'it',
    'ja',
  ],
  ...[
    'ko',
    'lt',
    'lv',
    'nl',
    'no',
    'pl',
    'pt',
    'pt-BR',
    'ro',
    'ru',
    'sk',
    'sl',
    'sr',
    'sv',
    'th',
    'tr',
    'uk',
    'vi',
    'zh',
  ],
];
const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });
export const languageLabel = (tag: string): string => names.of(tag) ?? tag;

/** The usual ones by name, and the one that is set though it is none of them. */
export const languageOptions = (set: string | null = null) =>
  [...new Set([...common, ...(set ? [set] : [])])]
    .map((tag) => ({ value: tag, label: languageLabel(tag) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'));

export const fieldWords = (value: ContactField): string =>
  typeof value === 'boolean' ? (value ? 'Yes' : 'No') : String(value);

/** As somebody typed it: a number is kept as one, and yes or no as that. */
export function fieldOf(words: string): ContactField {
  const text = words.trim();
  if (/^-?\d{1,15}(\.\d{1,6})?$/.test(text) && String(Number(text)) === text) return Number(text);
  if (/^yes$/i.test(text)) return true;
  return /^no$/i.test(text) ? false : text;
}
