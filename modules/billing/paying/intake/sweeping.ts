import type { Ctx, OpenCtx, Unit } from '../../../../kit/ctx.ts';
import type { BillingOutside } from '../../outside.ts';
import { type PaymentProviderName, paymentProviders } from '../contract.ts';
import { routesAfter } from '../customers.sql.ts';
import { mirrorCustomer } from '../mirror/jobs.ts';
import type { PaymentProvider } from '../provider.ts';
import { dropEventsBefore, dropStraysBefore, providersWaiting } from './events.sql.ts';
import { settleStrays, sweepProvider } from './jobs.ts';
import * as db from './sweeping.sql.ts';
import { takeHints } from './taking.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** What happened a moment before may be told of a moment after: so much is asked for once more. */
const overlapMs = 10 * minuteMs;
const firstLookBackMs = dayMs;
/** A provider keeps what happened for so long. */
const lookBackMaxMs = 29 * dayMs;
const catalogueEveryMs = 60 * minuteMs;
const pagesMax = 500;
const customersAtOnce = 100;
const untoldForMs = minuteMs;
/** DESIGN, 4.1: what comes again is known for 30 days at least. */
const eventsKeptMs = 90 * dayMs;
const droppedAtOnceMax = 2_000;

/** Every five minutes, so that whatever was not told is here within fifteen. */
export async function sweepProviders(ctx: OpenCtx): Promise<void> {
  for (const provider of paymentProviders) {
    await ctx.enqueue(sweepProvider, { provider });
    await ctx.enqueue(settleStrays, { provider });
    await dropStraysBefore(ctx.tx, provider, new Date(ctx.now.getTime() - eventsKeptMs), droppedAtOnceMax);
  }
}

/** Asks what changed since it was asked the last time, and takes it in by the same door as what is told. */
export async function runSweepProvider(
  unit: Unit,
  { provider }: { provider: PaymentProviderName },
  { payments }: BillingOutside,
): Promise<void> {
  const there = payments?.get(provider);
  if (!there) return;
  const { begun, last } = await unit.work(async ({ tx, now }) => ({
    begun: now,
    last: await db.findSweep(tx, provider),
  }));
  if (!(await takeChanges(unit, there, sinceOf(begun, last?.sweptUntil)))) await lookAtEverybody(unit, there);
  const isDue = begun.getTime() - (last?.catalogueAt?.getTime() ?? 0) >= catalogueEveryMs;
  const isTaken = isDue && (await takeCatalogue(unit, there));
  const catalogueAt = isTaken ? begun : (last?.catalogueAt ?? null);
  await unit.work(({ tx, now }) => db.markSwept(tx, provider, { until: begun, catalogueAt, now }));
}

function sinceOf(now: Date, sweptUntil: Date | undefined): Date {
  const wanted = sweptUntil ? sweptUntil.getTime() - overlapMs : now.getTime() - firstLookBackMs;
  return new Date(Math.max(wanted, now.getTime() - lookBackMaxMs));
}

/** Answers whether that was all. Newest first, so what is not looked at is what happened first. */
async function takeChanges(unit: Unit, there: PaymentProvider, since: Date): Promise<boolean> {
  let cursor: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    unit.signal.throwIfAborted();
    const { hints, next } = await there.changedSince(since, cursor, unit.signal);
    if (hints.length > 0) await unit.work((ctx) => takeHints(ctx, there.name, hints));
    if (next === undefined) return true;
    cursor = next;
  }
  unit.log.warn({ provider: there.name }, 'more changed there than is looked through at once');
  return false;
}

/** Nobody knows whom the rest of it was about: so it may be anybody. */
async function lookAtEverybody(unit: Unit, { name: provider }: PaymentProvider): Promise<void> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const from: string = after;
    after = await unit.work(async ({ tx, into }) => {
      const routes = await routesAfter(tx, provider, from, customersAtOnce);
      for (const { workspaceId } of routes)
        await into(workspaceId, ({ enqueue }) => enqueue(mirrorCustomer, { provider }));
      return routes.length < customersAtOnce ? undefined : routes.at(-1)!.customerId;
    });
  }
}

/** What is sold there is only shown: whatever is odd about it holds back no payment. Answers whether it is here. */
async function takeCatalogue(unit: Unit, there: PaymentProvider): Promise<boolean> {
  try {
    const sold = await there.catalogue?.(unit.signal);
    if (!sold) return true;
    await unit.work(async ({ tx, now }) => {
      await db.putProducts(tx, there.name, sold.products, now);
      await db.putPrices(tx, there.name, sold.prices, now);
    });
    return true;
  } catch (error) {
    unit.signal.throwIfAborted();
    unit.log.warn(
      { err: error, provider: there.name },
      'what is sold at a payment provider was not taken in',
    );
    return false;
  }
}

/** In each workspace: what was told and never looked up, and pages that somebody may have paid on. */
export async function mirrorWaiting(ctx: Ctx): Promise<void> {
  const waiting = await providersWaiting(ctx.tx, new Date(ctx.now.getTime() - untoldForMs));
  for (const { provider } of waiting) await ctx.enqueue(mirrorCustomer, { provider });
}

export async function purgeProviderEvents(ctx: Ctx): Promise<void> {
  await dropEventsBefore(ctx.tx, new Date(ctx.now.getTime() - eventsKeptMs), droppedAtOnceMax);
}
