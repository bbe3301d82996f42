import { z } from 'zod';
import { type Exchange, exchange, isGood, type Outside, readShape, troubleByStatus } from '../answer.ts';
import { flag, id, idMaybe, moment, number, present, text } from '../fields.ts';

export interface WhopOptions extends Outside {
  readonly apiKey: string;
}

export interface WhopPaging {
  readonly companyId: string;
  readonly cursor?: string | undefined;
  readonly itemsMax?: number;
}

export interface WhopPage<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}

export type Whop = ReturnType<typeof openWhop>;

const base = 'https://api.whop.com/api/v1';
export const apiVersionDate = '2026-07-20';
const itemsMaxUsual = 50;

const named = z
  .object({ id: idMaybe })
  .nullish()
  .transform((value) => value?.id)
  .catch(undefined);
const person = z
  .object({ id: idMaybe, email: text, name: text, username: text })
  .nullish()
  .transform((value) => (value == null ? undefined : present(value)))
  .catch(undefined);

export type WhopProduct = z.output<typeof Product>;
const Product = z
  .object({
    id,
    title: text,
    headline: text,
    visibility: text,
    route: text,
    created_at: moment,
    updated_at: moment,
  })
  .transform(({ created_at, updated_at, ...product }) =>
    present({ ...product, createdAt: created_at, updatedAt: updated_at }),
  );

export type WhopMembership = z.output<typeof Membership>;
const Membership = z
  .object({
    id,
    status: z.string(),
    cancel_at_period_end: flag,
    renewal_period_start: moment,
    renewal_period_end: moment,
    created_at: moment,
    product: named,
    plan: named,
    user: person,
    metadata: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  })
  .transform((read) =>
    present({
      id: read.id,
      status: read.status,
      isCancelledAtPeriodEnd: read.cancel_at_period_end,
      periodStartsAt: read.renewal_period_start,
      periodEndsAt: read.renewal_period_end,
      createdAt: read.created_at,
      productId: read.product,
      planId: read.plan,
      person: read.user,
      metadata: read.metadata ?? undefined,
    }),
  );

export type WhopPayment = z.output<typeof Payment>;
const Payment = z
  .object({
    id,
    status: z.string(),
    substatus: text,
    total: number,
    currency: text,
    created_at: moment,
    paid_at: moment,
    refunded_amount: number,
    membership: named,
    product: named,
    plan: named,
    user: person,
    metadata: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  })
  .transform((read) =>
    present({
      id: read.id,
      status: read.status,
      substatus: read.substatus,
      /** In whole units of the currency, as a number with a fraction. */
      total: read.total,
      currency: read.currency,
      createdAt: read.created_at,
      paidAt: read.paid_at,
      refundedTotal: read.refunded_amount,
      membershipId: read.membership,
      productId: read.product,
      planId: read.plan,
      person: read.user,
      metadata: read.metadata ?? undefined,
    }),
  );

export const openWhop = (options: WhopOptions) => ({
  products: (paging: WhopPaging) => list(options, 'products', Product, paging),
  product: (productId: string) => one(options, 'products', Product, productId),
  memberships: (paging: WhopPaging) => list(options, 'memberships', Membership, paging),
  membership: (membershipId: string) => one(options, 'memberships', Membership, membershipId),
  payments: (paging: WhopPaging) => list(options, 'payments', Payment, paging),
  payment: (paymentId: string) => one(options, 'payments', Payment, paymentId),
});

async function one<T>(options: WhopOptions, noun: string, shape: z.ZodType<T>, itemId: string): Promise<T> {
  return readShape(shape, await get(options, `/${noun}/${encodeURIComponent(itemId)}`, `GET /${noun}/{id}`));
}

async function list<T>(
  options: WhopOptions,
  noun: string,
  shape: z.ZodType<T>,
  { companyId, cursor, itemsMax = itemsMaxUsual }: WhopPaging,
): Promise<WhopPage<T>> {
  const query = { company_id: companyId, first: itemsMax, after: cursor };
  const asked = await get(options, `/${noun}`, `GET /${noun}`, query);
  const Page = z.object({
    data: z.array(shape),
    page_info: z.object({ end_cursor: z.string().nullish(), has_next_page: z.boolean() }),
  });
  const { data, page_info } = readShape(Page, asked);
  const nextCursor = (page_info.has_next_page && page_info.end_cursor) || undefined;
  return present({ items: data, nextCursor });
}

async function get(
  { apiKey, ...outside }: WhopOptions,
  path: string,
  name: string,
  query: Readonly<Record<string, string | number | undefined>> = {},
): Promise<Exchange> {
  const asked = await exchange('whop', outside, {
    method: 'GET',
    url: base + path,
    name,
    query,
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
