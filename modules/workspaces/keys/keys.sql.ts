import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { ApiKeyId, MemberId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { ApiKey, type KeyStatus } from './contract.ts';

const byAge = keyset({ createdAt: 'desc', id: 'desc' }, 'k');

/** `people` are all there are, as `colleagues` of identity says. */
const shown = (people: Sql, now: Date) => sql`
    select k.id, k.name, k.hint, k.permissions, k.created_at, k.expires_at, k.last_used_at, k.revoked_at,
           case when k.revoked_at is not null then 'revoked' when k.expires_at <= ${now} then 'expired'
                else 'live' end as status,
           jsonb_build_object('memberId', m.id, 'name', p.name) as made_by
      from workspaces.api_keys k
      join workspaces.members m on m.workspace_id = k.workspace_id and m.id = k.made_by
      left join (${people}) p on p.id = m.user_id`;

export function keysOfWorkspace(
  tx: Tx,
  people: Sql,
  filter: { readonly status?: KeyStatus | undefined; readonly now: Date },
  page: PageQuery,
) {
  const { status, now } = filter;
  return byAge.page(
    tx,
    ApiKey,
    page,
    (where, order) => sql`
    ${shown(people, now)}
     where ${status === undefined ? sql`true` : isOf[status](now)} and ${where}
     ${order}`,
  );
}

const isOf: Record<KeyStatus, (now: Date) => Sql> = {
  live: (now) => sql`k.revoked_at is null and (k.expires_at is null or k.expires_at > ${now})`,
  expired: (now) => sql`k.revoked_at is null and k.expires_at <= ${now}`,
  revoked: () => sql`k.revoked_at is not null`,
};

export function findKey(tx: Tx, people: Sql, id: ApiKeyId, now: Date) {
  return tx.maybeOne(ApiKey, sql`${shown(people, now)} where k.id = ${id}`);
}

/** Among the newest, so that a count reads no more than that however many were revoked over the years. */
export function countLiveKeys(tx: Tx, now: Date, amongNewest: number) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`
    select count(*)::int as count
      from (select k.revoked_at, k.expires_at from workspaces.api_keys k
             order by k.created_at desc, k.id desc limit ${amongNewest}) k
     where ${isOf.live(now)}`,
  );
}

export interface NewKey {
  readonly workspaceId: WorkspaceId;
  readonly id: ApiKeyId;
  readonly name: string;
  readonly tokenHash: Buffer;
  readonly hint: string;
  readonly permissions: readonly string[];
  readonly madeBy: MemberId;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

/** Answers 0 when the id is taken. */
export function insertKey(tx: Tx, k: NewKey) {
  return tx.run(sql`
    insert into workspaces.api_keys (workspace_id, id, name, token_hash, hint, permissions, made_by, created_at,
                                     expires_at)
    values (${k.workspaceId}, ${k.id}, ${k.name}, ${k.tokenHash}, ${k.hint}, ${k.permissions}, ${k.madeBy},
            ${k.createdAt}, ${k.expiresAt})
    on conflict (workspace_id, id) do nothing`);
}

export function renameKey(tx: Tx, id: ApiKeyId, name: string) {
  return tx.maybeOne(
    z.object({ before: z.string() }),
    sql`
    with before as (select id, name from workspaces.api_keys where id = ${id} for update)
    update workspaces.api_keys k set name = ${name}
      from before where k.id = before.id
    returning before.name as before`,
  );
}

/** Answers 0 when it was revoked before: who did it first, and when, stays. */
export function revokeKey(tx: Tx, id: ApiKeyId, by: MemberId | null, at: Date) {
  return tx.run(sql`
    update workspaces.api_keys set revoked_at = ${at}, revoked_by = ${by}
     where id = ${id} and revoked_at is null`);
}
