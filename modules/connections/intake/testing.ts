import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { type Ground, workIn } from '../../../kit/work.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace } from '../../workspaces/testing.ts';
import { AccountId } from '../accounts/contract.ts';
import { connections } from '../index.ts';
import type { SingleEvent } from '../platforms/platform.ts';
import type { Walk } from '../walk.ts';
import { eventStatuses, WebhookEventId } from './contract.ts';
import { eventsOfWorkspace } from './log.sql.ts';
import { takeIn } from './storing.ts';
import { message } from './testing/hook.ts';

export * from './testing/hook.ts';

type Place = Pick<Walk, 'workspaceId'> & { readonly ground: Ground };

/** An account that is connected, as far as what comes in asks. */
export async function openAccount(
  { ground, workspaceId }: Place,
  {
    platform = 'instagram',
    platformAccountId = newPlatformId(),
  }: Partial<Pick<SingleEvent, 'platform' | 'platformAccountId'>> = {},
) {
  const id = newId(AccountId);
  const now = ground.clock.now();
  await ground.db.transaction({ kind: 'workspace', workspaceId }, async (tx) => {
    await tx.run(sql`
      insert into connections.accounts (workspace_id, id, platform, platform_account_id, login, display_name,
                                        connected_at, created_at, updated_at)
      values (${workspaceId}, ${id}, ${platform}, ${platformAccountId}, 'other', 'Linen & Oak', ${now}, ${now}, ${now})`);
    await tx.run(sql`
      insert into connections.account_routes (platform, platform_account_id, workspace_id, account_id, created_at)
      values (${platform}, ${platformAccountId}, ${workspaceId}, ${id}, ${now})`);
  });
  return { id, platform, platformAccountId };
}

/** Above what a number can hold, as platforms like them. */
const newPlatformId = () => `9${Array.from({ length: 18 }, () => randomInt(10)).join('')}`;

/** Whatever was taken in of an account, oldest first. */
export const eventsOf = ({ ground, workspaceId }: Place, account: { readonly id: AccountId }) =>
  ground.db.reader({ kind: 'workspace', workspaceId }).many(
    StoredEvent,
    sql`
    select id, kind, status, source, platform_event_id, conversation_key, attempts_count as attempts, worker,
           failure_code, failure_detail, skipped_reason, next_attempt_at, duration_ms, payload
      from connections.webhook_events where account_id = ${account.id} order by received_at, id`,
  );
const StoredEvent = z.object({
  id: WebhookEventId,
  kind: z.string(),
  status: z.enum(eventStatuses),
  source: z.string(),
  platformEventId: z.string().nullable(),
  conversationKey: z.string(),
  attempts: z.number(),
  worker: z.string().nullable(),
  failureCode: z.string().nullable(),
  failureDetail: z.string().nullable(),
  skippedReason: z.string().nullable(),
  nextAttemptAt: z.date().nullable(),
  durationMs: z.number().nullable(),
  payload: z.unknown(),
});

/** How many jobs wait to work off events of an account. */
export async function jobsWaitingFor(
  { ground }: Place,
  account: { readonly id: AccountId },
): Promise<number> {
  const { count } = await ground.db.transaction({ kind: 'owner' }, (tx) =>
    tx.one(
      z.object({ count: z.number() }),
      sql`
      select count(*)::int as count from pgboss.job_common j
        join connections.webhook_events e on e.id::text = j.data->'payload'->>'eventId'
       where e.account_id = ${account.id} and j.name = 'connections.handle_event' and j.state < 'active'`,
    ),
  );
  return count;
}

/** A workspace of a test's own, with this module and those below it. */
export const intakeWorkspace = () => newWorkspace([identity, workspaces, connections]);

/** One event that was taken in and waits. */
export async function takenEvent(
  place: Place,
  kind: SingleEvent['kind'] = 'message',
): Promise<WebhookEventId> {
  const account = await openAccount(place);
  return workIn(place.ground, place.workspaceId, { actor: { kind: 'system' } }, async (ctx) => {
    await takeIn(ctx, account, [message(account, account.id, { kind })], 'webhook');
    const { items } = await eventsOfWorkspace(ctx.tx, { accountId: account.id }, { limit: 1 });
    return items[0]!.id;
  });
}

/** The same after it was given up. */
export async function failedEvent(place: Place): Promise<WebhookEventId> {
  const id = await takenEvent(place);
  await ownedBy(
    place,
    sql`
    update connections.webhook_events set status = 'failed', failure_code = 'testing', attempts_count = 8
     where workspace_id = ${place.workspaceId} and id = ${id}`,
  );
  return id;
}

const ownedBy = ({ ground, workspaceId }: Place, query: ReturnType<typeof sql>) =>
  ground.db.transaction({ kind: 'workspace', workspaceId }, (tx) => tx.run(query));

/** A good input for every route of this part. */
export const intakeSamples: Samples<Walk> = {
  'GET /w/:workspaceId/connection-events': async (w) => {
    await takenEvent(w);
    return { query: { status: 'pending', kind: 'message' } };
  },
  'GET /w/:workspaceId/connection-events/:eventId': async (w) => ({
    params: { eventId: await takenEvent(w) },
  }),
  'POST /w/:workspaceId/connection-events/:eventId/replay': async (w) => ({
    params: { eventId: await failedEvent(w) },
  }),
  'POST /w/:workspaceId/connection-event-replays': async (w) => {
    await failedEvent(w);
    return { body: { kind: 'message' } };
  },
};
