import type { Ctx, OpenCtx, Unit } from '../../../../kit/ctx.ts';
import { uuidv7 } from '../../../../kit/ids.ts';
import { isTrouble } from '../../../../providers/trouble.ts';
import type { BillingOutside } from '../../outside.ts';
import type { PaymentProviderName } from '../contract.ts';
import { routesOf } from '../customers.sql.ts';
import { mirrorCustomer } from '../mirror/jobs.ts';
import type { PaymentHint, PaymentProvider } from '../provider.ts';
import { storable } from '../records.sql.ts';
import * as db from './events.sql.ts';
import { settleStrays } from './jobs.ts';

const payloadLengthMax = 200_000;
const shortMax = 120;
const idLengthMax = 200;
const straysAtOnceMax = 100;
const minuteMs = 60_000;
/** Asked about again after a minute, two, four; each hour at last, for a day. */
const askAgainMaxMs = 60 * minuteMs;
const straysAskedForMs = 24 * 60 * minuteMs;
const failureLengthMax = 300;

/**
 * Keeps what a provider told, each once, in the workspace of its customer, and has that customer looked up. Of whom
 * nobody knows who it is waits until the provider was asked. In the scope of the installation, in the caller's
 * transaction; answers how many were about somebody here.
 */
export async function takeHints(
  ctx: OpenCtx,
  provider: PaymentProviderName,
  hints: readonly PaymentHint[],
): Promise<number> {
  const customerIds = hints.flatMap(({ customerId }) => (customerId === undefined ? [] : [customerId]));
  const routes = await routesOf(ctx.tx, provider, customerIds);
  const workspaceOf = new Map(routes.map((route) => [route.customerId, route.workspaceId]));
  let ours = 0;
  let hasStrays = false;
  for (const hint of hints) {
    const workspaceId = workspaceOf.get(hint.customerId ?? '');
    if (workspaceId) {
      ours += 1;
      await ctx.into(workspaceId, (inside) => keep(inside, provider, hint));
    } else {
      const customerId = hint.customerId && storable(hint.customerId);
      const objectId = hint.objectId && storable(hint.objectId);
      const put = await db.insertStray(ctx.tx, { ...stored(provider, hint, ctx.now), customerId, objectId });
      hasStrays ||= put > 0;
    }
  }
  if (hasStrays) await ctx.enqueue(settleStrays, { provider });
  return ours;
}

async function keep(ctx: Ctx, provider: PaymentProviderName, hint: PaymentHint): Promise<void> {
  const id = uuidv7(ctx.now.getTime());
  const { workspaceId } = ctx;
  const customerId = hint.customerId!;
  const row = { ...stored(provider, hint, ctx.now), workspaceId, id, customerId };
  if ((await db.insertEvent(ctx.tx, row)) > 0) await ctx.enqueue(mirrorCustomer, { provider });
}

const stored = (provider: PaymentProviderName, { eventId, kind, at, payload }: PaymentHint, now: Date) => ({
  provider,
  ...{ eventId: storable(eventId).slice(0, idLengthMax), kind: storable(kind).slice(0, shortMax) },
  ...{ happenedAt: at, now, payloadText: payloadTextOf(payload) },
});

/** What is too long to be kept is looked up all the same. */
function payloadTextOf(payload: unknown): string {
  const text = JSON.stringify(payload, (_, value) => (typeof value === 'string' ? storable(value) : value));
  return (text ?? 'null').length <= payloadLengthMax ? (text ?? 'null') : '{"leftOut":true}';
}

/**
 * Asks the provider whose they are, with no transaction open. Each is asked about by itself: what is not answered comes
 * again later, and is given up after a day, which its row says. Still nobody's: they are nobody's here.
 */
export async function runSettleStrays(
  unit: Unit,
  { provider }: { provider: PaymentProviderName },
  { payments }: BillingOutside,
): Promise<void> {
  const there = payments?.get(provider);
  if (!there) return;
  for (;;) {
    const strays = await unit.work(({ tx, now }) => db.straysOf(tx, provider, now, straysAtOnceMax));
    for (const stray of strays) {
      unit.signal.throwIfAborted();
      await settleOne(unit, there, stray);
    }
    if (strays.length < straysAtOnceMax) return;
  }
}

async function settleOne(unit: Unit, there: PaymentProvider, stray: db.Stray): Promise<void> {
  const hint = hintOf(stray);
  try {
    const customerId = await there.customerOf(hint, unit.signal);
    await unit.work((ctx) => settleStray(ctx, there.name, { ...hint, customerId }));
  } catch (error) {
    // We are to stop: that is nobody's answer.
    unit.signal.throwIfAborted();
    const failure = isTrouble(error) ? [error.kind, error.facts.code].filter(Boolean).join(' ') : 'failed';
    await unit.work((ctx) => askLater(ctx, there.name, stray, { error, failure }));
  }
}

async function askLater(
  { tx, now, log }: Ctx,
  provider: PaymentProviderName,
  { eventId, kind, receivedAt, asksCount }: db.Stray,
  { error, failure: said }: { readonly error: unknown; readonly failure: string },
): Promise<void> {
  const failure = said.slice(0, failureLengthMax);
  const told = { err: error, provider, eventId, kind };
  if (now.getTime() - receivedAt.getTime() >= straysAskedForMs) {
    await db.settleStray(tx, provider, eventId, { cameTo: 'given_up', failure, now });
    log.error(told, 'whom a payment provider told of was never answered; it is given up');
    return;
  }
  const pauseMs = Math.min(minuteMs * 2 ** asksCount, askAgainMaxMs);
  await db.markStrayAsked(tx, provider, eventId, { failure, askAt: new Date(now.getTime() + pauseMs) });
  log.warn(told, 'whom a payment provider told of was not answered; it is asked again');
}

async function settleStray(ctx: Ctx, provider: PaymentProviderName, hint: PaymentHint): Promise<void> {
  const { tx, now, log } = ctx;
  const [route] = hint.customerId ? await routesOf(tx, provider, [hint.customerId]) : [];
  await db.settleStray(tx, provider, hint.eventId, { cameTo: route ? 'somebody' : 'nobody', now });
  if (route) await ctx.into(route.workspaceId, (inside) => keep(inside, provider, hint));
  else log.info({ provider, kind: hint.kind }, 'a payment provider told of nobody who is here');
}

const hintOf = ({ eventId, kind, customerId, objectId, payload, happenedAt }: db.Stray): PaymentHint => ({
  ...{ eventId, kind, payload, at: happenedAt },
  ...{ customerId: customerId ?? undefined, objectId: objectId ?? undefined },
});
