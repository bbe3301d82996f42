import type { Ctx, OpenCtx, Unit } from '../../../../kit/ctx.ts';
import { uuidv7 } from '../../../../kit/ids.ts';
import type { BillingOutside } from '../../outside.ts';
import type { PaymentProviderName } from '../contract.ts';
import { routesOf } from '../customers.sql.ts';
import { mirrorCustomer } from '../mirror/jobs.ts';
import type { PaymentHint } from '../provider.ts';
import * as db from './events.sql.ts';
import { settleStrays } from './jobs.ts';

const payloadLengthMax = 200_000;
const shortMax = 120;
const idLengthMax = 200;
const straysAtOnceMax = 100;

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
      hasStrays = true;
      const { customerId, objectId } = hint;
      await db.insertStray(ctx.tx, { ...stored(provider, hint, ctx.now), customerId, objectId });
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

/** PostgreSQL has no place for a zero character, nor for half of a pair. */
const storable = (text: string) => text.replaceAll('\0', '\ufffd').toWellFormed();

/** What is too long to be kept is looked up all the same. */
function payloadTextOf(payload: unknown): string {
  const text = JSON.stringify(payload, (_, value) => (typeof value === 'string' ? storable(value) : value));
  return (text ?? 'null').length <= payloadLengthMax ? (text ?? 'null') : '{"leftOut":true}';
}

/** Asks the provider whose they are, with no transaction open. Still nobody's: they are dropped. */
export async function runSettleStrays(
  unit: Unit,
  { provider }: { provider: PaymentProviderName },
  { payments }: BillingOutside,
): Promise<void> {
  const there = payments?.get(provider);
  if (!there) return;
  for (;;) {
    unit.signal.throwIfAborted();
    const strays = await unit.work(({ tx }) => db.straysOf(tx, provider, straysAtOnceMax));
    for (const stray of strays) {
      const hint = hintOf(stray);
      const customerId = await there.customerOf(hint, unit.signal);
      await unit.work((ctx) => settleStray(ctx, provider, { ...hint, customerId }));
    }
    if (strays.length < straysAtOnceMax) return;
  }
}

async function settleStray(ctx: Ctx, provider: PaymentProviderName, hint: PaymentHint): Promise<void> {
  await db.dropStray(ctx.tx, provider, hint.eventId);
  const [route] = hint.customerId ? await routesOf(ctx.tx, provider, [hint.customerId]) : [];
  if (route) await ctx.into(route.workspaceId, (inside) => keep(inside, provider, hint));
  else ctx.log.info({ provider, kind: hint.kind }, 'a payment provider told of nobody who is here');
}

const hintOf = ({ eventId, kind, customerId, objectId, payload, happenedAt }: db.Stray): PaymentHint => ({
  ...{ eventId, kind, payload, at: happenedAt },
  ...{ customerId: customerId ?? undefined, objectId: objectId ?? undefined },
});
