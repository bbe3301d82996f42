import { z } from 'zod';
import type { MemberActor } from '../kit/ctx.ts';
import type { Tx } from '../kit/db/database.ts';
import { newId } from '../kit/ids.ts';
import { type Sql, sql } from '../kit/sql.ts';
import { testDatabase } from '../kit/testing/database.ts';
import { AccountId } from '../modules/connections/accounts/contract.ts';
import { newWorkspace, type TestWorkspace } from '../modules/workspaces/testing.ts';

export const at = new Date('2026-01-05T09:00:00Z');
export const later = new Date('2026-01-05T10:00:00Z');
export const Row = z.record(z.string(), z.unknown());
export const refused = { code: '42501' };
/** By want of a right, or because it is a view that nothing can be written through. */
export const unwritable = (error: { code?: string }) =>
  ['42501', '55000', '0A000'].includes(error.code ?? '');

/** What a direct client of one of the five systems does: its own search path, its claims, and no server in between. */
export async function as<T>(
  w: TestWorkspace,
  { userId }: MemberActor,
  system: string,
  work: (tx: Tx) => Promise<T>,
) {
  const claims = JSON.stringify({ sub: userId, role: 'authenticated', workspace_id: w.workspaceId });
  return (await testDatabase()).transaction({ kind: 'owner' }, async (tx) => {
    await tx.run(sql`
      select set_config('request.jwt.claims', ${claims}, true),
             set_config('search_path', ${`${system}, public`}, true)`);
    await tx.run(sql`set local role authenticated`);
    return work(tx);
  });
}
export const readAs = (w: TestWorkspace, actor: MemberActor, query: Sql, system = 'public') =>
  as(w, actor, system, (tx) => tx.many(Row, query));
export const asOwner = async <T>(work: (tx: Tx) => Promise<T>) =>
  (await testDatabase()).transaction({ kind: 'owner' }, work);

/** All of a view, by its name. */
export const whole = (view: string) => sql`select * from ${sql.id(...view.split('.'))}`;

type Platform = 'instagram' | 'messenger' | 'youtube' | 'amazon' | 'shopify';

/** An account with tokens. `isOver`: and disconnected again. */
export async function connected(
  w: TestWorkspace,
  platform: Platform,
  by: MemberActor | undefined,
  { isOver = false } = {},
) {
  const id = newId(AccountId);
  await asOwner(async (tx) => {
    await tx.run(sql`
      insert into connections.accounts (workspace_id, id, platform, platform_account_id, login, username, display_name,
        account_kind, followers_count, following_count, posts_count, views_count, figures_at, details, connected_at,
        connected_by, created_at, updated_at)
      values (${w.workspaceId}, ${id}, ${platform}, ${`p-${id}`}, 'other', 'linen', 'Linen & Oak', 'MEDIA_CREATOR', 12, 3,
        4, 100, ${at}, '{"marketplaceId": "ATVPDKIKX0DER"}', ${at}, ${by?.memberId ?? null}, ${at}, ${at})`);
    await tx.run(sql`
      insert into connections.secrets (workspace_id, account_id, kind, sealed, created_at, updated_at)
      select ${w.workspaceId}, ${id}, kind, decode(repeat('ab', 60), 'hex'), ${at}, ${at}
        from unnest('{access,refresh}'::text[]) kind`);
    if (isOver)
      await tx.run(sql`
        update connections.accounts set disconnected_at = ${at}, disconnected_reason = 'by_member' where id = ${id}`);
  });
  return id;
}

/** Something in every view: an account on three platforms, and everything that is kept of one. */
export async function filled() {
  const w = await newWorkspace();
  const me = await w.member('owner');
  const [instagram, youtube, amazon] = [
    await connected(w, 'instagram', me),
    await connected(w, 'youtube', me),
    await connected(w, 'amazon', me),
  ];
  await asOwner(async (tx) => {
    for (const id of [instagram, youtube]) await describeAccount(tx, w, id);
    await tx.run(sql`
      insert into connections.oauth_states (workspace_id, id, platform, login, member_id, state_hash, created_at,
        expires_at)
      values (${w.workspaceId}, gen_random_uuid(), 'instagram', 'instagram', ${me.memberId},
        decode(repeat('ab', 32), 'hex'), ${at}, ${later})`);
    await tx.run(sql`
      insert into connections.pending_installs (id, shop, claim_hash, token_sealed, installed_at, expires_at, created_at,
        updated_at)
      values (gen_random_uuid(), ${`${w.workspaceId}.myshopify.com`}, decode(repeat('ab', 32), 'hex'),
        decode(repeat('ab', 60), 'hex'), ${at}, ${later}, ${at}, ${at})`);
  });
  return { w, me, instagram, youtube, amazon };
}

async function describeAccount(tx: Tx, { workspaceId }: TestWorkspace, id: AccountId) {
  await tx.run(sql`
    insert into connections.sync_states (workspace_id, account_id, resource, newest_item_id, newest_item_at, items_count,
      activity, every_minutes, last_started_at, last_completed_at, next_at, hour_began_at, hour_calls_count,
      failures_count, last_failure_code, last_failed_at, created_at, updated_at)
    values (${workspaceId}, ${id}, 'posts', 'post-9', ${at}, 40, 'busy', 5, ${at}, ${later}, ${later},
              now() - interval '10 minutes', 7, 0, null, null, ${at}, ${at}),
           (${workspaceId}, ${id}, 'comments', 'comment-9', ${at}, 900, 'quiet', 60, ${at}, ${at}, ${at},
              now() - interval '2 hours', 90, 2, 'unavailable', ${at}, ${at}, ${later})`);
  await tx.run(sql`
    insert into connections.sync_runs (workspace_id, id, account_id, resource, why, status, started_at, completed_at,
      posts_count, comments_count, failure_code, failure_detail, created_at, updated_at)
    values (${workspaceId}, gen_random_uuid(), ${id}, 'comments', 'schedule', 'failed', ${at}, ${later}, 1, 2,
      'unavailable', 'The platform did not answer.', ${at}, ${later})`);
  await tx.run(sql`
    insert into connections.health (workspace_id, account_id, last_event_at, hooks_came_count, hooks_missed_count, day,
      day_processed_count, day_failed_count, response_ms, created_at, updated_at)
    values (${workspaceId}, ${id}, ${at}, 2, 1, connections.day_at(${workspaceId}, now()), 5, 1, 80, ${at}, ${at})`);
  await tx.run(sql`
    insert into connections.webhook_subscriptions (workspace_id, account_id, subscribed_fields, status, verified_at,
      created_at, updated_at)
    values (${workspaceId}, ${id}, '{messages,comments}', 'active', ${at}, ${at}, ${at})`);
  await tx.run(sql`
    insert into connections.send_limits (workspace_id, account_id, lane, hourly_limit, daily_limit, hour_began_at,
      hour_count, day_began_at, day_count, last_call_at, created_at, updated_at)
    values (${workspaceId}, ${id}, 'messages', 150, 900, now() - interval '2 hours', 11, now() - interval '2 hours', 30,
              ${at}, ${at}, ${at}),
           (${workspaceId}, ${id}, 'comments', 10, 20, now(), 9, now(), 9, ${at}, ${at}, ${at})`);
  await tx.run(sql`
    insert into connections.webhook_events (workspace_id, id, received_at, account_id, platform, source, kind,
      conversation_key, platform_event_id, fingerprint, happened_at, payload, status, attempts_count, next_attempt_at,
      settled_at, failure_code, failure_detail)
    select ${workspaceId}, gen_random_uuid(), ${at}, ${id}, a.platform, 'webhook', e.kind, 'person/1', e.event_id,
           decode(repeat('0f', 32), 'hex'), ${at}, '{"text": "Do you ship?"}', e.status, e.attempts, e.next_at, e.settled_at,
           e.failure, case when e.failure is not null then 'The handler gave up.' end
      from connections.accounts a, (values
        ('message', 'mid.1', 'completed', 1, null, ${later}::timestamptz, null),
        ('comment', null, 'failed', 2, ${later}::timestamptz, null, 'inbox.unknown')
      ) e (kind, event_id, status, attempts, next_at, settled_at, failure)
     where a.id = ${id}`);
}
