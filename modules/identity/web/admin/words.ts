import type { ApplicationStatus, ApplicationSummary, DemoStatus } from '../../applications/contract.ts';

type Tone = 'quiet' | 'accent' | 'good' | 'warn' | 'danger';
export interface Word {
  readonly label: string;
  readonly tone: Tone;
}

export const applicationWords: Record<ApplicationStatus, Word> = {
  pending: { label: 'Pending', tone: 'accent' },
  approved: { label: 'Approved', tone: 'good' },
  rejected: { label: 'Rejected', tone: 'quiet' },
};

export const typeWords: Record<ApplicationSummary['accountType'], string> = {
  creator: 'Creator',
  agency: 'Agency',
  legacy: 'From before',
};

export const demoWords: Record<DemoStatus, Word> = {
  requested: { label: 'Requested', tone: 'accent' },
  scheduled: { label: 'Scheduled', tone: 'warn' },
  completed: { label: 'Completed', tone: 'good' },
  cancelled: { label: 'Cancelled', tone: 'quiet' },
};

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

/** `companyName` and `company_name` are `Company name`. */
export function sentence(name: string): string {
  const words = name.replaceAll(/[_-]/g, ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2');
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}

/** `identity.link_is_over` is `link is over`: what a refusal is called, without whose it is. */
export const refusalWords = (code: string): string =>
  code.slice(code.indexOf('.') + 1).replaceAll(/[_-]/g, ' ');

export const zoneLabel = (zone: string): string => zone.replaceAll('_', ' ');
