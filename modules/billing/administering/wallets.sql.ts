import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import { type UserId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import type { SubscriptionId } from '../plans/contract.ts';
import { planNow } from '../plans/current.sql.ts';
import { WalletOfWorkspace, WalletSummary } from './contract.ts';

const byName = keyset({ name: 'asc', id: 'asc' }, 'w');

const Named = z.object({ id: WorkspaceId, name: z.string(), slug: z.string() });

/** In the scope of the installation. `places` are all workspaces there are; `words` a text to be found. */
export function placesByName(tx: Tx, places: Sql, words: string | undefined, page: PageQuery) {
  const found =
    words === undefined ? sql`true` : sql`position(lower(${words}) in lower(w.name || ' ' || w.slug)) > 0`;
  return byName.page(
    tx,
    Named,
    page,
    (where, order) => sql`
    select w.id, w.name, w.slug from (${places}) w where ${found} and ${where} ${order}`,
  );
}

const Summary = WalletSummary.omit({ id: true, name: true, slug: true });

/**
 * Of the workspace one is in. A table that could also be read across workspaces would have no index for one of them.
 */
export function findSummary(tx: Tx, now: Date) {
  return tx.one(
    Summary,
    sql`
    select json_build_object('slug', p.slug, 'name', p.name) as plan,
           b.week_micro + b.month_micro + b.bonus_micro + b.payg_micro as spendable_micro, b.payg_micro, b.owed_micro,
           l.unlimited_at as unlimited_since, l.updated_at as moved_at
      from (${planNow(now)}) p left join billing.wallets l on true left join billing.balances b on true`,
  );
}

/** In the scope of the installation. */
export function findNamed(tx: Tx, places: Sql, id: WorkspaceId) {
  return tx.maybeOne(Named, sql`select w.id, w.name, w.slug from (${places}) w where w.id = ${id}`);
}

/** Whether nothing is refused, and who said so. `people` are all there are. */
export function findUnlimited(tx: Tx, people: Sql) {
  return tx.maybeOne(
    z.object({ unlimitedAt: z.date().nullable(), unlimitedBy: WalletOfWorkspace.shape.unlimitedBy }),
    sql`
    select l.unlimited_at, (select json_build_object('id', p.id, 'name', p.name) from (${people}) p
                             where p.id = l.unlimited_by) as unlimited_by
      from billing.wallets l`,
  );
}

export function setUnlimited(tx: Tx, by: { readonly at: Date; readonly userId: UserId } | null, now: Date) {
  return tx.run(sql`
    update billing.wallets
       set unlimited_at = ${by?.at ?? null}, unlimited_by = ${by?.userId ?? null}, updated_at = ${now}`);
}

/** What stands for the one plan that was given by hand. */
const givenId = 'given';

export function findGiven(tx: Tx) {
  return tx.maybeOne(
    z.object({ plan: z.string(), status: z.string() }),
    sql`
    select plan, status from billing.subscriptions
     where provider = 'house' and provider_id = ${givenId} for update`,
  );
}

export function putGiven(
  tx: Tx,
  given: { readonly workspaceId: WorkspaceId; readonly id: SubscriptionId; readonly plan: string },
  now: Date,
) {
  return tx.run(sql`
    insert into billing.subscriptions (workspace_id, id, provider, provider_id, plan, cycle, status, price_micro, seen_at,
      created_at, updated_at)
    values (${given.workspaceId}, ${given.id}, 'house', ${givenId}, ${given.plan}, 'month', 'active', 0, ${now}, ${now},
      ${now})
    on conflict (workspace_id, provider, provider_id) do update
      set plan = excluded.plan, previous_plan = subscriptions.plan, status = 'active', ends_at = null,
          cancelled_at = null, ended_at = null, seen_at = excluded.seen_at, updated_at = excluded.updated_at`);
}

export function endGiven(tx: Tx, now: Date) {
  return tx.run(sql`
    update billing.subscriptions
       set status = 'cancelled', ends_at = ${now}, cancelled_at = ${now}, ended_at = ${now}, seen_at = ${now},
           updated_at = ${now}
     where provider = 'house' and provider_id = ${givenId} and status <> 'cancelled'`);
}
