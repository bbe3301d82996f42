import { z } from 'zod';
import { type Exchange, exchange, isGood, type Outside, readShape, troubleByStatus } from '../answer.ts';
import { id, present, text } from '../fields.ts';
import type { Call } from '../wire.ts';
import { Checkout, Dispute, Membership, Payment, Product, Refund } from './fields.ts';

export type {
  WhopCheckout,
  WhopDispute,
  WhopMembership,
  WhopPayment,
  WhopProduct,
  WhopRefund,
} from './fields.ts';

export interface WhopOptions extends Outside {
  readonly apiKey: string;
}

export interface WhopPaging {
  readonly companyId: string;
  readonly cursor?: string | undefined;
  readonly itemsMax?: number;
  readonly signal?: AbortSignal | undefined;
}
/** Lists can be narrowed by these, each where Whop knows it. */
export interface WhopNarrowing {
  readonly productId?: string | undefined;
  readonly paymentId?: string | undefined;
  readonly createdAfter?: Date | undefined;
}

export interface WhopPage<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}

export type Whop = ReturnType<typeof openWhop>;

const base = 'https://api.whop.com/api/v1';
export const apiVersionDate = '2026-07-20';
const itemsMaxUsual = 50;

/** What is sold, and for how much: a plan of this kind and price is made where there is none. */
export interface WhopPlanWanted {
  readonly companyId: string;
  readonly productId: string;
  readonly title: string;
  readonly currency: string;
  /** In whole units, with a fraction. */
  readonly price: number;
  /** Undefined: paid once. */
  readonly everyDays: number | undefined;
  readonly trialDays: number;
}

export interface WhopCheckoutWanted {
  readonly plan: WhopPlanWanted;
  /** In every payment and membership that comes of it. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly redirectUrl: string;
}

export const openWhop = (options: WhopOptions) => ({
  products: (paging: WhopPaging) => list(options, 'products', Product, paging),
  /** By its id or its route. */
  product: (productId: string, signal?: AbortSignal) => one(options, 'products', Product, productId, signal),
  memberships: (paging: WhopPaging & WhopNarrowing) => list(options, 'memberships', Membership, paging),
  membership: (membershipId: string, signal?: AbortSignal) =>
    one(options, 'memberships', Membership, membershipId, signal),
  payments: (paging: WhopPaging & WhopNarrowing) => list(options, 'payments', Payment, paging),
  payment: (paymentId: string, signal?: AbortSignal) => one(options, 'payments', Payment, paymentId, signal),
  /** Of one payment, or of all a company's. */
  refunds: (paging: WhopPaging & WhopNarrowing) => list(options, 'refunds', Refund, paging),
  disputes: (paging: WhopPaging & WhopNarrowing) => list(options, 'disputes', Dispute, paging),
  checkouts: (paging: WhopPaging) => list(options, 'checkout_configurations', Checkout, paging),

  /** Its route is its own: asked twice it is refused the second time, and can be found by it. */
  makeProduct: (
    wanted: { readonly companyId: string; readonly title: string; readonly route: string },
    signal?: AbortSignal,
  ) =>
    post(options, Product, 'POST /products', '/products', signal, {
      ...{ company_id: wanted.companyId, title: wanted.title, route: wanted.route, visibility: 'hidden' },
    }),
  makeCheckout: (wanted: WhopCheckoutWanted, signal?: AbortSignal) =>
    post(options, Checkout, 'POST /checkout_configurations', '/checkout_configurations', signal, {
      plan: planOf(wanted.plan),
      metadata: wanted.metadata,
      redirect_url: wanted.redirectUrl,
    }),
  /** Ended twice is ended once. */
  cancel: (membershipId: string, mode: 'immediate' | 'at_period_end', signal?: AbortSignal) =>
    deed(options, 'memberships', membershipId, 'cancel', Membership, signal, { cancellation_mode: mode }),
  uncancel: (membershipId: string, signal?: AbortSignal) =>
    deed(options, 'memberships', membershipId, 'uncancel', Membership, signal),
  /** Undefined: all of it. Knows no key: whoever is not answered has to look before asking again. */
  refund: (paymentId: string, amount: number | undefined, signal?: AbortSignal) =>
    deed(options, 'payments', paymentId, 'refund', Payment, signal, present({ partial_amount: amount })),
  /** Tells this address from now on. Answers the secret by which that is believed. */
  hook: (url: string, signal?: AbortSignal) =>
    post(options, Hook, 'POST /webhooks', '/webhooks', signal, { url, api_version_date: apiVersionDate }),
  hooks: (paging: WhopPaging) => list(options, 'webhooks', HookShown, paging),
  unhook: async (hookId: string, signal?: AbortSignal): Promise<void> => {
    const url = `/webhooks/${encodeURIComponent(hookId)}`;
    await ask(options, { method: 'DELETE', name: 'DELETE /webhooks/{id}', url, signal });
  },
});

const HookShown = z.object({ id, url: z.string() });
const Hook = z.object({ webhook_secret: z.string().min(1) }).transform((read) => read.webhook_secret);

function planOf({ companyId, productId, title, currency, price, everyDays, trialDays }: WhopPlanWanted) {
  const shared = { company_id: companyId, product_id: productId, title, currency, visibility: 'hidden' };
  if (everyDays === undefined) return { ...shared, plan_type: 'one_time', initial_price: price };
  return {
    ...{ ...shared, plan_type: 'renewal', renewal_price: price, initial_price: 0, billing_period: everyDays },
    ...(trialDays > 0 && { trial_period_days: trialDays }),
  };
}

async function one<T>(
  options: WhopOptions,
  noun: string,
  shape: z.ZodType<T>,
  itemId: string,
  signal: AbortSignal | undefined,
): Promise<T> {
  const call = {
    method: 'GET',
    name: `GET /${noun}/{id}`,
    url: `/${noun}/${encodeURIComponent(itemId)}`,
  } as const;
  return readShape(shape, await ask(options, { ...call, signal }));
}

async function list<T>(
  options: WhopOptions,
  noun: string,
  shape: z.ZodType<T>,
  { companyId, cursor, itemsMax = itemsMaxUsual, signal, ...narrowed }: WhopPaging & WhopNarrowing,
): Promise<WhopPage<T>> {
  const isOfPayment = narrowed.paymentId !== undefined;
  const query = present({
    // Of refunds either of the two is to be said.
    [noun === 'disputes' ? 'account_id' : 'company_id']: isOfPayment ? undefined : companyId,
    payment_id: narrowed.paymentId,
    'product_ids[]': narrowed.productId,
    created_after: narrowed.createdAfter?.toISOString(),
    first: itemsMax,
    after: cursor,
  });
  const asked = await ask(options, { method: 'GET', name: `GET /${noun}`, url: `/${noun}`, query, signal });
  const Page = z.object({
    data: z.array(shape),
    page_info: z.object({ end_cursor: z.string().nullish(), has_next_page: z.boolean() }),
  });
  const { data, page_info } = readShape(Page, asked);
  const nextCursor = (page_info.has_next_page && page_info.end_cursor) || undefined;
  return present({ items: data, nextCursor });
}

async function post<T>(
  options: WhopOptions,
  shape: z.ZodType<T>,
  name: string,
  url: string,
  signal: AbortSignal | undefined,
  json: unknown,
  isRepeatable = false,
): Promise<T> {
  return readShape(shape, await ask(options, { method: 'POST', name, url, json, signal, isRepeatable }));
}

const deed = <T>(
  options: WhopOptions,
  noun: string,
  itemId: string,
  verb: string,
  shape: z.ZodType<T>,
  signal: AbortSignal | undefined,
  json: unknown = {},
): Promise<T> =>
  post(
    options,
    shape,
    `POST /${noun}/{id}/${verb}`,
    `/${noun}/${encodeURIComponent(itemId)}/${verb}`,
    signal,
    json,
    verb !== 'refund',
  );

async function ask({ apiKey, ...outside }: WhopOptions, call: Call): Promise<Exchange> {
  const asked = await exchange('whop', outside, {
    ...call,
    url: base + call.url,
    headers: { authorization: `Bearer ${apiKey}`, 'api-version-date': apiVersionDate },
  });
  if (isGood(asked.reply)) return asked;
  const read = WhopError.safeParse(asked.reply.json);
  throw troubleByStatus(
    asked,
    read.success ? { code: read.data.error.type, words: read.data.error.message } : {},
  );
}

const WhopError = z.object({ error: z.object({ type: text, message: text }) });
