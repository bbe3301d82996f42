import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { Micro } from '../models/contract.ts';
import { type PaymentProviderName, paymentProviders } from '../paying/contract.ts';
import { Reload, ReloadId, type ReloadRefusal } from './contract.ts';

const newestFirst = keyset({ createdAt: 'desc', id: 'desc' });

export function reloadsByTime(tx: Tx, page: PageQuery) {
  return newestFirst.page(
    tx,
    Reload,
    page,
    (where, order) => sql`
    select id, provider, amount_micro, state, failure_code, failure_message, next_try_at, created_at, settled_at
      from billing.reloads where ${where} ${order}`,
  );
}

const Id = z.object({ id: ReloadId });

export function findOpenReload(tx: Tx) {
  return tx.maybeOne(Id, sql`select id from billing.reloads where settled_at is null`);
}

const Spent = z.object({ micro: Micro, firstAt: z.date().nullable() });

/** What was bought, or may have been, since then; and when the first of it was. */
export function reloadedSince(tx: Tx, since: Date) {
  return tx.one(
    Spent,
    sql`
    select coalesce(sum(amount_micro), 0) as micro, min(created_at) as first_at
      from billing.reloads where created_at > ${since} and (settled_at is null or state = 'paid')`,
  );
}

export interface NewReload {
  readonly workspaceId: WorkspaceId;
  readonly id: ReloadId;
  readonly provider: PaymentProviderName;
  readonly customerId: string | null;
  readonly amountMicro: number;
  readonly name: string;
  readonly now: Date;
}

/** With what the provider's own word of the payment is known by again. None where one is under way. */
export function insertReload(tx: Tx, r: NewReload) {
  return tx.run(sql`
    with begun as (
      insert into billing.reloads (workspace_id, id, provider, customer_id, amount_micro, state, created_at)
      values (${r.workspaceId}, ${r.id}, ${r.provider}, ${r.customerId}, ${r.amountMicro}, 'queued', ${r.now})
      on conflict (workspace_id) where settled_at is null do nothing
      returning workspace_id, id)
    insert into billing.checkouts (workspace_id, id, provider, kind, name, price_micro, credits_micro, state, created_at,
      updated_at)
    select workspace_id, id, ${r.provider}, 'reload', ${r.name}, ${r.amountMicro}, ${r.amountMicro}, 'open', ${r.now},
           ${r.now}
      from begun`);
}

const Asked = z.object({
  id: ReloadId,
  provider: z.enum(paymentProviders),
  customerId: z.string().nullable(),
  amountMicro: Micro,
  asksCount: z.number(),
  createdAt: z.date(),
});
export type Asked = z.infer<typeof Asked>;

/**
 * It is asked for from now on, and by this job: another takes it up only when this one has had its time. None where it
 * is over, or where it is not its turn.
 */
export function claimReload(
  tx: Tx,
  id: ReloadId,
  by: { readonly jobId: string; readonly now: Date; readonly lostBefore: Date },
) {
  return tx.maybeOne(
    Asked,
    sql`
    update billing.reloads
       set state = 'calling', asks_count = asks_count + 1, asked_at = ${by.now}, asked_by_job = ${by.jobId},
           ask_again_at = null
     where id = ${id} and settled_at is null
       and (state = 'queued' or ask_again_at <= ${by.now}
            or state = 'calling' and (asked_by_job = ${by.jobId} or asked_at <= ${by.lostBefore}))
    returning id, provider, customer_id, amount_micro, asks_count, created_at`,
  );
}

const Paid = z.object({ paymentId: z.string() });

/** What the provider has told of its own accord: that it was paid. */
export function findPaymentOf(tx: Tx, id: ReloadId) {
  return tx.maybeOne(
    Paid,
    sql`
    select provider_id as payment_id from billing.payments
     where workspace_id = (select app.current_workspace_id()) and checkout_id = ${id} and status <> 'failed'
     order by paid_at limit 1`,
  );
}

/** Nobody has asked the provider yet, so it can be let go of. */
export function dropQueued(tx: Tx, id: ReloadId, now: Date) {
  return tx.run(sql`
    update billing.reloads set state = 'dropped', settled_at = ${now} where id = ${id} and state = 'queued'`);
}

/** Answers 0 where it is over already. */
export function markPaid(tx: Tx, id: ReloadId, paymentId: string, now: Date) {
  return tx.run(sql`
    update billing.reloads
       set state = 'paid', payment_id = ${paymentId}, settled_at = ${now}, ask_again_at = null
     where id = ${id} and settled_at is null`);
}

export interface Refusal {
  readonly state: ReloadRefusal;
  readonly code: string;
  readonly message: string | null;
  readonly nextTryAt: Date | null;
}

export function markNotPaid(tx: Tx, id: ReloadId, { state, code, message, nextTryAt }: Refusal, now: Date) {
  return tx.run(sql`
    update billing.reloads
       set state = ${state}, failure_code = ${code}, failure_message = ${message}, next_try_at = ${nextTryAt},
           settled_at = ${now}, ask_again_at = null
     where id = ${id} and settled_at is null`);
}

/** Only by whoever asked last. */
export function markUnknown(tx: Tx, { id, asksCount }: Pick<Asked, 'id' | 'asksCount'>, askAgainAt: Date) {
  return tx.run(sql`
    update billing.reloads set state = 'unknown', ask_again_at = ${askAgainAt}
     where id = ${id} and state = 'calling' and asks_count = ${asksCount}`);
}

/** It was not paid for: nobody need look for a payment of it. */
export function closeCheckout(tx: Tx, id: ReloadId, failure: string, now: Date) {
  return tx.run(sql`
    update billing.checkouts set state = 'failed', failure = ${failure}, settled_at = ${now}, updated_at = ${now}
     where id = ${id} and state in ('queued', 'open')`);
}

/** Takes no input: one that nobody is at work on, though it is its time. */
export function findLostReload(tx: Tx, now: Date, lostBefore: Date) {
  return tx.maybeOne(
    Id,
    sql`
    select id from billing.reloads
     where settled_at is null
       and (state = 'queued' and created_at <= ${lostBefore} or ask_again_at <= ${now}
            or state = 'calling' and asked_at <= ${lostBefore})`,
  );
}

const Notice = z.object({
  id: ReloadId,
  provider: z.enum(paymentProviders),
  amountMicro: Micro,
  state: z.string(),
  failureCode: z.string().nullable(),
  failureMessage: z.string().nullable(),
  nextTryAt: z.date().nullable(),
  noticeClaimedAt: z.date().nullable(),
  notifiedAt: z.date().nullable(),
});
export type Notice = z.infer<typeof Notice>;

/** Nobody else writes about it until this transaction is over. */
export function holdNotice(tx: Tx, id: ReloadId) {
  return tx.maybeOne(
    Notice,
    sql`
    select id, provider, amount_micro, state, failure_code, failure_message, next_try_at, notice_claimed_at,
           notified_at
      from billing.reloads where id = ${id} and settled_at is not null for no key update`,
  );
}

export function claimNotice(tx: Tx, id: ReloadId, now: Date | null) {
  return tx.run(sql`update billing.reloads set notice_claimed_at = ${now} where id = ${id}`);
}

export function markNotified(tx: Tx, id: ReloadId, now: Date) {
  return tx.run(
    sql`update billing.reloads set notified_at = ${now} where id = ${id} and notified_at is null`,
  );
}

/** Takes no input: those nobody was written to about, though the job was lost. */
export function reloadsToTell(tx: Tx, before: Date, limit: number) {
  return tx.many(
    Id,
    sql`
    select id from billing.reloads
     where state in ('declined', 'needs_person', 'failed') and notified_at is null and notice_claimed_at is null
       and settled_at < ${before}
     order by settled_at limit ${limit}`,
  );
}

const Address = z.object({ email: z.string() });

/** Whoever may spend the workspace's money. `coworkers` are all there are. */
export function addressesOf(tx: Tx, coworkers: Sql, limit: number) {
  return tx.many(
    Address,
    sql`
    select c.email from (${coworkers}) c
     where c.is_let_in and c.workspace_id = (select app.current_workspace_id()) and c.role in ('owner', 'admin')
     order by c.joined_at, c.id limit ${limit}`,
  );
}
