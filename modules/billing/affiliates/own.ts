import { randomInt } from 'node:crypto';
import { changed } from '../../../kit/audit.ts';
import type { Ctx, PersonCtx } from '../../../kit/ctx.ts';
import type { Bytes } from '../../../kit/http/endpoint.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { findPersonalWorkspace } from '../../workspaces/index.ts';
import { billingError } from '../contract.ts';
import * as db from './affiliates.sql.ts';
import { commissionsByTime, sumsOf } from './commissions.sql.ts';
import {
  type Affiliate,
  type AffiliateDashboard,
  affiliateChanged,
  type Commission,
  clickDaysShown,
  linksMax,
  type Payout,
  type PayoutId,
  type PayoutMethod,
  payoutMinMicro,
} from './contract.ts';
import { payoutsByTime } from './payouts.sql.ts';
import { daysSince } from './referrals.sql.ts';
import { exportLines } from './statements.ts';

/*
 * What somebody does about being an affiliate themselves. An affiliate is a person: whatever workspace they are at, it
 * is about what is in their own.
 */

const dayMs = 86_400_000;
const nothing = {
  ...{ referralsCount: 0, payingCount: 0, pendingMicro: 0, openMicro: 0, duePayoutMicro: 0, paidMicro: 0 },
};

export async function getAffiliate(ctx: PersonCtx): Promise<AffiliateDashboard> {
  const looked = await inOwn(ctx, dashboardOf);
  return looked ?? { affiliate: null, ratePpm: null, sums: nothing, days: [], payoutMinMicro };
}

async function dashboardOf({ tx, now }: Ctx): Promise<AffiliateDashboard> {
  const from = new Date(now.getTime() - (clickDaysShown - 1) * dayMs).toISOString().slice(0, 10);
  const [found, rate, sums, days] = await Promise.all([
    db.findAffiliate(tx),
    db.findRate(tx, now),
    sumsOf(tx),
    daysSince(tx, from),
  ]);
  const affiliate = found ? shownOf(found) : null;
  return { affiliate, ratePpm: rate?.ratePpm ?? null, sums, days, payoutMinMicro };
}

/** Asked again it is the same application with other words; whoever was refused waits anew. */
export async function applyAsAffiliate(ctx: PersonCtx, { about }: { about: string }): Promise<Affiliate> {
  const { userId } = ctx.actor;
  return required(
    await inOwn(ctx, async (inside) => {
      const { tx, workspaceId, now } = inside;
      const isNew = await insertWithCode(inside, { about, userId });
      const before = await db.holdAffiliate(tx);
      if (before!.status === 'approved' || before!.status === 'suspended')
        throw billingError('affiliate_is_decided', { status: before!.status });
      const after = isNew ? before! : await db.applyAgain(tx, about, now);
      await inside.record({
        category: 'money',
        action: 'billing.affiliate_applied',
        subject: { type: 'affiliate', id: workspaceId },
        changes: { about: { to: about } },
      });
      await inside.publish(affiliateChanged, {});
      return shownOf(after);
    }),
  );
}

export interface ChosenByOneself {
  readonly slug?: string | undefined;
  readonly payoutMethod?: PayoutMethod | undefined;
  readonly payoutEmail?: string | null | undefined;
}

/** SE-148: a link and how one is paid. What one gets is for others to say. */
export async function changeAffiliate(ctx: PersonCtx, chosen: ChosenByOneself): Promise<Affiliate> {
  return required(
    await inOwn(ctx, async (inside) => {
      const { tx, workspaceId } = inside;
      const before = await db.holdAffiliate(tx);
      if (!before) throw billingError('affiliate_not_found');
      if (before.status !== 'approved')
        throw billingError('affiliate_is_not_approved', { status: before.status });
      const choices = {
        slug: chosen.slug ?? before.slug,
        payoutMethod: chosen.payoutMethod ?? before.payoutMethod,
        payoutEmail: chosen.payoutEmail === undefined ? before.payoutEmail : chosen.payoutEmail,
      };
      if (choices.payoutMethod === 'money' && choices.payoutEmail === null)
        throw billingError('money_needs_an_address');
      if (choices.slug !== null) await takeWord(inside, choices.slug);
      const changes = changed(before, { ...before, ...choices }, ['slug', 'payoutMethod', 'payoutEmail']);
      if (Object.keys(changes).length === 0) return shownOf(before);
      const after = await db.keepChoices(tx, choices);
      const subject = { type: 'affiliate', id: workspaceId };
      await inside.record({ category: 'money', action: 'billing.affiliate_changed', subject, changes });
      await inside.publish(affiliateChanged, {});
      return shownOf(after);
    }),
  );
}

export async function listOwnCommissions(ctx: PersonCtx, page: PageQuery): Promise<Page<Commission>> {
  return (await inOwn(ctx, ({ tx }) => commissionsByTime(tx, page))) ?? { items: [], next: null };
}

export async function listOwnPayouts(ctx: PersonCtx, page: PageQuery): Promise<Page<Payout>> {
  return (await inOwn(ctx, ({ tx }) => payoutsByTime(tx, page))) ?? { items: [], next: null };
}

export async function exportOwnPayout(ctx: PersonCtx, { payoutId }: { payoutId: PayoutId }): Promise<Bytes> {
  const table = await inOwn(ctx, (inside) => exportLines(inside, payoutId));
  if (!table) throw billingError('payout_not_found', { payoutId });
  return table;
}

export const shownOf = ({ userId: _, ...affiliate }: db.AffiliateRow): Affiliate => affiliate;

async function inOwn<T>(ctx: PersonCtx, work: (inside: Ctx) => Promise<T>): Promise<T | undefined> {
  const own = await findPersonalWorkspace(ctx.tx, ctx.actor.userId);
  return own && ctx.into(own.id, work);
}

function required<T>(done: T | undefined): T {
  if (done === undefined) throw billingError('no_personal_workspace');
  return done;
}

/** One's own from before is taken up again. */
async function takeWord({ tx, workspaceId, now }: Ctx, word: string): Promise<void> {
  const own = await db.linksOf(tx, linksMax);
  if (own.some((link) => link.word === word)) return;
  if (own.length >= linksMax) throw billingError('too_many_links');
  if ((await db.insertLink(tx, word, workspaceId, now)) === 0) throw billingError('link_is_taken', { word });
}

/** Without what looks like something else when it is read aloud. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
const codeLength = 8;

/** Answers whether they are new. That a code is taken is no more to be expected than two ids that are the same. */
async function insertWithCode(
  { tx, workspaceId, now }: Ctx,
  asked: Pick<db.NewAffiliate, 'about' | 'userId'>,
): Promise<boolean> {
  const code = Array.from({ length: codeLength }, () => letters[randomInt(letters.length)]).join('');
  if ((await db.insertAffiliate(tx, { ...asked, workspaceId, code, now })) === 0) return false;
  if ((await db.insertLink(tx, code, workspaceId, now)) === 0) throw new Error('the code is taken');
  return true;
}
