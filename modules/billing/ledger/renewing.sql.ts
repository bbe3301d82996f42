import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { isOpen, planNow } from '../plans/current.sql.ts';
import type { AllowanceKind } from './contract.ts';

const Figure = z.coerce.number().int();

const Given = z.object({
  startsOn: z.iso.date(),
  plan: z.string(),
  grantedMicro: Figure,
  grantsCount: Figure,
});
export type Given = z.infer<typeof Given>;

const Allowances = z.object({
  plan: z.string(),
  month: Figure,
  week: Figure,
  /** What is to be given for trying it; 0 where nothing is, or it was. */
  trial: Figure,
  /** The last of each there was. */
  lastMonth: Given.nullable(),
  lastWeek: Given.nullable(),
});
export type Allowances = z.infer<typeof Allowances>;

/** What the plan gives, and what of it was given. The wallet is held: nobody else gives anything meanwhile. */
export function readAllowances(tx: Tx, trialKey: string, now: Date) {
  return tx.one(
    Allowances,
    sql`
    select p.slug as plan, p.month_grant_micro as month, p.week_grant_micro as week,
           case when p.trial_grant_micro > 0
                 and (p.is_free or exists (select from billing.subscriptions s
                                            where s.plan = p.slug and s.trial_starts_at is not null and ${isOpen(now)}))
                 and not exists (select from billing.ledger_transactions t where t.key = ${trialKey})
                then p.trial_grant_micro else 0 end as trial,
           ${lastOf('month')} as last_month, ${lastOf('week')} as last_week
      from (${planNow(now)}) p`,
  );
}

const lastOf = (kind: AllowanceKind) => sql`
  (select json_build_object('startsOn', d.starts_on, 'plan', d.plan, 'grantedMicro', d.granted_micro,
                            'grantsCount', d.grants_count)
     from billing.periods d where d.kind = ${kind} order by d.starts_on desc limit 1)`;

export interface GivenPeriod {
  readonly kind: AllowanceKind;
  readonly startsOn: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly plan: string;
  readonly grantedMicro: number;
  readonly grantsCount: number;
}

/** What there is now is as given; what was there before is over, and this was left of it. */
export function putPeriod(
  tx: Tx,
  workspaceId: WorkspaceId,
  p: GivenPeriod,
  before: { readonly startsOn: string; readonly expiredMicro: number } | undefined,
  now: Date,
) {
  return tx.run(sql`
    with ended as (
      update billing.periods
         set expired_at = ${now}, expired_micro = ${before?.expiredMicro ?? 0}
       where kind = ${p.kind} and starts_on = ${before?.startsOn ?? null} and expired_at is null)
    insert into billing.periods (workspace_id, kind, starts_on, starts_at, ends_at, plan, granted_micro, grants_count)
    values (${workspaceId}, ${p.kind}, ${p.startsOn}, ${p.startsAt}, ${p.endsAt}, ${p.plan}, ${p.grantedMicro},
      ${p.grantsCount})
    on conflict (workspace_id, kind, starts_on) do update
      set ends_at = excluded.ends_at, plan = excluded.plan, granted_micro = excluded.granted_micro,
          grants_count = excluded.grants_count`);
}

/** Another month is another time to say that little is left. */
export function markRenewed(
  tx: Tx,
  ends: { readonly week: Date; readonly month: Date },
  monthGivenMicro: number,
  isAnotherMonth: boolean,
  now: Date,
) {
  return tx.run(sql`
    update billing.wallets
       set week_ends_at = ${ends.week}, month_ends_at = ${ends.month}, month_given_micro = ${monthGivenMicro},
           low_told_at = case when ${isAnotherMonth} then null else low_told_at end,
           low_mailed_at = case when ${isAnotherMonth} then null else low_mailed_at end,
           updated_at = ${now}`);
}

/** Takes no input: whether anything is to be given, or looked at, in a wallet that nobody moves. */
export function findDueWallet(tx: Tx, now: Date) {
  return tx.maybeOne(
    z.object({ isDue: z.boolean() }),
    sql`
    select week_ends_at is null or month_ends_at is null or least(week_ends_at, month_ends_at) <= ${now} as is_due
      from billing.wallets`,
  );
}

/** So that the next movement looks at allowances, whatever the clock says. */
export function forgetEnds(tx: Tx, now: Date) {
  return tx.run(
    sql`update billing.wallets set week_ends_at = null, month_ends_at = null, updated_at = ${now}`,
  );
}
