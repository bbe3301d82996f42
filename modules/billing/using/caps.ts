import { changed } from '../../../kit/audit.ts';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import type { MemberId } from '../../../kit/ids.ts';
import { coworkers } from '../../workspaces/index.ts';
import { billingError } from '../contract.ts';
import { authorize } from '../policy.ts';
import { dropSpending } from './allowances.sql.ts';
import * as db from './caps.sql.ts';
import { type Cap, type CapId, capsChanged, capsMax, type UsePeriod } from './contract.ts';
import { namesOf } from './people.sql.ts';

export async function listCaps(ctx: Ctx): Promise<{ items: Cap[] }> {
  authorize(ctx, 'billing.read');
  return { items: await db.capsOf(ctx.tx, coworkers, capsMax) };
}

interface Given {
  readonly capId: CapId;
  readonly memberId: MemberId | null;
  readonly period: UsePeriod;
  readonly maxMicro: number;
}

/** Sets it, or changes how much it is; of whom and for how long it is stays, or what was counted would be another's. */
export async function putCap(ctx: Ctx, { capId: id, memberId, period, maxMicro }: Given): Promise<Cap> {
  authorize(ctx, 'billing.manage');
  const { tx, workspaceId, now } = ctx;
  const before = await db.holdCap(tx, id);
  if (before && (before.memberId !== memberId || before.period !== period))
    throw billingError('cap_reused', { id });
  if (before) await db.changeCap(tx, id, maxMicro);
  else {
    await requireRoom(ctx, memberId);
    const createdBy = memberOf(ctx.actor)?.memberId ?? null;
    if ((await db.insertCap(tx, { workspaceId, id, memberId, period, maxMicro, createdBy, now })) === 0)
      throw billingError('cap_is_there', { memberId, period });
    await dropSpending(tx, memberId ?? '');
  }
  const after = { memberId, period, maxMicro };
  if (!before || before.maxMicro !== maxMicro) await announce(ctx, id, before, after);
  return db.findCap(tx, coworkers, id);
}

async function requireRoom({ tx }: Ctx, memberId: MemberId | null): Promise<void> {
  if (memberId !== null && (await namesOf(tx, coworkers, [memberId])).length === 0)
    throw billingError('cap_of_nobody', { memberId });
  const { count } = await db.countCaps(tx, capsMax);
  if (count >= capsMax) throw billingError('too_many_caps');
}

export async function deleteCap(ctx: Ctx, { capId: id }: { readonly capId: CapId }): Promise<object> {
  authorize(ctx, 'billing.manage');
  const before = await db.holdCap(ctx.tx, id);
  if (!before) throw billingError('cap_not_found', { id });
  await db.dropCap(ctx.tx, id);
  await announce(ctx, id, before, undefined);
  return {};
}

type Facts = Pick<Given, 'memberId' | 'period' | 'maxMicro'>;
const none = { memberId: null, period: null, maxMicro: null };

async function announce(ctx: Ctx, id: CapId, before: Facts | undefined, after: Facts | undefined) {
  const changes = changed(before ?? none, after ?? none, ['memberId', 'period', 'maxMicro']);
  const action = after ? (before ? 'billing.cap_changed' : 'billing.cap_set') : 'billing.cap_removed';
  await ctx.record({ category: 'money', action, subject: { type: 'cap', id }, changes });
  await ctx.publish(capsChanged, {});
}
