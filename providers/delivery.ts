import { timingSafeEqual } from 'node:crypto';

/** Headers as Node gives them: names in lower case. */
export type DeliveryHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export type Flaw = 'header_missing' | 'header_malformed' | 'stale' | 'signature_wrong';
/** Whether a delivery is from whom it says, and if not, why. */
export type Verdict = { readonly ok: true } | { readonly ok: false; readonly flaw: Flaw };

export const genuine: Verdict = { ok: true };
export const flawed = (flaw: Flaw): Verdict => ({ ok: false, flaw });

/** A header that was sent once. One that was sent twice says nothing for certain. */
export function headerOf(headers: DeliveryHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** In a time that does not depend on where they differ. */
export const sameBytes = (a: Uint8Array, b: Uint8Array) => a.length === b.length && timingSafeEqual(a, b);

/** Platforms sign when they send, so an old delivery is a repeated one, and a future one was made up. */
export const toleranceMs = 300_000;

/** Seconds since 1970 as they are written in a header. */
export function secondsOf(written: string): number | undefined {
  return /^\d{1,12}$/.test(written) ? Number(written) : undefined;
}

export const isNear = (seconds: number, now: Date) => Math.abs(now.getTime() - seconds * 1000) <= toleranceMs;
