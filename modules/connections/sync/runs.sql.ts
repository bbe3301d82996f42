import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { AccountId } from '../accounts/contract.ts';
import type { Resource } from '../platforms/contract.ts';
import { type runWhys, SyncRun, type SyncRunId } from './contract.ts';

export interface NewRun {
  readonly workspaceId: WorkspaceId;
  readonly id: SyncRunId;
  readonly accountId: AccountId;
  readonly resource: Resource;
  readonly why: (typeof runWhys)[number];
}

/** Answers 0 when it is there. */
export function insertRun(tx: Tx, { workspaceId, id, accountId, resource, why }: NewRun, now: Date) {
  return tx.run(sql`
    insert into connections.sync_runs (workspace_id, id, account_id, resource, why, started_at, created_at, updated_at)
    values (${workspaceId}, ${id}, ${accountId}, ${resource}, ${why}, ${now}, ${now}, ${now})
    on conflict (workspace_id, id) do nothing`);
}

/** Another attempt of the same job: what was counted stays. */
export function reopenRun(tx: Tx, id: SyncRunId) {
  return tx.run(sql`
    update connections.sync_runs
       set status = 'pending', completed_at = null, failure_code = null, failure_detail = null
     where id = ${id}`);
}

export interface Counts {
  readonly calls: number;
  readonly posts: number;
  readonly comments: number;
  readonly messages: number;
  readonly fresh: number;
}

export function addCounts(tx: Tx, id: SyncRunId, { calls, posts, comments, messages, fresh }: Counts) {
  return tx.run(sql`
    update connections.sync_runs
       set calls_count = calls_count + ${calls}, posts_count = posts_count + ${posts},
           comments_count = comments_count + ${comments}, messages_count = messages_count + ${messages},
           new_count = new_count + ${fresh}
     where id = ${id}`);
}

export interface RunFailure {
  readonly code: string;
  readonly detail: string;
}

export function markRunOver(tx: Tx, id: SyncRunId, failure: RunFailure | null, now: Date) {
  return tx.run(sql`
    update connections.sync_runs
       set status = ${failure ? 'failed' : 'success'}, completed_at = ${now}, failure_code = ${failure?.code ?? null},
           failure_detail = ${failure?.detail ?? null}
     where id = ${id} and status = 'pending'`);
}

const shown = sql`
    select id, resource, why, status, started_at, completed_at, failure_code, failure_detail,
           jsonb_build_object('calls', calls_count, 'posts', posts_count, 'comments', comments_count,
                              'messages', messages_count, 'fresh', new_count) as counts, account_id
      from connections.sync_runs`;
const OfAccount = SyncRun.extend({ accountId: AccountId });

export function findRun(tx: Tx, id: SyncRunId) {
  return tx.maybeOne(OfAccount, sql`${shown} where id = ${id}`);
}

const byTime = keyset({ startedAt: 'desc', id: 'desc' });

export function runsOf(
  tx: Tx,
  accountId: AccountId,
  filter: { readonly resource?: Resource | undefined },
  page: PageQuery,
) {
  const { resource } = filter;
  return byTime.page(
    tx,
    SyncRun,
    page,
    (where, order) => sql`
    ${shown} where account_id = ${accountId} and ${resource === undefined ? sql`true` : sql`resource = ${resource}`}
      and ${where} ${order}`,
  );
}

const Count = z.object({ count: z.number() });

export function deleteRunsBefore(tx: Tx, before: Date, limit: number) {
  return tx.one(
    Count,
    sql`
    with gone as (
      delete from connections.sync_runs r using (
        select id from connections.sync_runs
         where started_at < ${before} order by started_at limit ${limit}) old
       where r.id = old.id
      returning 1
    )
    select count(*)::int as count from gone`,
  );
}
