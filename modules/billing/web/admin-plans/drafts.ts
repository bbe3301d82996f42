import { ApiError } from '../../../../web/kit/api.ts';
import { dollarsIn, microIn } from '../../../../web/kit/dollars.ts';
import {
  type CreditPack,
  featuresMax,
  limitPeriods,
  type Plan,
  type PlanLimit,
} from '../../plans/contract.ts';

/** A plan as it stands in a form: amounts in dollars, lists a line each. */
export interface PlanDraft {
  slug: string;
  name: string;
  description: string;
  features: string;
  monthPrice: string;
  yearPrice: string;
  monthGrant: string;
  weekGrant: string;
  trialDays: string;
  trialGrant: string;
  isFree: boolean;
  isFeatured: boolean;
  displayOrder: string;
  limits: string;
}

export const planDraftOf = (plan: Plan | undefined): PlanDraft => ({
  slug: plan?.slug ?? '',
  name: plan?.name ?? '',
  description: plan?.description ?? '',
  features: (plan?.features ?? []).join('\n'),
  monthPrice: dollarsIn(plan?.monthPriceMicro ?? 0),
  yearPrice: dollarsIn(plan?.yearPriceMicro ?? 0),
  monthGrant: dollarsIn(plan?.monthGrantMicro ?? 0),
  weekGrant: dollarsIn(plan?.weekGrantMicro ?? 0),
  trialDays: String(plan?.trialDays ?? 0),
  trialGrant: dollarsIn(plan?.trialGrantMicro ?? 0),
  isFree: plan?.isFree ?? false,
  isFeatured: plan?.isFeatured ?? false,
  displayOrder: String(plan?.displayOrder ?? 10),
  limits: (plan?.limits ?? [])
    .map(({ family, period, countMax }) => `${countMax} ${family} ${period}`)
    .join('\n'),
});

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** "50 generation month"; undefined where a line is none. */
export function limitOf(line: string): PlanLimit | undefined {
  const [count, family, period, ...more] = line.split(/\s+/);
  const known = limitPeriods.find((one) => one === period);
  if (
    !known ||
    !/^\d{1,9}$/.test(count ?? '') ||
    !/^[a-z][a-z0-9_]{0,39}$/.test(family ?? '') ||
    more.length > 0
  )
    return undefined;
  return { family: family!, period: known, countMax: Number(count) };
}

/** Only what was looked at by `planRefusalOf` is sent. */
export const planGivenOf = (draft: PlanDraft) => ({
  name: draft.name.trim(),
  description: draft.description.trim() || null,
  features: linesOf(draft.features),
  monthPriceMicro: microIn(draft.monthPrice)!,
  yearPriceMicro: microIn(draft.yearPrice)!,
  monthGrantMicro: microIn(draft.monthGrant)!,
  weekGrantMicro: microIn(draft.weekGrant)!,
  trialDays: Number(draft.trialDays),
  trialGrantMicro: microIn(draft.trialGrant)!,
  isFree: draft.isFree,
  isFeatured: draft.isFeatured,
  displayOrder: Number(draft.displayOrder),
  limits: linesOf(draft.limits).map((line) => limitOf(line)!),
});

const isSlug = (text: string) => /^[a-z][a-z0-9_-]{0,39}$/.test(text);
const isWhole = (text: string, max: number) => /^\d+$/.test(text.trim()) && Number(text) <= max;
const slugWords = 'Use small letters, digits, - and _, beginning with a letter.';
const amountWords = 'Write an amount in dollars, like 19 or 0.5.';

/** What the server would refuse, said in its place and in words; null where nothing is wrong. */
export function planRefusalOf(draft: PlanDraft): ApiError | null {
  const limits = linesOf(draft.limits);
  const amount = (path: keyof PlanDraft, sent: string) =>
    [microIn(String(draft[path])) === undefined, sent, amountWords] as const;
  return refusalOf([
    [!isSlug(draft.slug), 'slug', slugWords],
    [draft.name.trim() === '', 'name', 'Give it a name.'],
    [linesOf(draft.features).length > featuresMax, 'features', `${featuresMax} lines at most.`],
    amount('monthPrice', 'monthPriceMicro'),
    amount('yearPrice', 'yearPriceMicro'),
    amount('monthGrant', 'monthGrantMicro'),
    amount('weekGrant', 'weekGrantMicro'),
    amount('trialGrant', 'trialGrantMicro'),
    [!isWhole(draft.trialDays, 90), 'trialDays', 'Write a whole number from 0 to 90.'],
    [!isWhole(draft.displayOrder, 10_000), 'displayOrder', 'Write a whole number from 0 to 10000.'],
    [
      limits.some((line) => !limitOf(line)),
      'limits',
      'A line each: how many, of what, and day, week or month. Like: 50 generation month',
    ],
  ]);
}

export interface PackDraft {
  slug: string;
  name: string;
  price: string;
  credits: string;
  displayOrder: string;
}

export const packDraftOf = (pack: CreditPack | undefined): PackDraft => ({
  slug: pack?.slug ?? '',
  name: pack?.name ?? '',
  price: pack ? dollarsIn(pack.priceMicro) : '',
  credits: pack ? dollarsIn(pack.creditsMicro) : '',
  displayOrder: String(pack?.displayOrder ?? 10),
});

export const packGivenOf = (draft: PackDraft) => ({
  name: draft.name.trim(),
  priceMicro: microIn(draft.price)!,
  creditsMicro: microIn(draft.credits)!,
  displayOrder: Number(draft.displayOrder),
});

export const packRefusalOf = (draft: PackDraft): ApiError | null =>
  refusalOf([
    [!isSlug(draft.slug), 'slug', slugWords],
    [draft.name.trim() === '', 'name', 'Give it a name.'],
    [!microIn(draft.price), 'priceMicro', 'Write an amount in dollars, like 10.'],
    [!microIn(draft.credits), 'creditsMicro', 'Write an amount in dollars, like 10.'],
    [!isWhole(draft.displayOrder, 10_000), 'displayOrder', 'Write a whole number from 0 to 10000.'],
  ]);

export function refusalOf(
  wrong: readonly (readonly [boolean, path: string, message: string])[],
): ApiError | null {
  const fields = wrong.flatMap(([isWrong, path, message]) =>
    isWrong ? [{ path, code: 'not_possible', message }] : [],
  );
  if (fields.length === 0) return null;
  return new ApiError({
    ...{ status: 400, code: 'stoa.invalid_input', message: fields[0]!.message },
    fields,
  });
}
