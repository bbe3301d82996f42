import { z } from 'zod';
import type { Tx } from '../../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../../kit/ids.ts';
import { sql } from '../../../../kit/sql.ts';
import type { PaymentProviderName } from '../contract.ts';
import { recordsOf } from '../records.sql.ts';

export interface SubscriptionRow {
  readonly id: string;
  readonly providerId: string;
  readonly customerId: string;
  readonly plan: string;
  readonly cycle: string;
  readonly status: string;
  readonly quantity: number;
  readonly priceMicro: number;
  readonly currency: string;
  readonly periodStartsAt: Date | undefined;
  readonly periodEndsAt: Date | undefined;
  readonly trialStartsAt: Date | undefined;
  readonly trialEndsAt: Date | undefined;
  readonly endsAt: Date | undefined;
  readonly cancelledAt: Date | undefined;
  readonly endedAt: Date | undefined;
  readonly scheduledPlan: string | undefined;
  readonly scheduledCycle: string | undefined;
  readonly scheduledAt: Date | undefined;
  readonly scheduleId: string | undefined;
  readonly createdAt: Date;
}

const told = sql`plan, cycle, status, quantity, price_micro, currency, period_starts_at, period_ends_at,
  trial_starts_at, trial_ends_at, ends_at, cancelled_at, ended_at, scheduled_plan, scheduled_cycle, scheduled_at,
  schedule_id`;
const of = (table: string) =>
  sql.trusted(
    told.text
      .split(',')
      .map((name) => `${table}.${name.trim()}`)
      .join(', '),
  );

/**
 * As the provider has them now. Of plans that are not sold here nothing is kept, and what is as it was is not written.
 * Answers how many are new or otherwise than they were.
 */
export function putSubscriptions(
  tx: Tx,
  at: {
    readonly workspaceId: WorkspaceId;
    readonly provider: PaymentProviderName;
    readonly seenAt: Date;
    readonly now: Date;
  },
  rows: readonly SubscriptionRow[],
) {
  return tx.many(
    z.object({ id: z.string() }),
    sql`
    insert into billing.subscriptions as s (workspace_id, provider, customer_id, seen_at, updated_at, id, provider_id,
      created_at, ${told})
    select ${at.workspaceId}, ${at.provider}, r.customer_id, ${at.seenAt}, ${at.now}, r.id, r.provider_id,
           r.created_at, ${of('r')}
      from jsonb_to_recordset(${recordsOf(rows)}::jsonb) as r (id uuid, provider_id text, customer_id text,
             created_at timestamptz, plan text, cycle text, status text, quantity integer, price_micro bigint, currency text,
             period_starts_at timestamptz, period_ends_at timestamptz, trial_starts_at timestamptz,
             trial_ends_at timestamptz, ends_at timestamptz, cancelled_at timestamptz, ended_at timestamptz,
             scheduled_plan text, scheduled_cycle text, scheduled_at timestamptz, schedule_id text)
     where exists (select from billing.plans p where p.slug = r.plan)
       and (r.scheduled_plan is null or exists (select from billing.plans p where p.slug = r.scheduled_plan))
     order by r.provider_id
    on conflict (workspace_id, provider, provider_id) do update
      set customer_id = excluded.customer_id, seen_at = excluded.seen_at,
          previous_plan = case when s.plan <> excluded.plan then s.plan else s.previous_plan end,
          (${told}) = (select ${of('excluded')})
      where (${of('s')}) is distinct from (${of('excluded')})
    returning s.id`,
  );
}
