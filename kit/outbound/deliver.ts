import type { Span } from '@opentelemetry/api';
import type { Ctx, Unit } from '../ctx.ts';
import { newId } from '../ids.ts';
import { inSpan } from '../tracing-span.ts';
import { DeliveryId, type EndpointId, endpointDisabled, type SecretKeeper } from './contract.ts';
import * as db from './deliveries.sql.ts';
import { disableEndpoint, listEndpoints, markFailing, markWorking } from './endpoints.sql.ts';
import { secretsOf } from './endpoints.ts';
import { deliverWebhook } from './job.ts';
import { type Answer, post } from './post.ts';
import { signedHeaders } from './sign.ts';

export interface OutboundOptions {
  readonly keeper: SecretKeeper;
  /** Lets customers name addresses inside this network. For a company's own installation, and for tests. */
  readonly allowPrivate: boolean;
  readonly timeoutMs?: number;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** The wait after each failed attempt: eleven attempts within a day, the first ones close together. */
const waitsMs = [
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  1 * hour,
  2 * hour,
  4 * hour,
  8 * hour,
  8 * hour,
];
/** An endpoint that has failed for so long without one success is switched off. */
const failingMaxMs = 5 * 24 * hour;
/** Longer than an attempt can take: after that, one that was interrupted may be made again. */
const leaseMs = minute;
const timeoutMs = 15 * second;

interface Told {
  readonly eventId: string;
  readonly name: string;
  readonly publishedAt: string;
  readonly payload: Record<string, unknown>;
}

/** One delivery per endpoint that wants to hear of it. */
export function tellCustomers(unit: Unit, { eventId, name, publishedAt, payload }: Told): Promise<void> {
  return unit.work(async (ctx) => {
    const wanting = (await listEndpoints(ctx.tx)).filter(
      ({ disabledAt, eventNames }) => !disabledAt && (eventNames.length === 0 || eventNames.includes(name)),
    );
    const made = await db.insertDeliveries(ctx.tx, {
      workspaceId: ctx.workspaceId,
      deliveries: wanting.map(({ id }) => ({ id: newId(DeliveryId), endpointId: id })),
      eventId,
      eventName: name,
      body: JSON.stringify({ type: name, timestamp: publishedAt, data: payload }),
      now: ctx.now,
    });
    for (const { id } of made) await ctx.enqueue(deliverWebhook, { deliveryId: id });
  });
}

/**
 * One attempt: counted before it is made, so that stopping at any point leaves a row that says so. If we stop between
 * the call and its outcome, the receiver hears the same `webhook-id` twice.
 */
export async function deliver(
  unit: Unit,
  options: OutboundOptions,
  { deliveryId }: { deliveryId: string },
): Promise<void> {
  const claimed = await unit.work(async (ctx) => {
    const leaseUntil = new Date(ctx.now.getTime() + leaseMs);
    const delivery = await db.claimDelivery(ctx.tx, deliveryId as DeliveryId, { now: ctx.now, leaseUntil });
    return (
      delivery && {
        delivery,
        secrets: await secretsOf(ctx, options.keeper, delivery.endpointId),
        sentAt: ctx.now,
      }
    );
  });
  if (!claimed) return;
  const { delivery, secrets, sentAt } = claimed;
  if (delivery.endpointDisabled) {
    await unit.work((ctx) => settle(ctx, delivery, switchedOff));
    return;
  }

  const { body, eventId, url } = delivery;
  const headers = {
    ...signedHeaders({ id: `msg_${eventId}`, sentAt, body }, secrets),
    'content-type': 'application/json',
    'user-agent': 'Stoa-Webhooks/1',
  };
  const facts = { 'server.address': URL.parse(url)?.hostname, 'stoa.delivery_id': deliveryId };
  const answer = await inSpan('call', 'send webhook', facts, async (span) =>
    noted(
      span,
      await post(url, headers, body, {
        allowPrivate: options.allowPrivate,
        timeoutMs: options.timeoutMs ?? timeoutMs,
        signal: unit.signal,
      }),
    ),
  );
  await unit.work((ctx) => settle(ctx, delivery, answer));
}

function noted(span: Span, answer: Answer): Answer {
  if (answer.status !== null) span.setAttribute('http.response.status_code', answer.status);
  if (answer.failureCode !== null) span.setAttribute('error.type', answer.failureCode);
  return answer;
}

const switchedOff: Answer = {
  status: null,
  body: '',
  failureCode: 'endpoint_disabled',
  retryAfterSeconds: null,
};
const httpGone = 410;

async function settle(ctx: Ctx, delivery: db.ClaimedDelivery, answer: Answer) {
  const { id, endpointId, attemptsCount } = delivery;
  const waitMs =
    answer === switchedOff || answer.status === httpGone ? undefined : waitsMs[attemptsCount - 1];
  const outcome = {
    id,
    responseStatus: answer.status,
    responseBody: answer.body,
    failureCode: answer.failureCode,
    now: ctx.now,
  };

  if (answer.failureCode === null) {
    await db.settleDelivery(ctx.tx, { ...outcome, status: 'delivered', nextAttemptAt: null });
    await markWorking(ctx.tx, endpointId, ctx.now);
  } else if (waitMs === undefined) {
    await db.settleDelivery(ctx.tx, { ...outcome, status: 'given_up', nextAttemptAt: null });
  } else {
    const asked = Math.min((answer.retryAfterSeconds ?? 0) * second, hour);
    const nextAttemptAt = new Date(ctx.now.getTime() + Math.max(asked, waitMs * (0.9 + Math.random() * 0.2)));
    await db.settleDelivery(ctx.tx, { ...outcome, status: 'waiting', nextAttemptAt });
    await ctx.enqueue(deliverWebhook, { deliveryId: id }, { startAfter: nextAttemptAt });
  }
  if (answer.failureCode !== null && answer !== switchedOff)
    await judge(ctx, endpointId, answer.status === httpGone);
}

async function judge(ctx: Ctx, id: EndpointId, gone: boolean) {
  const { failingSince } = await markFailing(ctx.tx, id, ctx.now);
  const tooLong = ctx.now.getTime() - failingSince!.getTime() >= failingMaxMs;
  if (!gone && !tooLong) return;
  const reason = gone ? 'gone' : 'kept_failing';
  const disabled = await disableEndpoint(ctx.tx, { id, memberId: null, reason, now: ctx.now });
  if (disabled) await ctx.publish(endpointDisabled, { endpointId: id, reason });
}

const overdueAtOnceMax = 500;

/** What should have been tried by now: its job was lost, or its worker stopped in the middle. */
export async function requeueDeliveries(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - leaseMs);
  for (const { id } of await db.overdueDeliveries(ctx.tx, before, overdueAtOnceMax)) {
    await ctx.enqueue(deliverWebhook, { deliveryId: id });
  }
}
