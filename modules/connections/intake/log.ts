import type { Ctx } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import type { AccountId } from '../accounts/contract.ts';
import { connectionsError } from '../contract.ts';
import { authorize } from '../policy.ts';
import { eventSettled, type WebhookEvent, type WebhookEventId, WebhookEventSummary } from './contract.ts';
import type { Waiting } from './events.sql.ts';
import * as db from './events.sql.ts';
import { handleEvent } from './jobs.ts';
import * as list from './log.sql.ts';
import { laneOf, receivedAtOf } from './row.ts';

const replayedAtOnceMax = 1_000;
const dayMs = 86_400_000;

export async function listEvents(
  ctx: Ctx,
  input: PageQuery & list.EventFilter,
): Promise<Page<WebhookEventSummary>> {
  authorize(ctx, 'connections.read_events');
  return list.eventsOfWorkspace(ctx.tx, input, input);
}

export async function getEvent(ctx: Ctx, { eventId }: { eventId: WebhookEventId }): Promise<WebhookEvent> {
  authorize(ctx, 'connections.read_events');
  const event = await list.findEvent(ctx.tx, keyIn(ctx, eventId));
  if (!event) throw connectionsError('event_not_found', { eventId });
  return event;
}

/** Worked off from the beginning once more, behind what waits in its conversation. */
export async function replayEvent(
  ctx: Ctx,
  { eventId }: { eventId: WebhookEventId },
): Promise<WebhookEventSummary> {
  authorize(ctx, 'connections.operate');
  const key = keyIn(ctx, eventId);
  const reopened = await db.reopenEvent(ctx.tx, key);
  const event = await list.findEvent(ctx.tx, key);
  if (!event) throw connectionsError('event_not_found', { eventId });
  if (!reopened) throw connectionsError('event_not_over', { eventId });
  await sendAgain(ctx, [reopened]);
  await ctx.publish(eventSettled, { eventId, accountId: event.accountId });
  return WebhookEventSummary.parse(event);
}

/** What was given up, oldest first: each conversation is worked off in the order in which it came. */
export async function replayFailed(
  ctx: Ctx,
  input: { accountId?: AccountId | undefined; kind?: string | undefined },
): Promise<{ replayed: number }> {
  authorize(ctx, 'connections.operate');
  const reopened = await db.reopenFailedEvents(ctx.tx, input, replayedAtOnceMax);
  await sendAgain(ctx, reopened);
  const last = reopened.at(-1);
  if (last) await ctx.publish(eventSettled, { eventId: last.id, accountId: last.accountId });
  return { replayed: reopened.length };
}

const unsettledAfterMs = 15 * 60_000;
const foundAtOnceMax = 500;
const failedLookedAtMax = 2_000;

/** Events are stored together with their jobs; this finds those whose jobs somebody purged, or whose turns are over. */
export async function requeueEvents(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - unsettledAfterMs);
  await sendAgain(ctx, await db.eventsUnsettledBefore(ctx.tx, before, foundAtOnceMax));
  await sendAgain(ctx, await db.eventsOverdueBefore(ctx.tx, before, failedLookedAtMax, foundAtOnceMax));
}

async function sendAgain(ctx: Ctx, events: readonly Waiting[]): Promise<void> {
  for (const event of events) await ctx.enqueue(handleEvent, { eventId: event.id, lane: laneOf(event) });
}

/** An id that says a time at which nothing can have come is nobody's. */
function keyIn(ctx: Ctx, id: WebhookEventId): db.EventKey {
  const receivedAt = receivedAtOf(id);
  if (receivedAt > ctx.now.getTime() + dayMs) throw connectionsError('event_not_found', { eventId: id });
  return { id, receivedAt: new Date(receivedAt) };
}
