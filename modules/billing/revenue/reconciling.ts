import type { OpenCtx, Unit } from '../../../kit/ctx.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { isTrouble, type Trouble } from '../../../providers/trouble.ts';
import type { BillingOutside } from '../outside.ts';
import type { ReconciliationId } from '../paying/contract.ts';
import { customerIdsHere, findCustomer, routesAfter } from '../paying/customers.sql.ts';
import { everythingOf } from '../paying/mirror/mirror.ts';
import type { PaymentProvider } from '../paying/provider.ts';
import { differencesOf } from './comparing.ts';
import { type ComparisonFailure, type Difference, differencesMax } from './contract.ts';
import { paymentsWithLedger, subscriptionsHere } from './here.sql.ts';
import { reconcile } from './jobs.ts';
import * as db from './revenue.sql.ts';

const customersAtOnce = 100;
const heldAgainstMax = 1_000;
/** So many customers later it says how far it is, and is begun anew from there. */
const saidEvery = 10;
/** How long is waited before who gave no answer is asked again. After the last of these it is given up. */
const askPausesMs = [5_000, 15_000, 60_000, 120_000];
const pauseMaxMs = Math.max(...askPausesMs);
/** More than a pause, and than ten customers take. */
const silentMaxMs = 30 * 60_000;

/** One customer after the other, with no transaction open while the provider is asked. */
export async function runReconcile(
  unit: Unit,
  { reconciliationId: id }: { reconciliationId: ReconciliationId },
  { payments }: BillingOutside,
): Promise<void> {
  const begun = await unit.work(({ tx, now }) => db.resumeReconciliation(tx, id, now));
  if (!begun) return;
  const there = payments?.get(begun.provider);
  if (!there) return giveUp(unit, id, 'provider_gone');
  let far: db.Compared = {
    ...{ customers: begun.customersCount, payments: begun.paymentsCount, differences: begun.differences },
    ...{ lookedThrough: begun.lookedThrough ?? '', asks: begun.asksCount },
  };
  const came = async (so: db.Compared) => {
    far = so;
    if (so.customers % saidEvery === 0) await unit.work(({ tx, now }) => db.markCompared(tx, id, so, now));
  };
  try {
    await compareAll(unit, there, far, came);
  } catch (error) {
    if (!isTrouble(error)) throw error;
    unit.log.warn({ err: error, reconciliationId: id }, 'a payment provider did not say what it has');
    return unanswered(unit, id, far, error);
  }
  await unit.work(({ tx, now }) => db.markReconciled(tx, id, far, now));
}

async function compareAll(
  unit: Unit,
  there: PaymentProvider,
  from: db.Compared,
  came: (far: db.Compared) => Promise<void>,
): Promise<void> {
  let far = from;
  for (let after = from.lookedThrough; ; ) {
    const routes = await unit.work(({ tx }) => routesAfter(tx, there.name, after, customersAtOnce));
    for (const { customerId, workspaceId } of routes) {
      unit.signal.throwIfAborted();
      const found = await compared(unit, there, { customerId, workspaceId });
      if (!found) continue;
      far = {
        ...{ customers: far.customers + 1, payments: far.payments + found.payments },
        ...{ differences: [...far.differences, ...found.differences].slice(0, differencesMax) },
        ...{ lookedThrough: customerId, asks: 0 },
      };
      await came(far);
    }
    await unit.progress(far.customers, far.customers + routes.length);
    if (routes.length < customersAtOnce) return;
    after = routes.at(-1)!.customerId;
  }
}

async function compared(
  unit: Unit,
  there: PaymentProvider,
  { customerId, workspaceId }: { customerId: string; workspaceId: WorkspaceId },
): Promise<{ payments: number; differences: readonly Difference[] } | undefined> {
  const known = await unit.work((ctx) =>
    ctx.into(workspaceId, async ({ tx }) => ({
      current: await findCustomer(tx, there.name),
      ids: await customerIdsHere(tx, workspaceId, there.name),
    })),
  );
  // Who it was there before is looked at with who it is now.
  if (known.current?.providerId !== customerId) return undefined;
  const ids = known.ids.map((one) => one.customerId);
  const state = await everythingOf(there, customerId, ids, unit.signal);
  const here = await unit.work((ctx) =>
    ctx.into(workspaceId, async ({ tx }) => ({
      payments: await paymentsWithLedger(tx, there.name, heldAgainstMax),
      subscriptions: await subscriptionsHere(tx, there.name, heldAgainstMax),
    })),
  );
  const differences = differencesOf(workspaceId, state, here.payments, here.subscriptions);
  return { payments: here.payments.length, differences };
}

/** Asked again where it was, soon and then less often; what is refused is refused again. */
async function unanswered(
  unit: Unit,
  id: ReconciliationId,
  far: db.Compared,
  { kind, facts }: Trouble,
): Promise<void> {
  if (kind === 'unauthorized') return giveUp(unit, id, 'not_accepted');
  if (kind === 'rejected') return giveUp(unit, id, 'refused');
  const pauseMs = askPausesMs[far.asks];
  if (pauseMs === undefined) return giveUp(unit, id, 'not_answered');
  await unit.work(async (ctx) => {
    const { tx, now } = ctx;
    if ((await db.markCompared(tx, id, { ...far, asks: far.asks + 1 }, now)) === 0) return;
    const waitMs = Math.min(Math.max(pauseMs, (facts.until?.getTime() ?? 0) - now.getTime()), pauseMaxMs);
    await ctx.enqueue(reconcile, { reconciliationId: id }, { startAfter: new Date(now.getTime() + waitMs) });
  });
}

async function giveUp(unit: Unit, id: ReconciliationId, failure: ComparisonFailure): Promise<void> {
  await unit.work(({ tx, now }) => db.markNotReconciled(tx, id, failure, now));
}

/** What nobody has heard of for long says so: its job died as often as it may. */
export async function settleReconciliations({ tx, now }: OpenCtx): Promise<void> {
  await db.markForgotten(tx, new Date(now.getTime() - silentMaxMs), now);
}
