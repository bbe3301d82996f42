import { z } from 'zod';
import type { Tx } from '../db/database.ts';
import type { MemberId, WorkspaceId } from '../ids.ts';
import { sql } from '../sql.ts';
import { type EndpointId, type PutEndpoint, WebhookEndpoint } from './contract.ts';

const columns = sql.trusted(
  'id, url, event_names, description, created_at, disabled_at, disabled_reason, failing_since',
);

const Found = z.object({ found: z.boolean() });

/** Whether anybody in this workspace would be told. */
export async function hasEndpoint(tx: Tx, eventName: string): Promise<boolean> {
  const { found } = await tx.one(
    Found,
    sql`
    select exists (select from app.webhook_endpoints
                    where disabled_at is null
                      and (event_names = '{}' or ${eventName} = any(event_names))) as found`,
  );
  return found;
}

export const listEndpoints = (tx: Tx) =>
  tx.many(WebhookEndpoint, sql`select ${columns} from app.webhook_endpoints order by created_at, id`);

export const findEndpoint = (tx: Tx, id: EndpointId) =>
  tx.maybeOne(WebhookEndpoint, sql`select ${columns} from app.webhook_endpoints where id = ${id}`);

export const holdEndpoint = (tx: Tx, id: EndpointId) =>
  tx.maybeOne(WebhookEndpoint, sql`select ${columns} from app.webhook_endpoints where id = ${id} for update`);

interface Put extends PutEndpoint {
  readonly workspaceId: WorkspaceId;
  readonly memberId: MemberId | null;
  readonly now: Date;
}

export const putEndpoint = (tx: Tx, { workspaceId, memberId, now, ...put }: Put) =>
  tx.one(
    WebhookEndpoint,
    sql`
    insert into app.webhook_endpoints as e (workspace_id, id, url, event_names, description, created_by, created_at,
      updated_at)
    values (${workspaceId}, ${put.id}, ${put.url}, ${put.eventNames}, ${put.description}, ${memberId}, ${now}, ${now})
    on conflict (workspace_id, id) do update
      set url = excluded.url, event_names = excluded.event_names, description = excluded.description,
          updated_at = excluded.updated_at
    returning ${columns}`,
  );

export const removeEndpoint = (tx: Tx, id: EndpointId) =>
  tx.run(sql`delete from app.webhook_endpoints where id = ${id}`);

export const enableEndpoint = (tx: Tx, id: EndpointId, now: Date) =>
  tx.maybeOne(
    WebhookEndpoint,
    sql`
    update app.webhook_endpoints
       set disabled_at = null, disabled_by = null, disabled_reason = null, failing_since = null, updated_at = ${now}
     where id = ${id}
    returning ${columns}`,
  );

interface Disable {
  readonly id: EndpointId;
  readonly memberId: MemberId | null;
  readonly reason: 'by_member' | 'kept_failing' | 'gone';
  readonly now: Date;
}

/** Answers nothing when it is disabled already: whoever came first said why. */
export const disableEndpoint = (tx: Tx, { id, memberId, reason, now }: Disable) =>
  tx.maybeOne(
    WebhookEndpoint,
    sql`
    update app.webhook_endpoints
       set disabled_at = ${now}, disabled_by = ${memberId}, disabled_reason = ${reason}, updated_at = ${now}
     where id = ${id} and disabled_at is null
    returning ${columns}`,
  );

/** The first failure since the last success stays: how long it has been failing is what counts. */
export const markFailing = (tx: Tx, id: EndpointId, now: Date) =>
  tx.one(
    WebhookEndpoint,
    sql`
    update app.webhook_endpoints set failing_since = coalesce(failing_since, ${now}), updated_at = ${now}
     where id = ${id}
    returning ${columns}`,
  );

export const markWorking = (tx: Tx, id: EndpointId, now: Date) =>
  tx.run(sql`
    update app.webhook_endpoints set failing_since = null, updated_at = ${now}
     where id = ${id} and failing_since is not null`);

interface NewSecret {
  readonly workspaceId: WorkspaceId;
  readonly endpointId: EndpointId;
  readonly id: string;
  readonly sealed: Buffer;
  readonly now: Date;
}

export const insertSecret = (tx: Tx, { workspaceId, endpointId, id, sealed, now }: NewSecret) =>
  tx.run(sql`
    insert into app.webhook_secrets (workspace_id, endpoint_id, id, sealed, created_at)
    values (${workspaceId}, ${endpointId}, ${id}, ${sealed}, ${now})`);

export const expireSecrets = (tx: Tx, endpointId: EndpointId, at: Date) =>
  tx.run(sql`
    update app.webhook_secrets set expires_at = ${at}
     where endpoint_id = ${endpointId} and (expires_at is null or expires_at > ${at})`);

const Secret = z.object({ id: z.uuid(), sealed: z.instanceof(Buffer) });

/** The newest first. */
export const validSecrets = (tx: Tx, endpointId: EndpointId, now: Date) =>
  tx.many(
    Secret,
    sql`
    select id, sealed from app.webhook_secrets
     where endpoint_id = ${endpointId} and (expires_at is null or expires_at > ${now})
     order by expires_at desc nulls first, created_at desc, id desc`,
  );

export const deleteExpiredSecrets = (tx: Tx, before: Date) =>
  tx.run(sql`delete from app.webhook_secrets where expires_at < ${before}`);
