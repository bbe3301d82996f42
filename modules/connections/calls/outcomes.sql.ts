import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { AccountId } from '../accounts/contract.ts';
import { CallKind, type Lane, PlatformName } from '../platforms/contract.ts';
import { type CallFailure, CallId, type HeldReason } from './contract.ts';

/** Whose outcome it is to say: the attempt that began then. One that was given up says nothing any more. */
export interface Attempt {
  readonly id: CallId;
  readonly startedAt: Date;
}

const Settled = z.object({ id: CallId, accountId: AccountId, conversationKey: z.string() });
export type Settled = z.infer<typeof Settled>;

const settling = ({ id, startedAt }: Attempt, set: Sql) => sql`
    update connections.calls set ${set}
     where id = ${id} and status in ('sending', 'unknown') and started_at = ${startedAt}
    returning id, account_id, conversation_key`;

/**
 * Of those that wait behind it, how urgent the first one is; null when there is none. A statement of its own, after
 * the one that settled it: what began to wait while that one waited for the row would not be seen by it.
 */
export function nextPriority(tx: Tx, { id, accountId, conversationKey }: Settled) {
  return tx.one(
    z.object({ nextPriority: z.number().nullable() }),
    sql`
    select max(priority)::int as next_priority from connections.calls
     where account_id = ${accountId} and conversation_key = ${conversationKey} and status = 'queued' and id <> ${id}`,
  );
}

export function markDone(
  tx: Tx,
  attempt: Attempt,
  done: { readonly platformId: string | null; readonly result: object | null },
  now: Date,
) {
  const set = sql`status = 'done', platform_id = ${done.platformId}, result = ${done.result}, settled_at = ${now}`;
  return tx.maybeOne(Settled, settling(attempt, set));
}

export function markFailed(
  tx: Tx,
  attempt: Attempt,
  failed: { readonly code: CallFailure; readonly platformCode: string | null },
  now: Date,
) {
  const set = sql`status = 'failed', failure_code = ${failed.code}, platform_code = ${failed.platformCode},
                  settled_at = ${now}`;
  return tx.maybeOne(Settled, settling(attempt, set));
}

export interface Again {
  readonly reason: HeldReason | null;
  readonly notBefore: Date | null;
  readonly platformCode: string | null;
  /** What was refused for now was no attempt. */
  readonly isAttempt: boolean;
}

/** It was certainly not done, so it may be done. */
export function markQueuedAgain(tx: Tx, attempt: Attempt, again: Again) {
  const set = sql`status = 'queued', held_reason = ${again.reason}, not_before = ${again.notBefore},
                  platform_code = ${again.platformCode}, asked_count = 0, asked_at = null, job_id = null,
                  attempts_count = attempts_count - ${again.isAttempt ? 0 : 1}::int`;
  return tx.maybeOne(Settled, settling(attempt, set));
}

/** Answers 0 when its outcome is known by now. */
export function markUnknown(tx: Tx, id: CallId) {
  return tx.run(sql`
    update connections.calls set status = 'unknown', asked_count = 0, asked_at = null
     where id = ${id} and status = 'sending'`);
}

export function markAsked(tx: Tx, { id, startedAt }: Attempt, now: Date) {
  return tx.run(sql`
    update connections.calls set asked_count = asked_count + 1, asked_at = ${now}
     where id = ${id} and status = 'unknown' and started_at = ${startedAt}`);
}

const Asked = z.object({
  id: CallId,
  accountId: AccountId,
  conversationKey: z.string(),
  kind: CallKind,
  request: z.record(z.string(), z.unknown()),
  startedAt: z.date(),
  attempts: z.number(),
  askedCount: z.number(),
  platform: PlatformName,
});
export type Asked = z.infer<typeof Asked>;

/** A call nobody knows the outcome of; undefined when somebody does. */
export function findUnknown(tx: Tx, id: CallId) {
  return tx.maybeOne(
    Asked,
    sql`
    select c.id, c.account_id, c.conversation_key, c.kind, c.request, c.started_at, c.attempts_count as attempts,
           c.asked_count, a.platform
      from connections.calls c
      join connections.accounts a on a.workspace_id = c.workspace_id and a.id = c.account_id
     where c.id = ${id} and c.status = 'unknown'`,
  );
}

const Known = z.object({ platformId: z.string() });

/** No more are made for an account in such a while. */
const knownIdsMax = 500;
const knownBeforeMs = 120_000;

/** What others became there at about that time, so that none of them is taken for this one. */
export function knownBeside(tx: Tx, { accountId, startedAt }: Pick<Asked, 'accountId' | 'startedAt'>) {
  return tx.many(
    Known,
    sql`
    select platform_id from connections.calls
     where account_id = ${accountId} and settled_at > ${new Date(startedAt.getTime() - knownBeforeMs)}
       and platform_id is not null
     order by settled_at limit ${knownIdsMax}`,
  );
}

export interface Told {
  readonly percent: number | null;
  readonly heldUntil: Date | null;
}

/** What the platform said of an account. */
export function putUsage(tx: Tx, accountId: AccountId, lane: Lane, { percent, heldUntil }: Told, now: Date) {
  return tx.run(sql`
    update connections.send_limits
       set usage_percent = coalesce(${percent}::int, usage_percent),
           usage_at = case when ${percent}::int is null then usage_at else ${now} end,
           held_until = greatest(held_until, ${heldUntil}::timestamptz)
     where account_id = ${accountId} and lane = ${lane}`);
}

/** A row that everybody's calls meet in, so it is written only when it says something else than it did. */
const usageStaysMs = 30_000;

/** What the platform said of the application. */
export function putAppUsage(tx: Tx, platform: PlatformName, { percent, heldUntil }: Told, now: Date) {
  return tx.run(sql`
    insert into connections.app_limits as l (platform, held_until, usage_percent, usage_at, updated_at)
    values (${platform}, ${heldUntil}, ${percent}::int, ${percent === null ? null : now}, ${now})
    on conflict (platform) do update
       set held_until = greatest(l.held_until, excluded.held_until),
           usage_percent = coalesce(excluded.usage_percent, l.usage_percent),
           usage_at = coalesce(excluded.usage_at, l.usage_at)
     where coalesce(excluded.held_until > l.held_until, excluded.held_until is not null)
        or (excluded.usage_percent is not null
            and (coalesce(excluded.usage_percent <> l.usage_percent, true)
                 or coalesce(l.usage_at < ${new Date(now.getTime() - usageStaysMs)}, true)))`);
}
