import { type Brand, type LetterPart, type Written, written } from '../../../kit/mail/letter.ts';
import type { Applicant } from './applications.sql.ts';
import { type DemoRequest, signUpLinkDays } from './contract.ts';
import type { DemoNews } from './jobs.ts';
import type { Reminding } from './reminders.sql.ts';

const strangersFootnote =
  'You get this because your address was entered here. If it was not you, there is nothing to do.';
const administratorsFootnote = 'You get this because you look after this installation.';

export const applicationLetter = (brand: Brand, { name, accountType }: Applicant): Written =>
  written(
    {
      subject: `We have your application to ${brand.name}`,
      preheader: 'A person reads every application. You will hear from us.',
      title: 'We have your application',
      parts: [
        text(`Hello ${name},`),
        text(`Thank you for applying to ${brand.name} as ${withArticle(accountType)}.`),
        text('A person reads every application. You will get a mail as soon as it is decided.'),
      ],
      footnote: strangersFootnote,
    },
    brand,
  );

export const alertLetter = (brand: Brand, applicant: Applicant, link: string): Written => {
  const { name, email, accountType, companyName, audienceSize } = applicant;
  return written(
    {
      subject: `${name} applied as ${withArticle(accountType)}`,
      preheader: 'There is a new application to decide.',
      title: 'A new application',
      parts: [
        facts([
          ['Name', name],
          ['Address', email],
          ['Applies as', accountType],
          ['Company', companyName],
          ['Audience', audienceSize],
        ]),
        { kind: 'action', label: 'Read the application', href: link },
      ],
      footnote: 'You get this because your address is told of new applications.',
    },
    brand,
  );
};

export const approvalLetter = (brand: Brand, { name, hasAccount }: Applicant, link: string): Written =>
  written(
    {
      subject: `Welcome to ${brand.name}`,
      preheader: 'Your application was approved.',
      title: 'You are in',
      parts: [text(`Hello ${name},`), text('Your application was approved.'), ...wayIn(hasAccount, link)],
      footnote: 'You get this because you applied.',
    },
    brand,
  );

export const rejectionLetter = (brand: Brand, { name, rejectionReason }: Applicant): Written =>
  written(
    {
      subject: `Your application to ${brand.name}`,
      preheader: 'Thank you for the time you took. It is not a yes this time.',
      title: 'Not this time',
      parts: [
        text(`Hello ${name},`),
        text('Thank you for the time you took to apply. We have read it, and cannot let you in for now.'),
        ...(rejectionReason ? [text(rejectionReason)] : []),
        text('This is about today. You are welcome to apply again when something has changed.'),
      ],
      footnote: 'You get this because you applied.',
    },
    brand,
  );

export const waitingLetter = (brand: Brand, name: string | null): Written =>
  written(
    {
      subject: `You are on the list of ${brand.name}`,
      preheader: 'We will write as soon as you can come in.',
      title: 'You are on the list',
      parts: [...greeting(name), text('We will write as soon as you can come in. There is nothing to do.')],
      footnote: strangersFootnote,
    },
    brand,
  );

export const earlyAccessLetter = (
  brand: Brand,
  { name, hasAccount }: { name: string | null; hasAccount: boolean },
  link: string,
): Written =>
  written(
    {
      subject: `You can come in to ${brand.name} now`,
      preheader: 'You need not wait any longer.',
      title: 'You can come in now',
      parts: [...greeting(name), text('You need not wait any longer.'), ...wayIn(hasAccount, link)],
      footnote: 'You get this because you are on the waiting list.',
    },
    brand,
  );

export const demoRequestLetter = (brand: Brand, { name }: DemoRequest): Written =>
  written(
    {
      subject: `We will show you ${brand.name}`,
      preheader: 'We have your request, and will propose a time.',
      title: 'We have your request',
      parts: [
        text(`Hello ${name},`),
        text(`Thank you for asking to see ${brand.name}. We will write to you with a time.`),
      ],
      footnote: strangersFootnote,
    },
    brand,
  );

const newsWords: Record<DemoNews, readonly [subject: string, message: string]> = {
  scheduled: ['Your demo has a time', 'We look forward to showing you around.'],
  moved: ['Your demo has another time', 'The time of your demo has changed.'],
  cancelled: [
    'Your demo does not take place',
    'We had to call it off. Ask for another one whenever you like.',
  ],
};

export const demoNewsLetter = (
  brand: Brand,
  { name, scheduledFor }: DemoRequest,
  news: DemoNews,
  timezone: string,
): Written => {
  const [subject, message] = newsWords[news];
  const when = scheduledFor && momentIn(timezone, scheduledFor);
  return written(
    {
      subject,
      preheader: message,
      title: subject,
      parts: [text(`Hello ${name},`), text(message), ...(when ? [facts([['When', when]])] : [])],
      footnote: 'You get this because you asked to be shown around.',
    },
    brand,
  );
};

export const reminderLetter = (
  brand: Brand,
  { note, dueAt, demoName, companyName }: Reminding,
  link: string,
  timezone: string,
): Written =>
  written(
    {
      subject: `Reminder: ${note}`,
      preheader: `About the demo for ${demoName}.`,
      title: note,
      parts: [
        facts([
          ['Demo for', demoName],
          ['Company', companyName],
          ['Due', momentIn(timezone, dueAt)],
        ]),
        { kind: 'action', label: 'Open the demo', href: link },
      ],
      footnote: administratorsFootnote,
    },
    brand,
  );

const text = (words: string): LetterPart => ({ kind: 'text', text: words });
const greeting = (name: string | null) => (name === null ? [] : [text(`Hello ${name},`)]);
const withArticle = (type: string) => `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;

const facts = (all: readonly (readonly [name: string, value: string | null])[]): LetterPart => ({
  kind: 'facts',
  facts: all.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
});

const wayIn = (hasAccount: boolean, href: string): LetterPart[] =>
  hasAccount
    ? [{ kind: 'action', label: 'Sign in', href }]
    : [
        { kind: 'action', label: 'Make your account', href },
        text(`The link is good once, for ${signUpLinkDays} days, and for this address.`),
      ];

/** `Thursday, 5 February 2026 at 10:00 (Europe/Athens)` */
function momentIn(timeZone: string, at: Date): string {
  const format = { dateStyle: 'full', timeStyle: 'short', timeZone } as const;
  return `${new Intl.DateTimeFormat('en-GB', format).format(at)} (${timeZone})`;
}
