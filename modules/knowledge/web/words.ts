import { dayIn } from '../../../web/kit/time-words.ts';
import { firstInstantShowing, localAt } from '../../workspaces/contract.ts';
import {
  type Document,
  documentsErrors,
  ingestingErrors,
  readingErrors,
  searchErrors,
  sitesErrors,
} from '../contract.ts';

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

const units = ['bytes', 'kB', 'MB', 'GB'] as const;

/** 1.4 MB: as much as one wants to know of a size. */
export function bytesWords(bytes: number): string {
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1_000 ** step;
  return `${amount.toLocaleString('en', { maximumFractionDigits: step < 2 || amount >= 100 ? 0 : 1 })} ${units[step]!}`;
}

const microPerDollar = 100_000;

/** What is paid for a text is less than a cent mostly, and not nothing. */
export function moneyWords(micro: number): string {
  const dollars = micro / microPerDollar;
  const digits = dollars !== 0 && dollars < 0.1 ? 5 : 2;
  return `$${dollars.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: digits })}`;
}

/** An address as people say it. */
export const plainAddress = (address: string): string =>
  address.replace(/^https?:\/\//, '').replace(/(?<=[^/])\/$/, '');

const byMediaType: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word',
  'text/html': 'HTML',
  'text/markdown': 'Markdown',
  'text/csv': 'Table',
  'text/plain': 'Text file',
};
export const kindLabel = ({ kind, mediaType }: Pick<Document, 'kind' | 'mediaType'>): string =>
  kind === 'text' ? 'Written here' : kind === 'page' ? 'Web page' : (byMediaType[mediaType ?? ''] ?? 'File');

export const kindOptions = [
  { value: 'file', label: 'Files' },
  { value: 'page', label: 'Web pages' },
  { value: 'text', label: 'Written here' },
];

export type Tone = 'quiet' | 'accent' | 'good' | 'warn' | 'danger';

/** Where a document stands, in a word. */
export function stateOf(
  { status, expiresAt }: Pick<Document, 'status' | 'expiresAt'>,
  now = new Date(),
): { readonly tone: Tone; readonly word: string } {
  if (status === 'failed') return { tone: 'danger', word: 'Failed' };
  if (status === 'processing') return { tone: 'accent', word: 'Being read' };
  if (expiresAt !== null && expiresAt <= now) return { tone: 'warn', word: 'Expired' };
  return { tone: 'good', word: 'Searchable' };
}
export const stateOptions = [
  { value: 'indexed', label: 'Searchable' },
  { value: 'processing', label: 'Being read' },
  { value: 'failed', label: 'Failed' },
];

const written = { ...readingErrors, ...sitesErrors, ...ingestingErrors, ...searchErrors };
const failures: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(written).map(([code, [, message]]) => [code, message])),
  too_many_documents: documentsErrors.too_many_documents[1],
  robots: 'The site asks not to be read here, in its robots.txt.',
  out_of_scope: 'It leads outside of what is read.',
  duplicate: 'It is a page that was read already, under another address.',
  not_to_be_kept: 'The page asks not to be kept.',
  not_linked: 'Nothing on the site leads to it any more.',
  deleted_here: 'Somebody deleted it here, and so it stays away.',
};

/** Why it did not work, and what to do. A code that was added since is shown as it is called. */
export function failureWords(code: string | null): string {
  const name = (code ?? '').replace(/^knowledge\./, '');
  if (name === '') return 'It did not say why.';
  return failures[name] ?? `It did not work (${name.replaceAll(/[._]/g, ' ')}).`;
}

/** Whether another file helps, or whether it is worth another try as it is. */
export const isOfTheFile = (code: string | null): boolean =>
  code !== null && (code in readingErrors || code === 'file_is_gone');

const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });
const usual =
  'ar bg cs da de el en es et fi fr he hi hr hu id it ja ko lt lv nl no pl pt ro ru sk sl sr sv th tr uk vi zh';

/** Of a text in none or in several, or of which nobody said it. */
export const anyLanguage = 'simple';
export const languageLabel = (tag: string): string =>
  tag === anyLanguage ? 'Not known' : (languages.of(tag) ?? tag);

/** The usual ones by name, and the one that is set though it is none of them. */
export const languageOptions = (set: string | null = null) =>
  [...new Set([...usual.split(' '), ...(set && set !== anyLanguage ? [set] : [])])]
    .map((tag) => ({ value: tag, label: languageLabel(tag) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'));

const dayMs = 86_400_000;

/** The first moment at which a day is over where the workspace is: what holds until that day holds all of it. */
export function endOfDay(zone: string, day: string): Date | null {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? null : new Date(firstInstantShowing(zone, at + dayMs));
}
/** The last day on which it holds, as a field writes it. */
export const lastDay = (zone: string, end: Date | null): string =>
  end ? new Date(localAt(zone, end.getTime() - 1)).toISOString().slice(0, 10) : '';
export const lastDayWords = (zone: string, end: Date): string => dayIn(zone, new Date(end.getTime() - 1));
