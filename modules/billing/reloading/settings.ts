import { changed } from '../../../kit/audit.ts';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { coworkers } from '../../workspaces/index.ts';
import { billingError } from '../contract.ts';
import { setReloadBelow } from '../ledger/reload.ts';
import type { BillingOutside } from '../outside.ts';
import { type PaymentProviderName, paymentProviders } from '../paying/contract.ts';
import { authorize } from '../policy.ts';
import { begin } from './beginning.ts';
import { boughtNow } from './bought.ts';
import { type AutoReload, autoReloadChanged, type Reload, usualReload } from './contract.ts';
import * as reloads from './reloads.sql.ts';
import * as db from './settings.sql.ts';

type Outside = Pick<BillingOutside, 'payments'>;

export async function getAutoReload(ctx: Ctx, outside: Outside): Promise<AutoReload> {
  authorize(ctx, 'billing.read');
  return shown(ctx, outside);
}

export type Given = Omit<db.Chosen, 'workspaceId' | 'memberId' | 'now'>;

/** SE-150: whoever may spend the workspace’s money decides that it is spent. Where too little is left, at once. */
export async function putAutoReload(ctx: Ctx, given: Given, outside: Outside): Promise<AutoReload> {
  authorize(ctx, 'billing.manage');
  const { tx, workspaceId, now } = ctx;
  if (given.dayMaxMicro < given.amountMicro) throw billingError('day_has_no_room_for_one');
  if (!canCharge(outside, given.provider)) throw billingError('cannot_charge_there');
  const known = await db.customersKnown(tx);
  if (!known.some(({ provider }) => provider === given.provider)) throw billingError('not_known_there');
  const before = await db.holdAutoReload(tx);
  const memberId = memberOf(ctx.actor)?.memberId ?? null;
  await db.putAutoReload(tx, { ...given, workspaceId, memberId, now });
  await setReloadBelow(ctx, given.thresholdMicro);
  await record(ctx, settingsOf(before), { ...given, isOn: true });
  await ctx.publish(autoReloadChanged, {});
  return shown(ctx, outside);
}

/** What is under way is not taken back; nothing follows it. */
export async function deleteAutoReload(ctx: Ctx, outside: Outside): Promise<AutoReload> {
  authorize(ctx, 'billing.manage');
  const before = await db.holdAutoReload(ctx.tx);
  if (before && before.enabledAt !== null) {
    await db.markOff(ctx.tx, 'by_member', ctx.now);
    await setReloadBelow(ctx, undefined);
    await record(ctx, settingsOf(before), { ...settingsOf(before), isOn: false });
    await ctx.publish(autoReloadChanged, {});
  }
  return shown(ctx, outside);
}

/** Somebody has seen to the card. The day’s limit stays what it is. */
export async function tryReload(ctx: Ctx, outside: Outside): Promise<AutoReload> {
  authorize(ctx, 'billing.manage');
  const held = await db.holdAutoReload(ctx.tx);
  if (!held || held.enabledAt === null) throw billingError('auto_reload_is_off');
  await db.markWaiting(ctx.tx, null);
  await begin(ctx);
  await ctx.record({
    ...{ category: 'money', action: 'billing.reload_tried_again' },
    subject: { type: 'auto_reload', id: ctx.workspaceId },
  });
  return shown(ctx, outside);
}

export function listReloads(ctx: Ctx, page: PageQuery): Promise<Page<Reload>> {
  authorize(ctx, 'billing.read');
  return reloads.reloadsByTime(ctx.tx, page);
}

const nothingSet = {
  ...{ provider: null, enabledAt: null, enabledBy: null, offAt: null, offReason: null },
  ...{ lastReloadAt: null, lastState: null, failedAttempts: 0, nextTryAt: null, waitsFor: null },
  ...usualReload,
};

async function shown({ tx }: Ctx, outside: Outside): Promise<AutoReload> {
  const row = (await db.findAutoReload(tx, coworkers)) ?? nothingSet;
  const bought = await boughtNow(tx);
  const known = await db.customersKnown(tx);
  const providers = paymentProviders
    .filter((provider) => canCharge(outside, provider))
    .map((provider) => ({ provider, isKnownThere: known.some((one) => one.provider === provider) }));
  return { ...row, boughtMicro: bought?.boughtMicro ?? 0, providers };
}

const canCharge = ({ payments }: Outside, name: PaymentProviderName): boolean =>
  payments?.get(name)?.can.chargeSaved ?? false;

const settingsOf = (held: db.Held | undefined) => ({
  isOn: held !== undefined && held.enabledAt !== null,
  provider: held?.provider ?? null,
  thresholdMicro: held?.thresholdMicro ?? null,
  amountMicro: held?.amountMicro ?? null,
  dayMaxMicro: held?.dayMaxMicro ?? null,
});
type Settings = ReturnType<typeof settingsOf>;

async function record(ctx: Ctx, before: Settings, after: Settings): Promise<void> {
  const changes = changed(before, after, [
    'isOn',
    'provider',
    'thresholdMicro',
    'amountMicro',
    'dayMaxMicro',
  ]);
  if (Object.keys(changes).length === 0) return;
  const subject = { type: 'auto_reload', id: ctx.workspaceId };
  await ctx.record({ category: 'money', action: 'billing.auto_reload_changed', subject, changes });
}
