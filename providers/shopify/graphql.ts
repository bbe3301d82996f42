import { z } from 'zod';
import { type Exchange, exchange, isGood, type Outside, readShape, trouble, uncertain } from '../answer.ts';
import { recordOf } from '../event.ts';
import { certainShop } from './shop.ts';
import { type Cost, costOf, troubleInErrors, troubleOfStatus, troubleOfUser, UserErrors } from './trouble.ts';

export interface ShopOptions extends Outside {
  readonly shop: string;
  readonly accessToken: string;
  readonly apiVersion?: string;
}

export interface Query {
  /** `products`: for the log. */
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Of a mutation that carries `@idempotent`, or does the same when it is done twice. */
  readonly isRepeatable?: boolean;
}

export interface ShopAnswer<T> {
  readonly data: T;
  readonly usage: Cost | undefined;
  /** The version that answered: a newer one than was asked for when that one is no longer kept. */
  readonly apiVersion: string | undefined;
}

export const apiVersionUsual = '2026-10';

/** One call, all three layers of its errors, and what it cost. */
export async function askShop<T>(
  { shop, accessToken, apiVersion = apiVersionUsual, ...outside }: ShopOptions,
  { name, query, variables, isRepeatable }: Query,
  shape: z.ZodType<T>,
): Promise<ShopAnswer<T>> {
  const asked = await exchange('shopify', outside, {
    method: 'POST',
    url: `https://${certainShop(shop)}/admin/api/${apiVersion}/graphql.json`,
    name: `POST /graphql (${name})`,
    headers: { 'x-shopify-access-token': accessToken },
    json: { query, variables },
    isRepeatable: isRepeatable ?? !/^\s*mutation\b/.test(query),
  });
  if (!isGood(asked.reply)) throw troubleInErrorsOf4xx(asked) ?? troubleOfStatus(asked);
  const refusal = troubleInErrors(asked);
  if (refusal) throw refusal;
  const data = dataOf(asked);
  const userErrors = Object.values(data).flatMap((part) => userErrorsOf(part) ?? []);
  const userTrouble = troubleOfUser(asked, userErrors);
  if (userTrouble) throw userTrouble;
  return {
    data: readShape(shape, asked, data),
    usage: costOf(asked),
    apiVersion: asked.reply.headers.get('x-shopify-api-version') ?? undefined,
  };
}

/** Where a query cannot be read at all, some versions answer with 400 and the same errors. */
const troubleInErrorsOf4xx = (asked: Exchange) =>
  asked.reply.status === 400 ? troubleInErrors(asked) : undefined;

function dataOf(asked: Exchange): Readonly<Record<string, unknown>> {
  const data = recordOf(recordOf(asked.reply.json)?.data);
  if (data === undefined) throw trouble(asked, uncertain(asked), { words: 'the answer has no data' });
  return data;
}

function userErrorsOf(part: unknown) {
  const read = z.object({ userErrors: UserErrors }).safeParse(part);
  return read.success ? read.data.userErrors : undefined;
}
