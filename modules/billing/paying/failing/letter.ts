import { type Brand, type Written, written } from '../../../../kit/mail/letter.ts';
import type { Untold } from './failures.sql.ts';

const microPerUnit = 100_000;
/** Whatever a provider calls a currency. */
const amountIn = (micro: number, currency: string): string => {
  const amount = (micro / microPerUnit).toFixed(2);
  return currency === 'usd' ? `$${amount}` : `${amount} ${currency.toUpperCase()}`;
};
/** 'insufficient_funds' */
const inWords = (code: string): string =>
  code.charAt(0).toUpperCase() + code.slice(1).replaceAll(/[_-]+/g, ' ');
const inUtc = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

export function failedLetter(facts: Untold, link: string, brand: Brand): Written {
  const { attempt, reason, nextAttemptAt, planName } = facts;
  const amount = amountIn(facts.dueMicro, facts.currency);
  const next = nextAttemptAt
    ? 'It is tried again by itself, and until then nothing changes. See whether the card is still good: otherwise it ' +
      'may not work then either.'
    : 'It is not tried again. What it was for ends unless it is paid.';
  return written(
    {
      subject: `${amount} could not be collected`,
      preheader: nextAttemptAt ? 'It is tried again by itself.' : 'It is not tried again.',
      title: 'A payment did not work',
      parts: [
        { kind: 'text', text: `${amount} could not be collected${planName ? ` for ${planName}` : ''}.` },
        { kind: 'text', text: next },
        {
          kind: 'facts',
          facts: [
            ...(planName === null ? [] : [['Plan', planName] as const]),
            ['Amount', amount],
            ['Attempt', String(attempt)],
            ...(reason === null ? [] : [['What was said', inWords(reason)] as const]),
            ...(nextAttemptAt === null ? [] : [['Next try', inUtc(nextAttemptAt)] as const]),
          ],
        },
        { kind: 'action', label: 'See to it', href: link },
      ],
      footnote: 'You get this because you may spend the money of this workspace.',
    },
    brand,
  );
}
