import type { Site } from '../../contract.ts';
import { count } from '../words.ts';

export const scopeOptions = [
  { value: 'page', label: 'This page only', hint: 'Nothing it leads to is read.' },
  {
    value: 'below',
    label: 'What lies below it',
    hint: 'Pages in the same folder: from shop.com/help/ also shop.com/help/returns.',
  },
  { value: 'host', label: 'The whole site', hint: 'Every page at the same name that can be reached.' },
];

export function scopeWords({ scope, pagesMax }: Pick<Site, 'scope' | 'pagesMax'>): string {
  if (scope === 'page') return 'This page only';
  const what = scope === 'below' ? 'What lies below it' : 'The whole site';
  return `${what}, ${count(pagesMax, 'page')} at most`;
}

const dayHours = 24;
export const everyOptions = [
  { value: '', label: 'When somebody asks for it' },
  { value: '24', label: 'Every day' },
  { value: '168', label: 'Every week' },
  { value: '720', label: 'Every 30 days' },
];

export function everyWords(hours: number | null): string {
  const known = everyOptions.find(({ value }) => value === String(hours ?? ''));
  if (known) return known.label;
  return hours! % dayHours === 0
    ? `Every ${count(hours! / dayHours, 'day')}`
    : `Every ${count(hours!, 'hour')}`;
}

/** The usual ones, and the one that is set though it is none of them. */
export const everyOptionsWith = (hours: number | null) =>
  everyOptions.some(({ value }) => value === String(hours ?? ''))
    ? everyOptions
    : [...everyOptions, { value: String(hours), label: everyWords(hours) }];

/** People leave out what browsers add. */
export const wholeAddress = (written: string): string => {
  const address = written.trim();
  return address === '' || /^[a-z][a-z0-9+.-]*:/i.test(address.replace(/^[^/]*:\d/, ''))
    ? address
    : `https://${address}`;
};
