import { z } from 'zod';
import type { Tx } from '../../../../kit/db/database.ts';
import type { MemberId, UserId, WorkspaceId } from '../../../../kit/ids.ts';
import { sql } from '../../../../kit/sql.ts';
import { Micro } from '../../models/contract.ts';
import { SubscriptionId } from '../../plans/contract.ts';
import { Payment, PaymentOrder, type PaymentOrderId, paymentProviders } from '../contract.ts';

const shown = sql`id, kind, subscription_id, payment_id, plan, cycle, moment, amount_micro, state, failure, created_at`;
const provider = z.enum(paymentProviders);

export function findOrder(tx: Tx, id: PaymentOrderId) {
  return tx.maybeOne(PaymentOrder, sql`select ${shown} from billing.payment_orders where id = ${id}`);
}

/** Decided, and not told yet. */
export function ordersWaiting(tx: Tx, limit: number) {
  return tx.many(
    PaymentOrder,
    sql`
    select ${shown} from billing.payment_orders where state = 'queued' order by created_at limit ${limit}`,
  );
}

const Held = z.object({
  id: SubscriptionId,
  provider: z.enum([...paymentProviders, 'house']),
  providerId: z.string(),
  plan: z.string(),
  cycle: z.enum(['month', 'year']),
  status: z.string(),
  quantity: z.number(),
  priceMicro: Micro,
  currency: z.string(),
  displayOrder: z.number(),
  previousPlan: z.string().nullable(),
});
export type Held = z.infer<typeof Held>;

/** What is decided about a subscription is decided one after the other. */
export function holdSubscription(tx: Tx, id: SubscriptionId) {
  return tx.maybeOne(
    Held,
    sql`
    select s.id, s.provider, s.provider_id, s.plan, s.cycle, s.status, s.quantity, s.price_micro, s.currency,
           (select m.plan from billing.payments m
             where m.workspace_id = s.workspace_id and m.provider = s.provider and m.subscription_id = s.provider_id
               and m.plan <> s.plan
             order by m.paid_at desc limit 1) as previous_plan,
           (select p.display_order from billing.plans p where p.slug = s.plan) as display_order
      from billing.subscriptions s where s.id = ${id} for no key update of s`,
  );
}

export function hasOrderWaiting(tx: Tx, id: SubscriptionId) {
  return tx.one(
    z.object({ isWaiting: z.boolean() }),
    sql`
    select exists (select from billing.payment_orders
                    where subscription_id = ${id} and state = 'queued') as is_waiting`,
  );
}

export interface NewOrder {
  readonly workspaceId: WorkspaceId;
  readonly id: PaymentOrderId;
  readonly provider: string;
  readonly kind: string;
  readonly subscriptionId?: SubscriptionId | undefined;
  readonly paymentId?: string | undefined;
  readonly plan?: string | undefined;
  readonly cycle?: string | undefined;
  readonly moment?: string | undefined;
  readonly amountMicro?: number | undefined;
  readonly memberId: MemberId | null;
  readonly adminId?: UserId | undefined;
  readonly now: Date;
}

export function insertOrder(tx: Tx, one: NewOrder) {
  return tx.maybeOne(
    PaymentOrder,
    sql`
    insert into billing.payment_orders (workspace_id, id, provider, kind, subscription_id, payment_id, plan, cycle,
      moment, amount_micro, member_id, admin_id, created_at, updated_at)
    values (${one.workspaceId}, ${one.id}, ${one.provider}, ${one.kind}, ${one.subscriptionId ?? null},
      ${one.paymentId ?? null}, ${one.plan ?? null}, ${one.cycle ?? null}, ${one.moment ?? null},
      ${one.amountMicro ?? null}, ${one.memberId}, ${one.adminId ?? null}, ${one.now}, ${one.now})
    on conflict do nothing returning ${shown}`,
  );
}

const Due = PaymentOrder.extend({
  provider,
  subscriptionProviderId: z.string().nullable(),
  paymentProviderId: z.string().nullable(),
  planName: z.string().nullable(),
  currency: z.string().nullable(),
});
export type Due = z.infer<typeof Due>;

/** With what the provider knows it by. */
export function findDue(tx: Tx, id: PaymentOrderId) {
  return tx.maybeOne(
    Due,
    sql`
    select o.id, o.kind, o.subscription_id, o.payment_id, o.plan, o.cycle, o.moment, o.amount_micro, o.state,
           o.failure, o.created_at, o.provider, s.provider_id as subscription_provider_id,
           m.provider_id as payment_provider_id, p.name as plan_name, s.currency
      from billing.payment_orders o
      left join billing.subscriptions s on s.workspace_id = o.workspace_id and s.id = o.subscription_id
      left join billing.payments m on m.workspace_id = o.workspace_id and m.id = o.payment_id
      left join billing.plans p on p.slug = o.plan
     where o.id = ${id} and o.state = 'queued'`,
  );
}

export function markOrder(
  tx: Tx,
  id: PaymentOrderId,
  came: { readonly state: 'done' | 'refused'; readonly failure?: string },
  now: Date,
) {
  return tx.run(sql`
    update billing.payment_orders set state = ${came.state}, failure = ${came.failure ?? null}, settled_at = ${now}
     where id = ${id} and state = 'queued'`);
}

export function ordersQueued(tx: Tx, before: Date, limit: number) {
  return tx.many(
    z.object({ id: PaymentOrder.shape.id, createdAt: z.date() }),
    sql`
    select id, created_at from billing.payment_orders
     where state = 'queued' and created_at < ${before} order by created_at limit ${limit}`,
  );
}

export interface Feedback {
  readonly workspaceId: WorkspaceId;
  readonly id: string;
  readonly subscriptionId: SubscriptionId;
  readonly memberId: MemberId | null;
  readonly plan: string;
  readonly cancellation: 'end_of_period' | 'immediate';
  readonly reason: string;
  readonly memberRole: string | null;
  readonly flow: string;
  readonly cycle: string;
  readonly previousPlan: string | null;
  readonly failedSince: Date;
  readonly now: Date;
}

/** What was said with an order, which it has its id of. */
export function findFeedback(tx: Tx, id: PaymentOrderId) {
  return tx.maybeOne(
    z.object({ reason: z.string(), flow: z.string() }),
    sql`select reason, flow from billing.cancellation_feedback where id = ${id}`,
  );
}

/** SE-23, SE-24: with whether payments failed lately. */
export function insertFeedback(tx: Tx, one: Feedback) {
  return tx.run(sql`
    insert into billing.cancellation_feedback (workspace_id, id, subscription_id, member_id, plan, cancellation,
      reason, member_role, flow, had_payment_failures, cycle, previous_plan, created_at)
    values (${one.workspaceId}, ${one.id}, ${one.subscriptionId}, ${one.memberId}, ${one.plan}, ${one.cancellation},
      ${one.reason}, ${one.memberRole}, ${one.flow},
      exists (select from billing.payment_failures where failed_at >= ${one.failedSince}),
      ${one.cycle}, ${one.previousPlan}, ${one.now})`);
}

const Refundable = z.object({
  id: Payment.shape.id,
  provider,
  amountMicro: Micro,
  currency: z.string(),
  refundedMicro: Micro,
  orderedMicro: Micro,
});

/** With what was ordered back of it and is not here yet. */
export function holdPayment(tx: Tx, id: string) {
  return tx.maybeOne(
    Refundable,
    sql`
    select p.id, p.provider, p.amount_micro, p.currency, p.refunded_micro,
           (select coalesce(sum(coalesce(o.amount_micro, p.amount_micro)), 0)::bigint from billing.payment_orders o
             where o.workspace_id = p.workspace_id and o.payment_id = p.id and o.state = 'queued') as ordered_micro
      from billing.payments p where p.id = ${id} and p.status <> 'failed' for no key update of p`,
  );
}
