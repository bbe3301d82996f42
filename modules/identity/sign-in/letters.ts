import { type Brand, type LetterPart, type Written, written } from '../../../kit/mail/letter.ts';
import { confirmationHours, passwordResetMinutes } from './contract.ts';
import type { MailLink, MailNotice } from './jobs.ts';

/** Where the screens are that letters lead to. Shown by a test to be where the web has them. */
export const letterPaths = {
  confirm_email: '/confirm-email',
  change_email: '/change-email',
  reset_password: '/password/new',
  forgotten_password: '/password',
  sign_in: '/sign-in',
  security: '/you/security',
} as const;

/** Who is written to, and what stands under every letter. */
export interface Addressee {
  readonly name: string;
  readonly brand: Brand;
  readonly publicUrl: string;
}

const nothingToDo = 'If this was not you, there is nothing to do.';

/** With a link that is good once. */
export function linkLetter(
  purpose: MailLink['purpose'],
  { name, brand, publicUrl }: Addressee,
  query: { readonly token: string; readonly invitation?: string | undefined },
): Written {
  const { subject, text, label, footnote } = linkWords[purpose](brand.name);
  const { token, invitation } = query;
  const search = new URLSearchParams({ token, ...(invitation === undefined ? {} : { invitation }) });
  return written(
    {
      subject,
      preheader: text,
      title: subject,
      parts: [
        { kind: 'text', text: `${calledBy(purpose, name)}, ${text}` },
        { kind: 'action', label, href: `${publicUrl}${letterPaths[purpose]}?${search}` },
      ],
      footnote,
    },
    brand,
  );
}

/** Until an address is confirmed, anybody chose the name: it could be what somebody wants strangers to read. */
const calledBy = (purpose: MailLink['purpose'], name: string) =>
  purpose === 'confirm_email' ? 'Hello' : name;

const linkWords = {
  confirm_email: (brand: string) => ({
    subject: 'Confirm your address',
    text: `somebody signed up at ${brand} with this address. If it was you, confirm that it is yours.`,
    label: 'Confirm this address',
    footnote: `The link is good once, for ${confirmationHours} hours. ${nothingToDo} The address then stays unconfirmed.`,
  }),
  change_email: (brand: string) => ({
    subject: 'Confirm your new address',
    text: `your account at ${brand} is to have this address from now on. It has once you confirm it.`,
    label: 'Take this address',
    footnote: `The link is good once, for ${confirmationHours} hours. ${nothingToDo} Everything then stays as it is.`,
  }),
  reset_password: (brand: string) => ({
    subject: 'Set another password',
    text: `somebody asked for another password for your account at ${brand}.`,
    label: 'Set another password',
    footnote: `The link is good once, for ${passwordResetMinutes} minutes. ${nothingToDo} Your password stays as it is.`,
  }),
} as const;

/** About something that happened. */
export function noticeLetter(
  { notice, happenedAt }: Pick<MailNotice, 'notice' | 'happenedAt'>,
  { name, brand, publicUrl }: Addressee,
): Written {
  const { subject, text, label, to }: NoticeWords = noticeWords[notice](brand.name);
  const when: LetterPart = {
    kind: 'facts',
    facts: [['When', `${happenedAt.slice(0, 16).replace('T', ' ')} UTC`]],
  };
  return written(
    {
      subject,
      preheader: text,
      title: subject,
      parts: [
        { kind: 'text', text: `${name}, ${text}` },
        when,
        { kind: 'action', label, href: `${publicUrl}${letterPaths[to]}` },
      ],
      footnote: 'You get this because it is about the safety of your account.',
    },
    brand,
  );
}

interface NoticeWords {
  readonly subject: string;
  readonly text: string;
  readonly label: string;
  readonly to: keyof typeof letterPaths;
}

const noticeWords = {
  account_exists: (brand: string) => ({
    subject: 'You have an account already',
    text:
      `somebody wanted to use this address at ${brand}, where it is that of your account. If it was you, sign in; ` +
      'if you forgot your password, you can set another one. If it was not you, there is nothing to do.',
    label: 'Sign in',
    to: 'sign_in',
  }),
  password_changed: (brand: string) => ({
    subject: 'Your password was changed',
    text:
      `the password of your account at ${brand} is another one now, and all other browsers were signed out. If it ` +
      'was not you, set another password at once.',
    label: 'Set another password',
    to: 'forgotten_password',
  }),
  email_change_asked: (brand: string) => ({
    subject: 'Your account is to have another address',
    text:
      `somebody signed in as you asked for another address for your account at ${brand}. It counts once that ` +
      'address is confirmed. If it was not you, change your password now.',
    label: 'Look at your account',
    to: 'security',
  }),
  email_changed: (brand: string) => ({
    subject: 'Your account has another address',
    text:
      `your account at ${brand} has another address now, and mail goes there from here on. If it was not you, ` +
      'answer this mail or write to whoever runs this installation.',
    label: 'Sign in',
    to: 'sign_in',
  }),
} as const satisfies Record<MailNotice['notice'], (brand: string) => NoticeWords>;
