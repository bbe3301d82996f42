import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import type { StripeClient } from '../../../../providers/stripe/stripe.ts';
import { microPerMinor } from '../contract.ts';

/** `stoa:pro:month:4900`: what a price of ours is found by, and all there is to know of it. */
export interface PlanPrice {
  readonly plan: string;
  readonly cycle: 'month' | 'year';
  readonly name: string;
  readonly priceMicro: number;
  readonly currency: string;
}

const prefix = 'stoa';
const triesMax = 3;

export const minorOf = (micro: number, currency: string) => Math.round(micro / microPerMinor(currency));
export const microOf = (minor: number, currency: string) => minor * microPerMinor(currency);

const lookupKeyOf = ({ plan, cycle, priceMicro, currency }: PlanPrice): string => {
  const key = `${prefix}:${plan}:${cycle}:${minorOf(priceMicro, currency)}`;
  return currency === 'usd' ? key : `${key}:${currency}`;
};

/** Of which plan a price is; undefined where it is none of ours. Its name may have gone to another one since. */
export const planOfPrice = (price: Stripe.Price | undefined) =>
  planOfKey(price?.lookup_key) ?? planOfKey(price?.metadata?.lookup_key);

function planOfKey(lookupKey: string | null | undefined): Pick<PlanPrice, 'plan' | 'cycle'> | undefined {
  const [of, plan, cycle] = (lookupKey ?? '').split(':');
  if (of !== prefix || !plan || (cycle !== 'month' && cycle !== 'year')) return undefined;
  return { plan, cycle };
}

/**
 * The one there is, or a new one: what it costs never changes there, so another amount is another price. One that can
 * not be bought any more, or has another amount by somebody's hand, gives its name to the new one.
 */
export async function ensurePrice({ call }: Pick<StripeClient, 'call'>, wanted: PlanPrice): Promise<string> {
  const lookupKey = lookupKeyOf(wanted);
  const { data } = await call({ name: 'GET /prices' }, (stripe) =>
    stripe.prices.list({ lookup_keys: [lookupKey], limit: 1, expand: ['data.product'] }),
  );
  const [known] = data;
  if (known && isSold(known, wanted)) return known.id;
  const { plan, cycle, name, priceMicro, currency } = wanted;
  const asked: Stripe.PriceCreateParams = {
    currency,
    unit_amount: minorOf(priceMicro, currency),
    recurring: { interval: cycle },
    lookup_key: lookupKey,
    transfer_lookup_key: true,
    metadata: { plan, cycle, lookup_key: lookupKey },
    product_data: { name, metadata: { plan } },
  };
  let after = known?.id;
  for (let tries = 1; ; tries += 1) {
    const idempotencyKey = `price:${digestOf(JSON.stringify([after, asked]))}`;
    const made = await call({ name: 'POST /prices', isRepeatable: true }, (stripe) =>
      stripe.prices.create(asked, { idempotencyKey }),
    );
    // What is answered again by the same key is what it was then; somebody may have taken it off sale since.
    const now = await call({ name: 'GET /prices/{id}' }, (stripe) =>
      stripe.prices.retrieve(made.id, { expand: ['product'] }),
    );
    if (isSold(now, wanted) || tries === triesMax) return made.id;
    after = made.id;
  }
}

/** The same words are the same deed, also where what is asked for is not the same each time. */
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

function isSold(known: Stripe.Price, { cycle, priceMicro, currency }: PlanPrice): boolean {
  const { product, recurring } = known;
  const isOffered = typeof product === 'string' || (!product.deleted && product.active);
  return (
    known.active &&
    isOffered &&
    known.currency === currency &&
    known.unit_amount === minorOf(priceMicro, currency) &&
    recurring?.interval === cycle &&
    recurring.interval_count === 1
  );
}
