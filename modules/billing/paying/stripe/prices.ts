import type { StripeClient } from '../../../../providers/stripe/stripe.ts';

/** `stoa:pro:month:4900`: what a price of ours is found by, and all there is to know of it. */
export interface PlanPrice {
  readonly plan: string;
  readonly cycle: 'month' | 'year';
  readonly name: string;
  readonly priceMicro: number;
  readonly currency: string;
}

const prefix = 'stoa';
const zeroDecimals = new Set([
  ...[
    'bif',
    'clp',
    'djf',
    'gnf',
    'jpy',
    'kmf',
    'krw',
    'mga',
    'pyg',
    'rwf',
    'ugx',
    'vnd',
    'vuv',
    'xaf',
    'xof',
  ],
  'xpf',
]);

/** A cent is 1,000 micro-units; a yen is 100,000. */
const microPerMinor = (currency: string) => (zeroDecimals.has(currency.toLowerCase()) ? 100_000 : 1_000);
export const minorOf = (micro: number, currency: string) => Math.round(micro / microPerMinor(currency));
export const microOf = (minor: number, currency: string) => minor * microPerMinor(currency);

const lookupKeyOf = ({ plan, cycle, priceMicro, currency }: PlanPrice): string => {
  const key = `${prefix}:${plan}:${cycle}:${minorOf(priceMicro, currency)}`;
  return currency === 'usd' ? key : `${key}:${currency}`;
};

/** Of which plan a price is; undefined where it is none of ours. */
export function planOfKey(
  lookupKey: string | null | undefined,
): Pick<PlanPrice, 'plan' | 'cycle'> | undefined {
  const [of, plan, cycle] = (lookupKey ?? '').split(':');
  if (of !== prefix || !plan || (cycle !== 'month' && cycle !== 'year')) return undefined;
  return { plan, cycle };
}

/** The one there is, or a new one: what it costs never changes there, so another amount is another price. */
export async function ensurePrice({ call }: Pick<StripeClient, 'call'>, wanted: PlanPrice): Promise<string> {
  const lookupKey = lookupKeyOf(wanted);
  const known = await call({ name: 'GET /prices' }, (stripe) =>
    stripe.prices.list({ lookup_keys: [lookupKey], active: true, limit: 1 }),
  );
  if (known.data[0]) return known.data[0].id;
  const { plan, cycle, name, priceMicro, currency } = wanted;
  const made = await call({ name: 'POST /prices', isRepeatable: true }, (stripe) =>
    stripe.prices.create(
      {
        currency,
        unit_amount: minorOf(priceMicro, currency),
        recurring: { interval: cycle },
        lookup_key: lookupKey,
        metadata: { plan, cycle },
        product_data: { name, metadata: { plan } },
      },
      { idempotencyKey: lookupKey },
    ),
  );
  return made.id;
}
