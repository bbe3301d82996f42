import { type Brand, type Written, written } from '../../../kit/mail/letter.ts';
import type { ReloadRefusal } from './contract.ts';

export interface RefusedFacts {
  readonly state: ReloadRefusal;
  readonly amountMicro: number;
  /** As the bank or the provider put it. */
  readonly message: string | null;
  /** Null: it is switched off. */
  readonly nextTryAt: Date | null;
}

const titles: Readonly<Record<ReloadRefusal, string>> = {
  declined: 'A card was declined',
  needs_person: 'A payment waits for somebody',
  failed: 'Credits could not be bought',
};
const why: Readonly<Record<ReloadRefusal, string>> = {
  declined: 'Auto-reload wanted to buy credits, and the card that is kept was declined.',
  needs_person:
    'Auto-reload wanted to buy credits. There is no card that can be charged, or the bank wants to ask its owner first.',
  failed: 'Auto-reload wanted to buy credits, and the payment provider did not take the payment.',
};

export function refusedLetter(facts: RefusedFacts, link: string, brand: Brand): Written {
  const { state, amountMicro, message, nextTryAt } = facts;
  const isOff = nextTryAt === null;
  const next = isOff
    ? 'Nothing was charged, and it is not tried again: auto-reload is switched off now.'
    : 'Nothing was charged. It is tried again by itself; nothing stops before what was bought is used up.';
  return written(
    {
      subject: isOff ? 'Auto-reload is switched off' : `${titles[state]}: no credits were bought`,
      preheader: why[state],
      title: isOff ? 'Auto-reload is switched off' : titles[state],
      parts: [
        { kind: 'text', text: why[state] },
        { kind: 'text', text: next },
        {
          kind: 'facts',
          facts: [
            ['Amount', `$${(amountMicro / 100_000).toFixed(2)}`],
            ...(message === null ? [] : [['What was said', message] as const]),
            ...(nextTryAt === null
              ? []
              : [['Next try', `${nextTryAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`] as const]),
          ],
        },
        { kind: 'action', label: 'See to it', href: link },
      ],
      footnote: 'You get this because you may spend the money of this workspace.',
    },
    brand,
  );
}
