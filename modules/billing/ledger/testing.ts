import type { Ctx } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { workIn } from '../../../kit/work.ts';
import { type BillingWorkspace, billingWorkspace } from '../models/testing.ts';
import { SubscriptionId } from '../plans/contract.ts';
import type { Walk } from '../walk.ts';
import { charge } from './spending.ts';

export interface GivingPlan {
  readonly slug: string;
  readonly monthGrantMicro?: number;
  readonly weekGrantMicro?: number;
  readonly trialGrantMicro?: number;
  readonly displayOrder?: number;
  readonly isOffered?: boolean;
}

/**
 * A plan that gives what it is to give, offered to nobody unless that is said. The installation keeps it, so its name
 * is its own.
 */
export async function testPlan({ ground }: Pick<Walk, 'ground'>, plan: GivingPlan): Promise<void> {
  const now = ground.clock.now();
  await ground.db.transaction({ kind: 'installation' }, (tx) =>
    tx.run(sql`
      insert into billing.plans (slug, name, month_price_micro, year_price_micro, month_grant_micro, week_grant_micro,
        trial_grant_micro, display_order, retired_at, created_at, updated_at)
      values (${plan.slug}, 'Tried out', 0, 0, ${plan.monthGrantMicro ?? 0}, ${plan.weekGrantMicro ?? 0},
        ${plan.trialGrantMicro ?? 0}, ${plan.displayOrder ?? 100},
        ${plan.isOffered ? null : now}, ${now}, ${now})
      on conflict do nothing`),
  );
}

/** Subscribes to a plan, as if it had been given by hand. */
export async function subscribed(
  { ground, workspaceId, system }: Pick<BillingWorkspace, 'workspaceId' | 'system'> & Pick<Walk, 'ground'>,
  plan: string,
  { isTrying = false }: { readonly isTrying?: boolean } = {},
): Promise<SubscriptionId> {
  const id = newId(SubscriptionId);
  const now = ground.clock.now();
  await system.work(({ tx }) =>
    tx.run(sql`
      insert into billing.subscriptions (workspace_id, id, provider, provider_id, plan, cycle, status, price_micro,
        trial_starts_at, seen_at, created_at, updated_at)
      values (${workspaceId}, ${id}, 'house', ${`house_${id}`}, ${plan}, 'month', ${isTrying ? 'trialing' : 'active'}, 0,
        ${isTrying ? now : null}, ${now}, ${now}, ${now})`),
  );
  return id;
}

/** A workspace whose plan gives nothing: all it has is what a test gives it. */
export async function bareWorkspace(): Promise<BillingWorkspace> {
  const w = await billingWorkspace();
  await testPlan(w, { slug: 'bare' });
  await subscribed(w, 'bare');
  return w;
}

class Died extends Error {}

/** Whether it died before its nth statement; all it did is undone then. */
export async function dyingAt(
  { ground, workspaceId }: BillingWorkspace,
  nth: number,
  fn: (ctx: Ctx) => Promise<unknown>,
): Promise<boolean> {
  let count = 0;
  const counted =
    <A extends unknown[], R>(run: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      count += 1;
      return count === nth ? Promise.reject(new Died()) : run(...args);
    };
  try {
    await workIn(ground, workspaceId, { actor: { kind: 'system' } }, (ctx) => {
      const { many, maybeOne, one, run, asDb } = ctx.tx;
      const tx = {
        many: counted(many),
        maybeOne: counted(maybeOne),
        one: counted(one),
        run: counted(run),
        asDb,
      };
      return fn({ ...ctx, tx: tx as Ctx['tx'] });
    });
    return false;
  } catch (error) {
    if (error instanceof Died) return true;
    throw error;
  }
}

const of = '/w/:workspaceId/billing';

const spent = ({ ground, workspaceId }: Walk) =>
  workIn(ground, workspaceId, { actor: { kind: 'system' } }, (ctx) =>
    charge(ctx, { key: `tried ${newId(SubscriptionId)}`, micro: 700, reason: 'Tried out' }),
  );

const after = (given: object) => async (w: Walk) => {
  await spent(w);
  return given;
};

/** A good input for every route of this part. */
export const ledgerSamples: Samples<Walk> = {
  [`GET ${of}/plans` as const]: async () => ({}),
  [`GET ${of}/wallet` as const]: after({}),
  [`PUT ${of}/wallet/low-balance` as const]: async () => ({ body: { lowAtMicro: 200_000 } }),
  [`GET ${of}/ledger` as const]: after({ query: { kind: 'charge', limit: 5 } }),
  [`GET ${of}/ledger.csv` as const]: after({}),
  [`GET ${of}/ledger/:transactionId` as const]: async (w) => ({ params: { transactionId: await spent(w) } }),
};
