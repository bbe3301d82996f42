import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { type UserId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { AffiliateDay, ReferralId } from './contract.ts';

export function countClick(tx: Tx, workspaceId: WorkspaceId, day: string) {
  return tx.run(sql`
    insert into billing.affiliate_clicks (workspace_id, day, clicks_count) values (${workspaceId}, ${day}, 1)
    on conflict (workspace_id, day) do update set clicks_count = affiliate_clicks.clicks_count + 1`);
}

/** Days on which somebody came or stayed, the last ones. */
export function daysSince(tx: Tx, from: string) {
  return tx.many(
    AffiliateDay,
    sql`
    select day, coalesce(c.clicks_count, 0) as clicks, coalesce(s.sign_ups, 0) as sign_ups
      from (select day, clicks_count from billing.affiliate_clicks where day >= ${from}::date) c
      full join (select (attributed_at at time zone 'UTC')::date as day, count(*)::int as sign_ups
                   from billing.referrals
                  where attributed_at >= ${from}::date::timestamp at time zone 'UTC'
                  group by 1) s using (day)
     order by day`,
  );
}

const Route = z.object({
  workspaceId: WorkspaceId,
  referralId: ReferralId,
  attributedAt: z.date(),
  endsAt: z.date(),
});
export type Route = z.infer<typeof Route>;

/** In the scope of the installation: whose referral a workspace is. */
export function findRoute(tx: Tx, referredWorkspaceId: WorkspaceId) {
  return tx.maybeOne(
    Route,
    sql`
    select workspace_id, referral_id, attributed_at, ends_at
      from billing.referral_routes
     where referred_workspace_id = ${referredWorkspaceId}`,
  );
}

export interface NewReferral {
  readonly workspaceId: WorkspaceId;
  readonly id: ReferralId;
  readonly referredUserId: UserId;
  readonly referredWorkspaceId: WorkspaceId;
  readonly clickedAt: Date;
  readonly endsAt: Date;
  readonly now: Date;
}

/**
 * Both or neither, and answers 0 where the workspace is somebody's referral already, whoever's. The affiliate is held:
 * their numbers come one after the other.
 */
export function insertReferral(tx: Tx, r: NewReferral) {
  return tx.run(sql`
    with routed as (
      insert into billing.referral_routes (referred_workspace_id, workspace_id, referral_id, attributed_at, ends_at)
      values (${r.referredWorkspaceId}, ${r.workspaceId}, ${r.id}, ${r.now}, ${r.endsAt})
      on conflict (referred_workspace_id) do nothing
      returning referral_id)
    insert into billing.referrals (workspace_id, id, no, referred_user_id, referred_workspace_id, clicked_at,
      attributed_at, ends_at)
    select ${r.workspaceId}, referral_id,
           coalesce((select no from billing.referrals order by no desc limit 1), 0) + 1, ${r.referredUserId},
           ${r.referredWorkspaceId}, ${r.clickedAt}, ${r.now}, ${r.endsAt}
      from routed`);
}

/** Another workspace of somebody who came by the link. */
export function insertRoute(tx: Tx, referredWorkspaceId: WorkspaceId, route: Route) {
  return tx.run(sql`
    insert into billing.referral_routes (referred_workspace_id, workspace_id, referral_id, attributed_at, ends_at)
    values (${referredWorkspaceId}, ${route.workspaceId}, ${route.referralId}, ${route.attributedAt}, ${route.endsAt})
    on conflict (referred_workspace_id) do nothing`);
}

/** The earliest, in whatever order they are told. */
export function markPaying(tx: Tx, id: ReferralId, at: Date) {
  return tx.run(sql`
    update billing.referrals set first_paid_at = ${at}
     where id = ${id} and (first_paid_at is null or first_paid_at > ${at})`);
}
