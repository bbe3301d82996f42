import { clearingDays, commissionMonths, referralDays } from './contract.ts';

/*
 * What an affiliate gets, to the unit. Whole numbers all the way: a payment times a rate is more than a number of
 * JavaScript holds exactly.
 */

const dayMs = 86_400_000;
const million = 1_000_000n;

/** SE-31: never more than the share, so the rest of a unit stays with the house. */
export const commissionOf = (paidMicro: number, ratePpm: number): number =>
  Number((BigInt(paidMicro) * BigInt(ratePpm)) / million);

export const clearsAfter = (receivedAt: Date): Date => new Date(receivedAt.getTime() + clearingDays * dayMs);

export const isRemembered = (clickedAt: Date, now: Date): boolean =>
  now.getTime() - clickedAt.getTime() < referralDays * dayMs;

/** Providers tell whole seconds: what is paid in the second in which somebody came would seem to be from before. */
export const earnsFrom = (attributedAt: Date): Date =>
  new Date(Math.floor(attributedAt.getTime() / 1_000) * 1_000);

/** The same day and hour a year later; who came on the 29th of February has until the 1st of March. */
export function earnsUntil(attributedAt: Date): Date {
  const end = new Date(attributedAt);
  end.setUTCMonth(end.getUTCMonth() + commissionMonths);
  return end;
}

/** The month that is over, and when it was. A statement's months are UTC's, whoever reads it. */
export function monthBefore(now: Date): { readonly month: string; readonly throughAt: Date } {
  const throughAt = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  const begin = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1));
  return { month: begin.toISOString().slice(0, 10), throughAt };
}
