import { dollars } from '../../../../web/kit/dollars.ts';
import type { AutoReload, Reload, ReloadState } from '../../contract.ts';
import { sentence } from '../words.ts';

export const providerNames = { stripe: 'Stripe', whop: 'Whop' } as const;

export const stateLabels: Readonly<Record<ReloadState, string>> = {
  queued: 'Under way',
  calling: 'Under way',
  unknown: 'Being found out',
  paid: 'Bought',
  declined: 'Declined',
  needs_person: 'Needs somebody',
  failed: 'Failed',
  dropped: 'Dropped',
};

export const stateTones = {
  queued: 'accent',
  calling: 'accent',
  unknown: 'warn',
  paid: 'good',
  declined: 'danger',
  needs_person: 'warn',
  failed: 'danger',
  dropped: 'quiet',
} as const satisfies Record<ReloadState, string>;

const codes: Readonly<Record<string, string>> = {
  no_card: 'No card is kept there any more.',
  not_known_there: 'Nobody of this workspace is known there any more.',
  authentication_required: 'The bank wants to ask the owner of the card first.',
  insufficient_funds: 'There was not enough money on the card.',
  expired_card: 'The card has run out.',
  provider_gone: 'This installation does not take payments there any more.',
  outcome_unknown: 'Nobody said what came of it. If it was paid, the credits come by themselves.',
};

/** Why a card was refused: a code in words, and what a bank wrote itself as it wrote it. */
export function refusalWords(failure: string): string {
  const code = failure.split('/').findLast((one) => one in codes);
  if (code) return codes[code]!;
  if (/^(?:card_declined|.*generic_decline)$/.test(failure)) return 'The bank did not say why.';
  return /^[a-z0-9_/-]+$/.test(failure) ? `${sentence(failure.split('/').at(-1)!)}.` : failure;
}

/** Why nothing was bought. A code of a bank nobody has words for is shown by what the bank said. */
export function whyWords({ state, failureCode, failureMessage }: Reload): string | undefined {
  if (state === 'unknown') return 'The provider has not said yet whether it was paid. It is asked again.';
  if (state === 'dropped') return 'Auto-reload was switched off before anybody was asked.';
  if (failureCode === null) return undefined;
  const code = failureCode.split('/').findLast((one) => one in codes);
  return (code && codes[code]) ?? failureMessage ?? 'The payment was not taken.';
}

/** What it does, in a sentence. */
export const ruleWords = ({ thresholdMicro, amountMicro, dayMaxMicro }: AutoReload): string =>
  `When less than ${dollars(thresholdMicro)} of what was bought is left, credits for ${dollars(amountMicro)} are bought: for ${dollars(dayMaxMicro)} within 24 hours at most.`;

export const stateOf = ({ enabledAt, offAt, offReason }: AutoReload): string => {
  if (enabledAt) return 'On';
  if (!offAt) return 'Not set up';
  return offReason === 'refused_too_often' ? 'Switched off after four refusals' : 'Off';
};
