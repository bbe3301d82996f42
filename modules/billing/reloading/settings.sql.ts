import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { Micro } from '../models/contract.ts';
import { type PaymentProviderName, paymentProviders } from '../paying/contract.ts';
import { AutoReload, type ReloadRefusal, type reloadOffReasons, reloadWaits } from './contract.ts';

const Provider = z.enum(paymentProviders);

const Held = z.object({
  provider: Provider,
  thresholdMicro: Micro,
  amountMicro: Micro,
  dayMaxMicro: Micro,
  enabledAt: z.date().nullable(),
  failedAttempts: z.number(),
  nextTryAt: z.date().nullable(),
  waitsFor: z.enum(reloadWaits).nullable(),
});
export type Held = z.infer<typeof Held>;

/** Whoever decides whether to buy holds this until that is written down. */
export function holdAutoReload(tx: Tx) {
  return tx.maybeOne(
    Held,
    sql`
    select provider, threshold_micro, amount_micro, day_max_micro, enabled_at, failed_attempts, next_try_at, waits_for
      from billing.auto_reloads for no key update`,
  );
}

const Shown = AutoReload.omit({ boughtMicro: true, providers: true });

/** `coworkers` are all there are, as workspaces says. */
export function findAutoReload(tx: Tx, coworkers: Sql) {
  return tx.maybeOne(
    Shown,
    sql`
    select a.provider, a.threshold_micro, a.amount_micro, a.day_max_micro, a.enabled_at, c.name as enabled_by,
           a.off_at, a.off_reason, a.last_reload_at, a.last_state, a.failed_attempts, a.next_try_at, a.waits_for
      from billing.auto_reloads a
      left join (${coworkers}) c on c.workspace_id = a.workspace_id and c.id = a.enabled_by`,
  );
}

/** Said as well: these tables may be looked through for the whole installation too, so row security finds no index. */
const here = sql`(select app.current_workspace_id())`;

const Kept = z.object({ keptMicro: Micro, throughNo: Micro, lastNo: Micro, isUnlimited: z.boolean() });

/** What was bought and is left, as it is kept, and up to which movement that is right. */
export function findKept(tx: Tx) {
  return tx.maybeOne(
    Kept,
    sql`
    select coalesce(b.payg_micro, 0) as kept_micro, coalesce(b.through_no, 0) as through_no, w.last_no,
           w.unlimited_at is not null as is_unlimited
      from billing.wallets w
      left join billing.balances b on b.workspace_id = w.workspace_id
     where w.workspace_id = ${here}`,
  );
}

const Known = z.object({ provider: Provider, customerId: z.string() });

/** Where this workspace has paid before. */
export function customersKnown(tx: Tx) {
  return tx.many(
    Known,
    sql`
    select provider, provider_id as customer_id from billing.customers
     where workspace_id = ${here} order by provider`,
  );
}

export interface Chosen {
  readonly workspaceId: WorkspaceId;
  readonly provider: PaymentProviderName;
  readonly thresholdMicro: number;
  readonly amountMicro: number;
  readonly dayMaxMicro: number;
  readonly memberId: MemberId | null;
  readonly now: Date;
}

/** A person has looked at it: what was refused before is no reason to wait any longer. */
export function putAutoReload(tx: Tx, c: Chosen) {
  return tx.run(sql`
    insert into billing.auto_reloads (workspace_id, provider, threshold_micro, amount_micro, day_max_micro, enabled_at,
      enabled_by, created_by, created_at, updated_at)
    values (${c.workspaceId}, ${c.provider}, ${c.thresholdMicro}, ${c.amountMicro}, ${c.dayMaxMicro}, ${c.now},
      ${c.memberId}, ${c.memberId}, ${c.now}, ${c.now})
    on conflict (workspace_id) do update
      set provider = excluded.provider, threshold_micro = excluded.threshold_micro,
          amount_micro = excluded.amount_micro, day_max_micro = excluded.day_max_micro,
          enabled_at = excluded.enabled_at, enabled_by = excluded.enabled_by, off_at = null, off_reason = null,
          failed_attempts = 0, next_try_at = null, waits_for = null`);
}

export function markOff(tx: Tx, reason: (typeof reloadOffReasons)[number], now: Date) {
  return tx.run(sql`
    update billing.auto_reloads
       set enabled_at = null, enabled_by = null, off_at = ${now}, off_reason = ${reason}, next_try_at = null,
           waits_for = null
     where enabled_at is not null`);
}

export function markReloaded(tx: Tx, now: Date) {
  return tx.run(sql`
    update billing.auto_reloads
       set last_reload_at = ${now}, last_state = 'paid', failed_attempts = 0, next_try_at = null, waits_for = null`);
}

export function markRefused(
  tx: Tx,
  state: ReloadRefusal,
  { failedAttempts, nextTryAt }: { readonly failedAttempts: number; readonly nextTryAt: Date | null },
) {
  return tx.run(sql`
    update billing.auto_reloads
       set last_state = ${state}, failed_attempts = ${failedAttempts}, next_try_at = ${nextTryAt},
           waits_for = ${nextTryAt && 'after_refusal'}`);
}

/** Null: it waits for nothing any more. */
export function markWaiting(tx: Tx, nextTryAt: Date | null) {
  return tx.run(sql`
    update billing.auto_reloads set next_try_at = ${nextTryAt}, waits_for = ${nextTryAt && 'day_max'}`);
}
