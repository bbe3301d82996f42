import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { type PaymentProviderName, paymentProviders } from './contract.ts';

const No = z.coerce.number().int();
const Customer = z.object({ providerId: z.string(), seenNo: No });
export type Customer = z.infer<typeof Customer>;

export function findCustomer(tx: Tx, provider: PaymentProviderName) {
  return tx.maybeOne(
    Customer,
    sql`select provider_id, seen_no from billing.customers where provider = ${provider}`,
  );
}

/** Whoever writes what was asked of a customer holds this until it is committed. */
export function holdCustomer(tx: Tx, provider: PaymentProviderName) {
  return tx.maybeOne(
    Customer,
    sql`select provider_id, seen_no from billing.customers where provider = ${provider} for no key update`,
  );
}

/** Where this workspace is known. */
export function customersHere(tx: Tx) {
  return tx.many(
    z.object({ provider: z.enum(paymentProviders) }),
    sql`select provider from billing.customers order by provider`,
  );
}

/** The first who says it is believed, and whoever comes later is told who that was. */
export function insertCustomer(
  tx: Tx,
  one: {
    readonly workspaceId: WorkspaceId;
    readonly provider: PaymentProviderName;
    readonly providerId: string;
    readonly email: string | undefined;
    readonly now: Date;
  },
) {
  const { workspaceId, provider, providerId, email, now } = one;
  return tx.run(sql`
    with known as (
      insert into billing.customers (workspace_id, provider, provider_id, email, created_at, updated_at)
      values (${workspaceId}, ${provider}, ${providerId}, ${email ?? null}, ${now}, ${now})
      on conflict do nothing returning workspace_id, provider, provider_id)
    insert into billing.customer_routes (provider, customer_id, workspace_id, created_at)
    select provider, provider_id, workspace_id, ${now} from known
    on conflict do nothing`);
}

/** Who is known there no more is who it was before: what comes in about them is still of this workspace. */
export function replaceCustomer(
  tx: Tx,
  one: {
    readonly workspaceId: WorkspaceId;
    readonly provider: PaymentProviderName;
    readonly gone: string;
    readonly providerId: string;
    readonly now: Date;
  },
) {
  const { workspaceId, provider, gone, providerId, now } = one;
  return tx.run(sql`
    with known as (
      update billing.customers set provider_id = ${providerId}
       where provider = ${provider} and provider_id = ${gone} returning provider_id)
    insert into billing.customer_routes (provider, customer_id, workspace_id, created_at)
    select ${provider}, provider_id, ${workspaceId}, ${now} from known
    on conflict do nothing`);
}

/** Who this workspace is there, and who it was before. */
export function customerIdsHere(tx: Tx, workspaceId: WorkspaceId, provider: PaymentProviderName) {
  return tx.many(
    z.object({ customerId: z.string() }),
    sql`
    select customer_id from billing.customer_routes
     where workspace_id = ${workspaceId} and provider = ${provider} order by created_at, customer_id`,
  );
}

const Route = z.object({ customerId: z.string(), workspaceId: WorkspaceId });

/** In which workspaces these customers are. */
export function routesOf(tx: Tx, provider: PaymentProviderName, customerIds: readonly string[]) {
  return tx.many(
    Route,
    sql`
    select customer_id, workspace_id from billing.customer_routes
     where provider = ${provider} and customer_id = any (${customerIds}::text[])`,
  );
}

/** Every customer of a provider, a page at a time. */
export function routesAfter(tx: Tx, provider: PaymentProviderName, after: string, limit: number) {
  return tx.many(
    Route,
    sql`
    select customer_id, workspace_id from billing.customer_routes
     where provider = ${provider} and customer_id > ${after} order by customer_id limit ${limit}`,
  );
}

const Asking = z.object({ providerId: z.string(), askedNo: No });

/** Questions are numbered before they are asked: of two answers, the one that was asked for later counts. */
export function numberQuestion(tx: Tx, provider: PaymentProviderName) {
  return tx.maybeOne(
    Asking,
    sql`
    update billing.customers set asked_no = asked_no + 1 where provider = ${provider}
    returning provider_id, asked_no`,
  );
}

export function markSeen(tx: Tx, provider: PaymentProviderName, seen: { no: number; at: Date }) {
  return tx.run(sql`
    update billing.customers set seen_no = ${seen.no}, seen_at = ${seen.at} where provider = ${provider}`);
}
