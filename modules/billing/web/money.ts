import { dollars } from '../../../web/kit/dollars.ts';
import { decimalsOf, soldIn } from '../paying/contract.ts';

const microPerUnit = 100_000;

/** What was paid, in what it was paid in: "$12.30", "12.30 EUR". */
export const money = (micro: number, currency: string): string =>
  currency === soldIn
    ? dollars(micro)
    : `${(micro / microPerUnit).toFixed(decimalsOf(currency))} ${currency.toUpperCase()}`;

/** Where nobody knows what it was paid in. */
export const bareAmount = (micro: number): string => (micro / microPerUnit).toFixed(2);
