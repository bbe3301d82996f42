import type { Ctx } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { uuidv7 } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { type Ground, workIn } from '../../../kit/work.ts';
import { addedUp, book } from '../ledger/booking.ts';
import { chargeOf, purchaseOf } from '../ledger/orders.ts';
import type { PaymentProviders } from '../paying/provider.ts';
import type { Walk } from '../walk.ts';
import { type Given, putAutoReload } from './settings.ts';
import { openTestHouse } from './testing/house.ts';

type Place = { readonly ground: Ground } & Pick<Ctx, 'workspaceId'>;
const inside = <T>({ ground, workspaceId }: Place, fn: (ctx: Ctx) => Promise<T>) =>
  workIn(ground, workspaceId, { actor: { kind: 'system' } }, fn);

/** Somebody of this workspace has paid there before, and their card is kept. */
export const knownAt = (w: Place, provider: 'stripe' | 'whop' = 'stripe') =>
  inside(w, ({ tx, workspaceId, now }) =>
    tx.run(sql`
      insert into billing.customers (workspace_id, provider, provider_id, created_at, updated_at)
      values (${workspaceId}, ${provider}, ${`cus_${workspaceId}`}, ${now}, ${now}) on conflict do nothing`),
  );

const told = (key: string) => ({ key, reason: 'Tried out' });
export const buy = (w: Place, micro: number, key = 'bought') =>
  inside(w, (ctx) => book(ctx, [purchaseOf(told(key), micro)]));
export const spend = (w: Place, micro: number, key: string) =>
  inside(w, (ctx) => book(ctx, [chargeOf(told(key), micro)]));

/** What a plan gives is spent first, and is in the way here. */
export async function spendGrants(w: Place): Promise<void> {
  await inside(w, (ctx) => book(ctx, []));
  const { week, month, bonus } = await inside(w, addedUp);
  if (week + month + bonus > 0) await spend(w, week + month + bonus, `used up ${uuidv7()}`);
}

/** Below $10 it buys for $25, and for $100 in a day. */
export const usual: Given = {
  provider: 'stripe',
  thresholdMicro: 1_000_000,
  amountMicro: 2_500_000,
  dayMaxMicro: 10_000_000,
};

/** It is on, with something bought above its threshold. */
export async function reloading(
  w: Place,
  payments: PaymentProviders,
  given: Partial<Given> = {},
): Promise<void> {
  await knownAt(w);
  await spendGrants(w);
  await buy(w, 1_100_000);
  await inside(w, (ctx) => putAutoReload(ctx, { ...usual, ...given }, { payments }));
}

const of = '/w/:workspaceId/billing/auto-reload';
const isOn = async (w: Walk) => {
  await reloading(w, openTestHouse().payments);
  return {};
};

/** A good input for every route of this part. */
export const reloadingSamples: Samples<Walk> = {
  [`GET ${of}` as const]: async () => ({}),
  [`PUT ${of}` as const]: async (w: Walk) => {
    await knownAt(w);
    return { body: { ...usual } };
  },
  [`DELETE ${of}` as const]: isOn,
  [`POST ${of}/tries` as const]: isOn,
  'GET /w/:workspaceId/billing/reloads': async () => ({}),
};
