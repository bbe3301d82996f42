import { ApiError } from '../../../../web/kit/api.ts';
import { dollars, dollarsIn, microIn } from '../../../../web/kit/dollars.ts';
import {
  type AutoReload,
  centMicro,
  reloadAmountMinMicro,
  reloadDayMaxMicro,
  reloadMaxMicro,
  reloadThresholdMinMicro,
} from '../../reloading/contract.ts';

export interface Draft {
  readonly provider: 'stripe' | 'whop' | '';
  readonly threshold: string;
  readonly amount: string;
  readonly dayMax: string;
}

export const draftOf = ({ provider, providers, ...set }: AutoReload): Draft => ({
  provider: provider ?? (providers.find(({ isKnownThere }) => isKnownThere) ?? providers[0])?.provider ?? '',
  threshold: dollarsIn(set.thresholdMicro),
  amount: dollarsIn(set.amountMicro),
  dayMax: dollarsIn(set.dayMaxMicro),
});

/** Only what was looked at by `refusalOf` is sent. */
export const givenOf = ({ provider, threshold, amount, dayMax }: Draft) => ({
  provider: provider as 'stripe' | 'whop',
  thresholdMicro: microIn(threshold)!,
  amountMicro: microIn(amount)!,
  dayMaxMicro: microIn(dayMax)!,
});

const isAmount = (text: string, min: number, max: number) => {
  const micro = microIn(text);
  return micro !== undefined && micro % centMicro === 0 && micro >= min && micro <= max;
};
const between = (min: number, max: number) =>
  `Write an amount from ${dollars(min)} to ${dollars(max)}, in dollars and cents.`;

/** What the server would refuse, said in its place and in words; null where nothing is wrong. */
export function refusalOf({ threshold, amount, dayMax }: Draft): ApiError | null {
  const wrong = [
    [
      !isAmount(threshold, reloadThresholdMinMicro, reloadMaxMicro),
      'thresholdMicro',
      between(reloadThresholdMinMicro, reloadMaxMicro),
    ],
    [
      !isAmount(amount, reloadAmountMinMicro, reloadMaxMicro),
      'amountMicro',
      between(reloadAmountMinMicro, reloadMaxMicro),
    ],
    [
      !isAmount(dayMax, reloadAmountMinMicro, reloadDayMaxMicro),
      'dayMaxMicro',
      between(reloadAmountMinMicro, reloadDayMaxMicro),
    ],
    [
      (microIn(dayMax) ?? 0) < (microIn(amount) ?? 0),
      'dayMaxMicro',
      'A day has to have room for one: write as much as is bought at once, or more.',
    ],
  ] as const;
  const fields = wrong.flatMap(([isWrong, path, message]) =>
    isWrong ? [{ path, code: 'not_possible', message }] : [],
  );
  if (fields.length === 0) return null;
  return new ApiError({ status: 400, code: 'stoa.invalid_input', message: fields[0]!.message, fields });
}
