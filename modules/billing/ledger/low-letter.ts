import { type Brand, type Written, written } from '../../../kit/mail/letter.ts';

const microPerDollar = 100_000;
const dollars = (micro: number) =>
  (micro / microPerDollar).toLocaleString('en-US', { style: 'currency', currency: 'USD' });

export interface LowFacts {
  readonly spendableMicro: number;
  readonly lowAtMicro: number;
  readonly planName: string;
}

export function lowLetter(
  { spendableMicro, lowAtMicro, planName }: LowFacts,
  link: string,
  brand: Brand,
): Written {
  return written(
    {
      subject: `${dollars(spendableMicro)} is left to spend`,
      preheader: 'When it is used up, conversations are handed to people.',
      title: 'Little is left to spend',
      parts: [
        {
          kind: 'text',
          text:
            'When it is used up, nothing is answered by itself any more: conversations are handed to people until ' +
            'there is more.',
        },
        {
          kind: 'facts',
          facts: [
            ['Left', dollars(spendableMicro)],
            ['You wanted to know below', dollars(lowAtMicro)],
            ['Plan', planName],
          ],
        },
        { kind: 'action', label: 'See what is left', href: link },
      ],
      footnote: 'You get this at most once a month, because you can buy credits for this workspace.',
    },
    brand,
  );
}
