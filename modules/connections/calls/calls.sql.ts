import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { AccountId, accountStates } from '../accounts/contract.ts';
import { CallKind, PlatformName } from '../platforms/contract.ts';
import { Call, CallId, callStatuses } from './contract.ts';

const byAge = keyset({ createdAt: 'desc', id: 'desc' }, 'c');

/** `coworkers` are all there are, as workspaces says. */
const shown = (coworkers: Sql) => sql`
    select c.id, c.account_id, c.kind, c.status, c.attempts_count as attempts, c.held_reason, c.not_before,
           c.platform_id, c.failure_code, c.platform_code, c.created_at, c.settled_at,
           case when m.id is not null then jsonb_build_object('memberId', m.id, 'name', m.name) end as requested_by
      from connections.calls c
      left join (${coworkers}) m on m.workspace_id = c.workspace_id and m.id = c.requested_by`;

/** How far every call is, for statements of the modules that asked for them. */
export const callStates = sql`select workspace_id, id, status from connections.calls`;

/** Written out, so that the index of what is not done is found. */
const inStatus = {
  queued: sql`c.status = 'queued'`,
  sending: sql`c.status = 'sending'`,
  done: sql`c.status = 'done'`,
  failed: sql`c.status = 'failed'`,
  unknown: sql`c.status = 'unknown'`,
  cancelled: sql`c.status = 'cancelled'`,
} satisfies Record<(typeof callStatuses)[number], Sql>;

export interface CallFilter {
  readonly accountId: AccountId;
  readonly status?: (typeof callStatuses)[number] | undefined;
}

export function callsOfAccount(tx: Tx, coworkers: Sql, { accountId, status }: CallFilter, page: PageQuery) {
  return byAge.page(
    tx,
    Call,
    page,
    (where, order) => sql`
    ${shown(coworkers)}
     where c.account_id = ${accountId} and ${status === undefined ? sql`true` : inStatus[status]} and ${where}
     ${order}`,
  );
}

export function findCalls(tx: Tx, coworkers: Sql, ids: readonly CallId[]) {
  return tx.many(Call, sql`${shown(coworkers)} where c.id = any(${ids}::uuid[]) order by c.created_at, c.id`);
}

export function findCall(tx: Tx, coworkers: Sql, id: CallId) {
  return tx.maybeOne(Call, sql`${shown(coworkers)} where c.id = ${id}`);
}

const Asked = z.object({ kind: CallKind, accountId: AccountId, request: z.record(z.string(), z.unknown()) });

export function findAsked(tx: Tx, id: CallId) {
  return tx.maybeOne(Asked, sql`select kind, account_id, request from connections.calls where id = ${id}`);
}

const Account = z.object({ platform: PlatformName, state: z.enum(accountStates) });

export function findAccount(tx: Tx, id: AccountId) {
  return tx.maybeOne(
    Account,
    sql`
    select platform, case when disconnected_at is not null then 'disconnected' when broken_at is not null then 'broken'
                          else 'open' end as state
      from connections.accounts where id = ${id}`,
  );
}

/** One that sells, where any is connected. */
export function findOpenShop(tx: Tx) {
  return tx.maybeOne(
    z.object({ id: AccountId }),
    sql`
    select id from connections.accounts
     where platform in ('shopify', 'amazon') and disconnected_at is null limit 1`,
  );
}

export interface NewCall {
  readonly id: CallId;
  readonly accountId: AccountId;
  readonly kind: CallKind;
  readonly conversationKey: string;
  readonly request: object;
  readonly priority: number;
  readonly expiresAt: Date;
  readonly requestedBy: MemberId | null;
  readonly createdAt: Date;
}

/** Answers 0 when the id is taken, the comment has had its private reply, or the account is not connected. */
export function insertCall(tx: Tx, c: NewCall) {
  return tx.run(sql`
    insert into connections.calls (workspace_id, id, account_id, kind, conversation_key, request, priority, expires_at,
                                   requested_by, created_at)
    select a.workspace_id, ${c.id}, a.id, ${c.kind}, ${c.conversationKey}, ${c.request}::jsonb, ${c.priority}::int,
           ${c.expiresAt}::timestamptz, ${c.requestedBy}::uuid, ${c.createdAt}::timestamptz
      from connections.accounts a where a.id = ${c.accountId} and a.disconnected_at is null
    on conflict do nothing`);
}

const Same = z.object({ isSame: z.boolean() });

/** Whether the call of this id is this very call. */
export function compareCall(
  tx: Tx,
  c: Pick<NewCall, 'id' | 'accountId' | 'kind' | 'conversationKey' | 'request'>,
) {
  return tx.maybeOne(
    Same,
    sql`
    select account_id = ${c.accountId} and kind = ${c.kind} and conversation_key = ${c.conversationKey}
           and request = ${c.request}::jsonb as is_same
      from connections.calls where id = ${c.id}`,
  );
}

const InConversation = z.object({ id: CallId, accountId: AccountId, conversationKey: z.string() });

/** Answers undefined when it does not wait any more. */
export function cancelQueued(tx: Tx, id: CallId, now: Date) {
  return tx.maybeOne(
    InConversation,
    sql`
    update connections.calls set status = 'cancelled', settled_at = ${now}, held_reason = null, not_before = null
     where id = ${id} and status = 'queued'
    returning id, account_id, conversation_key`,
  );
}

/** What waits for an account is not to go out any more. The first so many, in turn. */
export function cancelQueuedOf(tx: Tx, accountId: AccountId, now: Date, limit: number) {
  return tx.many(
    InConversation,
    sql`
    update connections.calls set status = 'cancelled', settled_at = ${now}, held_reason = null, not_before = null
     where id in (select id from connections.calls
                   where account_id = ${accountId} and status = 'queued'
                   order by conversation_key limit ${limit} for update)
       and status = 'queued'
    returning id, account_id, conversation_key`,
  );
}

/** What waited for an account to be open waits no longer. */
export function releaseHeldOf(tx: Tx, accountId: AccountId, limit: number) {
  return tx.many(
    InConversation,
    sql`
    update connections.calls set held_reason = null, not_before = null
     where id in (select id from connections.calls
                   where account_id = ${accountId} and status = 'queued' and held_reason = 'not_open'
                   order by conversation_key limit ${limit} for update)
       and status = 'queued'
    returning id, account_id, conversation_key`,
  );
}

const Overdue = z.object({ accountId: AccountId, conversationKey: z.string() });

/** As its index has it. */
const dueAt = sql`(case when not_before is null then created_at else not_before end)`;

/** Conversations in which something should have gone long ago, the longest overdue first. */
export function conversationsOverdue(tx: Tx, before: Date, limit: number) {
  return tx.many(
    Overdue,
    sql`
    select distinct account_id, conversation_key from (
      select account_id, conversation_key from connections.calls
       where status = 'queued' and ${dueAt} < ${before} order by ${dueAt} limit ${limit}) c`,
  );
}

const Stuck = z.object({ id: CallId, status: z.enum(callStatuses) });

/** What is neither here nor there although whoever saw to it should have been done by then. */
export function callsStuck(tx: Tx, since: { readonly begun: Date; readonly asked: Date }, limit: number) {
  return tx.many(
    Stuck,
    sql`
    select id, status from connections.calls
     where status in ('sending', 'unknown')
       and case when status = 'sending' then started_at < ${since.begun}
                else coalesce(asked_at, started_at) < ${since.asked} end
     limit ${limit}`,
  );
}

export function deleteSettledBefore(tx: Tx, before: Date, limit: number) {
  return tx.run(sql`
    delete from connections.calls
     where id in (select id from connections.calls
                   where settled_at < ${before} order by settled_at limit ${limit})`);
}
