import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { type AffiliateStatus, AffiliateSummary, ManagedPayout } from './contract.ts';

/* In the scope of the installation, which may look across workspaces. `people` are all there are. */

const affiliates = keyset({ appliedAt: 'desc', workspaceId: 'desc' }, 'a');

export function affiliatesByTime(tx: Tx, people: Sql, page: PageQuery, status: AffiliateStatus | undefined) {
  const narrowed = status === undefined ? sql`true` : sql`a.status = ${status}`;
  return affiliates.page(
    tx,
    AffiliateSummary,
    page,
    (where, order) => sql`
    select a.workspace_id as id, a.workspace_id, ${summary}
      from billing.affiliates a
      join (${people}) p on p.id = a.user_id
     where ${narrowed} and ${where}
     ${order}`,
  );
}

export function findSummary(tx: Tx, people: Sql, id: string) {
  return tx.maybeOne(
    AffiliateSummary,
    sql`
    select a.workspace_id as id, ${summary}
      from billing.affiliates a
      join (${people}) p on p.id = a.user_id
     where a.workspace_id = ${id}`,
  );
}

const summary = sql`
  a.user_id, a.status, a.code, a.slug, a.payout_method, a.payout_email, a.applied_at, a.decided_at, a.approved_at,
  p.name, p.email`;

const payouts = keyset({ createdAt: 'desc', workspaceId: 'desc', id: 'desc' }, 'o');

export function payoutsOfAll(tx: Tx, people: Sql, page: PageQuery, due: boolean) {
  return payouts.page(
    tx,
    ManagedPayout,
    page,
    (where, order) => sql`
    select o.id, o.workspace_id, o.workspace_id as affiliate_id, p.name, p.email, o.payout_email, o.month, o.through_at,
           o.method, o.earned_micro, o.taken_back_micro, o.amount_micro, o.lines_count, o.paid_at, o.reference,
           o.created_at
      from billing.payouts o
      join billing.affiliates a on a.workspace_id = o.workspace_id
      join (${people}) p on p.id = a.user_id
     where ${due ? sql`o.paid_at is null` : sql`true`} and ${where}
     ${order}`,
  );
}
