import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { AccountId } from '../accounts/contract.ts';

const Due = z.object({ id: AccountId, refreshAt: z.date() });

/** Accounts whose token is to be had anew before then. */
export function accountsToRefresh(tx: Tx, before: Date, limit: number) {
  return tx.many(
    Due,
    sql`
    select id, refresh_at from connections.accounts
     where refresh_at < ${before}
     order by refresh_at
     limit ${limit}`,
  );
}

/**
 * Takes the refresh for oneself by moving it away: whoever comes later, in whatever process, finds nothing due, and
 * when we die it is due again at `until`. Answers 0 when it is not due, somebody else has it, or the account is not
 * open.
 */
export function claimRefresh(tx: Tx, id: AccountId, dueBefore: Date, until: Date) {
  return tx.run(sql`
    update connections.accounts set refresh_at = ${until}
     where id = ${id} and refresh_at <= ${dueBefore}`);
}

export interface Refreshed {
  readonly expiresAt: Date | null;
  readonly refreshAt: Date | null;
  /** Undefined where the platform does not say. */
  readonly scopes: readonly string[] | undefined;
  readonly at: Date;
}

/** Answers 0 when the account was connected anew, broken or disconnected meanwhile: then what we got is not wanted. */
export function markRefreshed(tx: Tx, id: AccountId, claimedUntil: Date, r: Refreshed) {
  return tx.run(sql`
    update connections.accounts
       set token_expires_at = ${r.expiresAt}, token_refreshed_at = ${r.at}, refresh_at = ${r.refreshAt},
           refresh_failures = 0, scopes = coalesce(${r.scopes ?? null}::text[], scopes)
     where id = ${id} and refresh_at = ${claimedUntil}`);
}

export function markRefreshFailed(tx: Tx, id: AccountId, claimedUntil: Date, againAt: Date) {
  return tx.run(sql`
    update connections.accounts
       set refresh_at = ${againAt}, refresh_failures = least(refresh_failures + 1, 1000)
     where id = ${id} and refresh_at = ${claimedUntil}`);
}

/** As soon as possible, unless somebody is at it: a claim is never in the past. */
export function hastenRefresh(tx: Tx, id: AccountId, now: Date, claimedFrom: Date) {
  return tx.run(sql`
    update connections.accounts set refresh_at = ${now}
     where id = ${id} and broken_at is null and disconnected_at is null
       and (refresh_at is null or refresh_at > ${claimedFrom})`);
}
