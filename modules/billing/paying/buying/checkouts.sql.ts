import { z } from 'zod';
import type { Tx } from '../../../../kit/db/database.ts';
import type { MemberId, WorkspaceId } from '../../../../kit/ids.ts';
import { type Sql, sql } from '../../../../kit/sql.ts';
import { Micro } from '../../models/contract.ts';
import { Checkout, type CheckoutId, type PaymentProviderName, paymentProviders } from '../contract.ts';

const shown = sql`id, provider, kind, plan, cycle, pack, name, price_micro, credits_micro, currency, trial_days, state,
  failure, url, created_at, settled_at`;

export function findCheckout(tx: Tx, id: CheckoutId) {
  return tx.maybeOne(Checkout, sql`select ${shown} from billing.checkouts where id = ${id}`);
}

const Sold = z.object({
  slug: z.string(),
  name: z.string(),
  monthPriceMicro: Micro,
  yearPriceMicro: Micro,
  trialDays: z.number(),
  isFree: z.boolean(),
  isRetired: z.boolean(),
  displayOrder: z.number(),
});
export type Sold = z.infer<typeof Sold>;

export function findPlan(tx: Tx, slug: string) {
  return tx.maybeOne(
    Sold,
    sql`
    select slug, name, month_price_micro, year_price_micro, trial_days, is_free, retired_at is not null as is_retired,
           display_order
      from billing.plans where slug = ${slug}`,
  );
}

const Pack = z.object({ slug: z.string(), name: z.string(), priceMicro: Micro, creditsMicro: Micro });

export function findPack(tx: Tx, slug: string) {
  return tx.maybeOne(
    Pack,
    sql`
    select slug, name, price_micro, credits_micro from billing.credit_packs
     where slug = ${slug} and retired_at is null`,
  );
}

const Before = z.object({ count: z.number(), openCount: z.number() });

/** What was subscribed to before: whoever has something there has no second one, and nobody tries twice. */
export function subscribedBefore(tx: Tx) {
  return tx.one(
    Before,
    sql`
    select count(*)::int as count,
           count(*) filter (where provider <> 'house' and status not in ('cancelled', 'incomplete'))::int as open_count
      from billing.subscriptions`,
  );
}

export interface NewCheckout {
  readonly workspaceId: WorkspaceId;
  readonly id: CheckoutId;
  readonly provider: PaymentProviderName;
  readonly kind: 'plan' | 'credits';
  readonly plan: string | null;
  readonly cycle: 'month' | 'year' | null;
  readonly pack: string | null;
  readonly name: string;
  readonly priceMicro: number;
  readonly creditsMicro: number;
  readonly trialDays: number;
  readonly memberId: MemberId | null;
  readonly now: Date;
}

export function insertCheckout(tx: Tx, one: NewCheckout) {
  return tx.maybeOne(
    Checkout,
    sql`
    insert into billing.checkouts (workspace_id, id, provider, kind, plan, cycle, pack, name, price_micro,
      credits_micro, trial_days, member_id, created_at, updated_at)
    values (${one.workspaceId}, ${one.id}, ${one.provider}, ${one.kind}, ${one.plan}, ${one.cycle}, ${one.pack},
      ${one.name}, ${one.priceMicro}, ${one.creditsMicro}, ${one.trialDays}, ${one.memberId}, ${one.now}, ${one.now})
    on conflict do nothing returning ${shown}`,
  );
}

const Payer = z.object({ name: z.string().nullable(), email: z.string().nullable() });

/** Who is to be written on the bill: whoever asked. `people` is the fragment of the colleagues here. */
export function findPayer(tx: Tx, people: Sql, id: CheckoutId) {
  return tx.maybeOne(
    Payer,
    sql`
    select p.name, p.email
      from billing.checkouts c
      left join (${people}) p on p.workspace_id = c.workspace_id and p.id = c.member_id
     where c.id = ${id}`,
  );
}

const Page = z.object({ id: Checkout.shape.id, provider: z.enum(paymentProviders), pageId: z.string() });

/**
 * Pages for a plan on which somebody may still pay and should not: there is a subscription, or a page that was asked
 * for later.
 */
export function pagesToClose(tx: Tx, limit: number) {
  return tx.many(
    Page,
    sql`
    select c.id, c.provider, c.provider_ref as page_id
      from billing.checkouts c
     where c.state = 'open' and c.kind = 'plan' and c.provider_ref is not null
       and (exists (select from billing.subscriptions s
                     where s.workspace_id = c.workspace_id and s.provider <> 'house'
                       and s.status not in ('cancelled', 'incomplete'))
            or exists (select from billing.checkouts o
                        where o.workspace_id = c.workspace_id and o.kind = 'plan' and o.state in ('queued', 'open')
                          and (o.created_at, o.id) > (c.created_at, c.id)))
     order by c.created_at limit ${limit}`,
  );
}

/** Whether somebody asked for another page for a plan after this one. */
export function isPassedOver(tx: Tx, id: CheckoutId) {
  return tx.one(
    z.object({ isSo: z.boolean() }),
    sql`
    select exists (
      select from billing.checkouts c
        join billing.checkouts o on o.workspace_id = c.workspace_id and o.kind = 'plan'
         and o.state in ('queued', 'open') and (o.created_at, o.id) > (c.created_at, c.id)
       where c.id = ${id} and c.kind = 'plan') as is_so`,
  );
}

export function markExpired(tx: Tx, id: CheckoutId, now: Date) {
  return tx.run(sql`
    update billing.checkouts set state = 'expired', settled_at = ${now}
     where id = ${id} and state in ('queued', 'open')`);
}

export function markOpen(tx: Tx, id: CheckoutId, page: { id: string; url: string }, now: Date) {
  return tx.run(sql`
    update billing.checkouts set state = 'open', provider_ref = ${page.id}, url = ${page.url}, opened_at = ${now}
     where id = ${id} and state = 'queued'`);
}

export function markFailed(tx: Tx, id: CheckoutId, failure: string, now: Date) {
  return tx.run(sql`
    update billing.checkouts set state = 'failed', failure = ${failure}, settled_at = ${now}
     where id = ${id} and state = 'queued'`);
}

/** Queued so long that its job is lost. Those of a reload are opened by whoever reloads. */
export function checkoutsQueued(tx: Tx, before: Date, limit: number) {
  return tx.many(
    z.object({ id: Checkout.shape.id, createdAt: z.date() }),
    sql`
    select id, created_at from billing.checkouts
     where state = 'queued' and kind <> 'reload' and created_at < ${before} order by created_at limit ${limit}`,
  );
}
