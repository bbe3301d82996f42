import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import {
  CampaignFigures,
  type CampaignStatus,
  type CampaignStep,
  campaignCountMax,
  campaignStatuses,
  campaignSteps,
} from './contract.ts';

export const Facts = z.object({
  workspaceId: z.string().optional(),
  workspaceName: z.string().optional(),
  endsOn: z.string().optional(),
});
export type Facts = z.infer<typeof Facts>;

export interface NewCampaignMail {
  readonly campaign: string;
  readonly step: CampaignStep;
  readonly email: string;
  readonly userId: UserId | undefined;
  readonly messageId: string;
  readonly facts: Facts;
  readonly at: Date;
}

/** Answers 0 when it is there already: it was sent, or somebody is at it. */
export function insertCampaignMail(tx: Tx, m: NewCampaignMail) {
  return tx.run(sql`
    insert into identity.campaign_mails (campaign, step, email, user_id, message_id, facts, queued_at)
    values (${m.campaign}, ${m.step}, ${m.email}, ${m.userId ?? null}, ${m.messageId}, ${JSON.stringify(m.facts)},
            ${m.at})
    on conflict (campaign, step, email) do nothing`);
}

const Email = z.object({ email: z.string() });

/**
 * The next of those who wait, want to hear from us and have not been let in: queued, and answered so that the one
 * after them can go on. Those who have the step already are among the answered, or the way would end at them.
 */
export function queueForWaiting(
  tx: Tx,
  q: { campaign: string; step: CampaignStep; after: string; limit: number; at: Date },
) {
  return tx.many(
    Email,
    sql`
    with next as (
      select w.email, w.user_id
        from identity.waiting_list w
        join identity.marketing_preferences p on p.email = w.email
       where w.email > ${q.after} and p.email > ${q.after} and w.early_access_granted_at is null
         and p.opted_in_at is not null and p.unsubscribed_at is null and p.bounced_at is null
       order by w.email limit ${q.limit}),
    queued as (
      insert into identity.campaign_mails (campaign, step, email, user_id, message_id, queued_at)
      select ${q.campaign}, ${q.step}, email, user_id, gen_random_uuid(), ${q.at}::timestamptz from next
      on conflict (campaign, step, email) do nothing)
    select email from next order by email`,
  );
}

export const Claimed = z.object({
  campaign: z.string(),
  step: z.enum(campaignSteps),
  email: z.string(),
  messageId: z.string(),
  facts: Facts,
  /** As we know them; of the waiting list, as they wrote it there. */
  name: z.string().nullable(),
  isUnsubscribed: z.boolean(),
  isBounced: z.boolean(),
  isOptedIn: z.boolean(),
  hasEarlyAccess: z.boolean(),
});
export type Claimed = z.infer<typeof Claimed>;

/** Ours alone from here on, whoever else is at it. With what decides whether it still goes. */
export function claimCampaignMails(tx: Tx, limit: number, at: Date) {
  return tx.many(
    Claimed,
    sql`
    with picked as (
      select campaign, step, email from identity.campaign_mails
       where status = 'queued' order by queued_at limit ${limit} for update skip locked),
    claimed as (
      update identity.campaign_mails m set status = 'claimed', claimed_at = ${at}
        from picked k
       where m.campaign = k.campaign and m.step = k.step and m.email = k.email
      returning m.campaign, m.step, m.email, m.message_id, m.facts, m.user_id)
    select c.campaign, c.step, c.email, c.message_id, c.facts, coalesce(u.name, w.name) as name,
           p.unsubscribed_at is not null as is_unsubscribed, p.bounced_at is not null as is_bounced,
           p.opted_in_at is not null as is_opted_in, w.early_access_granted_at is not null as has_early_access
      from claimed c
      left join identity.marketing_preferences p on p.email = c.email
      left join identity.waiting_list w on w.email = c.email
      left join identity.users u on u.id = c.user_id`,
  );
}

/** Answers 0 when it is not ours any more: a sweep took us for dead. */
export function settleCampaignMail(
  tx: Tx,
  m: Pick<Claimed, 'campaign' | 'step' | 'email'> & {
    status: Exclude<CampaignStatus, 'claimed'>;
    reason?: string | undefined;
    at: Date;
  },
) {
  return tx.run(sql`
    update identity.campaign_mails
       set status = ${m.status}, reason = ${m.reason ?? null},
           settled_at = case when ${m.status} = 'queued' then null else ${m.at}::timestamptz end
     where campaign = ${m.campaign} and step = ${m.step} and email = ${m.email} and status = 'claimed'`);
}

/** Whoever claimed them has died: whether they went out nobody can say, so they do not go out again. */
export function giveUpCampaignMails(tx: Tx, claimedBefore: Date, limit: number, at: Date) {
  return tx.run(sql`
    update identity.campaign_mails m set status = 'unknown', reason = 'worker_died', settled_at = ${at}
      from (select campaign, step, email from identity.campaign_mails
             where status = 'claimed' and claimed_at < ${claimedBefore}
             order by queued_at limit ${limit} for update skip locked) lost
     where m.campaign = lost.campaign and m.step = lost.step and m.email = lost.email`);
}

export async function hasQueuedMails(tx: Tx): Promise<boolean> {
  const found = await tx.run(
    sql`select from identity.campaign_mails where status = 'queued' order by queued_at limit 1`,
  );
  return found > 0;
}

const countdown = { from: 'launch:', to: 'launch;' } as const;
const campaignsShownMax = 20;

/** Found by leaping from one to the next, and each counted as far as `campaignCountMax`. */
export function countdownFigures(tx: Tx) {
  return tx.many(
    CampaignFigures,
    sql`
    with recursive steps as (
      (select campaign, step from identity.campaign_mails
        where campaign >= ${countdown.from} and campaign < ${countdown.to} order by campaign, step limit 1)
      union all
      select n.campaign, n.step from steps s cross join lateral (
        select campaign, step from identity.campaign_mails
         where (campaign, step) > (s.campaign, s.step) and campaign < ${countdown.to}
         order by campaign, step limit 1) n),
    shown as (select campaign, step from steps order by campaign desc, step limit ${campaignsShownMax})
    select s.campaign, s.step, jsonb_object_agg(status, counted) as counts
      from shown s
      cross join unnest(${campaignStatuses}::text[]) status
      cross join lateral (
        select count(*) as counted from (
          select from identity.campaign_mails m
           where m.campaign = s.campaign and m.step = s.step and m.status = status limit ${campaignCountMax}) capped) c
     group by s.campaign, s.step
     order by s.campaign desc, s.step`,
  );
}

const Launch = z.object({ launchAt: z.date().nullable(), launchTimezone: z.string() });
export type Launch = z.infer<typeof Launch>;

export function findLaunch(tx: Tx) {
  return tx.one(Launch, sql`select launch_at, launch_timezone from identity.installation_settings`);
}
