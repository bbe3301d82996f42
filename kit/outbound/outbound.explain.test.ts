import { before, describe } from 'node:test';
import type { Database, Tx } from '../db/database.ts';
import { uuidv7, WorkspaceId } from '../ids.ts';
import { sql } from '../sql.ts';
import { scratchDatabase } from '../testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../testing/explain.ts';
import { DeliveryId, EndpointId, endpointsMax } from './contract.ts';
import * as deliveries from './deliveries.sql.ts';
import * as endpoints from './endpoints.sql.ts';

/* 150 workspaces with as many endpoints as they may have; two of them with a month of deliveries. */
const workspacesCount = 150;
const deliveriesPerWorkspace = 15_000;
const workspaceId = WorkspaceId.parse(numberedId(1));
const endpointId = EndpointId.parse(numberedId(1));
const settledId = DeliveryId.parse(numberedId(7));
const waitingId = DeliveryId.parse(numberedId(deliveriesPerWorkspace));
const at = new Date('2026-01-01T12:00:00Z');
const afterAt = (seconds: number) => new Date(at.getTime() + seconds * 1000);
/** All but the last ones are settled. */
const now = afterAt(deliveriesPerWorkspace * 60);

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, fill);
  await analyze(db, 'app.webhook_endpoints', 'app.webhook_secrets', 'app.webhook_deliveries');
});

async function fill(tx: Tx): Promise<void> {
  const everyEndpoint = sql`generate_series(1, ${workspacesCount}::int) w, generate_series(1, ${endpointsMax}::int) e`;
  await tx.run(sql`
    insert into workspaces.workspaces (id, name, created_at, updated_at)
    select ${numberedIn(sql`w`)}, 'Testing', ${at}, ${at} from generate_series(1, ${workspacesCount}::int) w`);
  await tx.run(sql`
    insert into app.webhook_endpoints (workspace_id, id, url, event_names, created_at, updated_at, failing_since)
    select ${numberedIn(sql`w`)}, ${numberedIn(sql`e`)}, 'https://example.com', '{}', ${at}, ${at}, ${at}
      from ${everyEndpoint}`);
  await tx.run(sql`
    insert into app.webhook_secrets (workspace_id, endpoint_id, id, sealed, created_at, expires_at)
    select ${numberedIn(sql`w`)}, ${numberedIn(sql`e`)}, ${numberedIn(sql`s`)}, decode(repeat('00', 64), 'hex'), ${at},
           case when s > 1 then ${at}::timestamptz + interval '1 day' end
      from ${everyEndpoint}, generate_series(1, 2) s`);
  await tx.run(sql`
    insert into app.webhook_deliveries (workspace_id, id, endpoint_id, event_id, event_name, body, status,
      next_attempt_at, created_at, settled_at)
    select ${numberedIn(sql`w`)}, ${numberedIn(sql`n`)}, ${numberedIn(sql`1 + n % ${endpointsMax}`)}, gen_random_uuid(),
           'testing.noted', '{}', case when is_settled then 'delivered' else 'waiting' end,
           case when not is_settled then happened_at end, happened_at, case when is_settled then happened_at end
      from generate_series(1, 2) w,
           (select n, n <= ${deliveriesPerWorkspace - 300} as is_settled,
                   ${at}::timestamptz + n * interval '1 min' as happened_at
              from generate_series(1, ${deliveriesPerWorkspace}::int) n) made`);
}

const ours = () => ({ db, scope: { kind: 'workspace', workspaceId } }) as const;

describe('deliveries', () => {
  const outcome = { nextAttemptAt: null, responseStatus: 204, responseBody: '', failureCode: null, now };
  const page = { limit: 20, after: undefined };
  const [createdAt, id] = ['2026-01-03 12:00:00+00', numberedId(1)];
  const next = Buffer.from(JSON.stringify([createdAt, id])).toString('base64url');

  explainEach(deliveries, ours, {
    insertDeliveries: {
      given: () => [
        {
          workspaceId,
          deliveries: [{ id: DeliveryId.parse(uuidv7()), endpointId }],
          eventId: uuidv7(),
          eventName: 'testing.noted',
          body: '{}',
          now,
        },
      ],
      by: ['webhook_delivery_once_per_endpoint'],
    },
    claimDelivery: {
      given: () => [waitingId, { now, leaseUntil: now }],
      by: ['webhook_deliveries_pkey', 'webhook_endpoints_pkey'],
    },
    settleDelivery: {
      given: () => [{ ...outcome, id: waitingId, status: 'delivered' } as const],
      by: ['webhook_deliveries_pkey'],
    },
    listDeliveries: [
      { given: () => [endpointId, page], by: ['webhook_deliveries_by_endpoint'] },
      {
        when: 'on a later page',
        given: () => [endpointId, { ...page, after: next }],
        by: ['webhook_deliveries_by_endpoint'],
      },
    ],
    reopenDelivery: { given: () => [settledId, now], by: ['webhook_deliveries_pkey'] },
    reopenDeliveries: {
      given: () => [{ endpointId, since: afterAt(3_600), settledBefore: now, limit: 20, now }],
      by: ['webhook_deliveries_by_endpoint', 'webhook_deliveries_pkey'],
    },
    overdueDeliveries: { given: () => [now, 20], by: ['webhook_deliveries_waiting'] },
    deleteDeliveriesBefore: {
      given: () => [afterAt(86_400), 20],
      by: ['webhook_deliveries_by_age', 'webhook_deliveries_pkey'],
    },
  });
});

describe('endpoints', () => {
  const put = { id: endpointId, url: 'https://example.com', eventNames: [], description: '' };

  explainEach(endpoints, ours, {
    // A workspace has few endpoints, and any index that begins with it finds them all.
    hasEndpoint: { given: () => ['testing.noted'], by: [/^webhook_endpoints_/] },
    listEndpoints: { given: () => [], by: [/^webhook_endpoints_/], rowsMax: endpointsMax },
    findEndpoint: { given: () => [endpointId], by: ['webhook_endpoints_pkey'] },
    holdEndpoint: { given: () => [endpointId], by: ['webhook_endpoints_pkey'] },
    putEndpoint: {
      given: () => [{ ...put, workspaceId, memberId: null, now }],
      by: ['webhook_endpoints_pkey'],
    },
    removeEndpoint: { given: () => [endpointId], by: ['webhook_endpoints_pkey'] },
    enableEndpoint: { given: () => [endpointId, now], by: ['webhook_endpoints_pkey'] },
    disableEndpoint: {
      given: () => [{ id: endpointId, memberId: null, reason: 'gone', now } as const],
      by: ['webhook_endpoints_pkey'],
    },
    markFailing: { given: () => [endpointId, now], by: ['webhook_endpoints_pkey'] },
    markWorking: { given: () => [endpointId, now], by: ['webhook_endpoints_pkey'] },
    insertSecret: {
      given: () => [{ workspaceId, endpointId, id: uuidv7(), sealed: Buffer.alloc(64), now }],
      by: [],
    },
    expireSecrets: { given: () => [endpointId, now], by: ['webhook_secrets_pkey'] },
    validSecrets: { given: () => [endpointId, at], by: ['webhook_secrets_pkey'] },
    deleteExpiredSecrets: { given: () => [now], by: ['webhook_secrets_pkey'] },
  });
});
