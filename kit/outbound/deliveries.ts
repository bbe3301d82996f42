import type { Ctx, Unit } from '../ctx.ts';
import type { PageQuery } from '../db/page.ts';
import type { Page } from '../page.ts';
import {
  authorize,
  type DeliveryId,
  type EndpointId,
  type WebhookDelivery,
  webhooksError,
} from './contract.ts';
import * as db from './deliveries.sql.ts';
import { findEndpoint } from './endpoints.sql.ts';
import { deliverWebhook, replayWebhooks } from './job.ts';

export async function listDeliveries(
  ctx: Ctx,
  { endpointId, ...page }: PageQuery & { endpointId: EndpointId },
): Promise<Page<WebhookDelivery>> {
  authorize(ctx, 'webhooks.read');
  return db.listDeliveries(ctx.tx, endpointId, page);
}

/** Once more from the beginning, under the same `webhook-id`: a receiver that had it knows that it had. */
export async function replayDelivery(ctx: Ctx, { id }: { id: DeliveryId }): Promise<WebhookDelivery> {
  authorize(ctx, 'webhooks.manage');
  const delivery = await db.reopenDelivery(ctx.tx, id, ctx.now);
  if (!delivery) throw webhooksError('delivery_not_found', { id });
  await mustBeOn(ctx, delivery.endpointId);
  await ctx.enqueue(deliverWebhook, { deliveryId: id });
  return delivery;
}

/** Everything an endpoint was told, or should have been, since then. Long work: it goes on by itself. */
export async function replaySince(
  ctx: Ctx,
  { endpointId, since }: { endpointId: EndpointId; since: Date },
): Promise<void> {
  authorize(ctx, 'webhooks.manage');
  await mustBeOn(ctx, endpointId);
  const replay = { endpointId, since: since.toISOString(), startedAt: ctx.now.toISOString() };
  await ctx.enqueue(replayWebhooks, replay);
}

const replayedAtOnce = 200;

export async function runReplay(
  unit: Unit,
  replay: { endpointId: string; since: string; startedAt: string },
): Promise<void> {
  const endpointId = replay.endpointId as EndpointId;
  const since = new Date(replay.since);
  const settledBefore = new Date(replay.startedAt);
  for (let done = 0, left = true; left; ) {
    const reopened = await unit.work(async (ctx) => {
      const piece = { endpointId, since, settledBefore, limit: replayedAtOnce, now: ctx.now };
      const ids = await db.reopenDeliveries(ctx.tx, piece);
      for (const { id } of ids) await ctx.enqueue(deliverWebhook, { deliveryId: id });
      return ids.length;
    });
    done += reopened;
    left = reopened === replayedAtOnce;
    await unit.progress(done, left ? done + replayedAtOnce : done);
  }
}

async function mustBeOn(ctx: Ctx, endpointId: EndpointId) {
  const endpoint = await findEndpoint(ctx.tx, endpointId);
  if (!endpoint) throw webhooksError('endpoint_not_found', { id: endpointId });
  if (endpoint.disabledAt) throw webhooksError('endpoint_is_disabled', { id: endpointId });
}
