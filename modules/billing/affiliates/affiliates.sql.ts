import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { UserId, WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { Affiliate, type AffiliateStatus, type PayoutMethod, RateId } from './contract.ts';

/**
 * The installation sees these rows too, so the wall alone is no way into an index: which workspace it is has to be said
 * once more.
 */
const here = sql`workspace_id = (select app.current_workspace_id())`;

/** In the workspace of the affiliate there is one at most. */
export const AffiliateRow = Affiliate.extend({ userId: UserId });
export type AffiliateRow = z.infer<typeof AffiliateRow>;

const columns = sql`
  user_id, status, code, slug, about, payout_method, payout_email, applied_at, decided_at, decision_note, approved_at`;

export function findAffiliate(tx: Tx) {
  return tx.maybeOne(AffiliateRow, sql`select ${columns} from billing.affiliates where ${here}`);
}

/** Whatever changes what an affiliate has or gets holds this first: it happens one after the other. */
export function holdAffiliate(tx: Tx) {
  return tx.maybeOne(AffiliateRow, sql`select ${columns} from billing.affiliates for no key update`);
}

export interface NewAffiliate {
  readonly workspaceId: WorkspaceId;
  readonly userId: UserId;
  readonly code: string;
  readonly about: string;
  readonly now: Date;
}

/** Answers 0 where they asked before. */
export function insertAffiliate(tx: Tx, { workspaceId, userId, code, about, now }: NewAffiliate) {
  return tx.run(sql`
    insert into billing.affiliates (workspace_id, user_id, code, about, applied_at, created_at, updated_at)
    values (${workspaceId}, ${userId}, ${code}, ${about}, ${now}, ${now}, ${now})
    on conflict (workspace_id) do nothing`);
}

/** Asked once more: the words are new, and a refusal is forgotten. */
export function applyAgain(tx: Tx, about: string, now: Date) {
  return tx.one(
    AffiliateRow,
    sql`
    update billing.affiliates
       set status = 'applied', about = ${about}, applied_at = ${now}, decided_at = null, decided_by = null,
           decision_note = null
    returning ${columns}`,
  );
}

export interface Choices {
  readonly slug: string | null;
  readonly payoutMethod: PayoutMethod;
  readonly payoutEmail: string | null;
}

export function keepChoices(tx: Tx, { slug, payoutMethod, payoutEmail }: Choices) {
  return tx.one(
    AffiliateRow,
    sql`
    update billing.affiliates set slug = ${slug}, payout_method = ${payoutMethod}, payout_email = ${payoutEmail}
    returning ${columns}`,
  );
}

export interface Decided {
  readonly status: Exclude<AffiliateStatus, 'applied'>;
  readonly note: string | null;
  readonly by: UserId;
  readonly now: Date;
}

export function decide(tx: Tx, { status, note, by, now }: Decided) {
  return tx.one(
    AffiliateRow,
    sql`
    update billing.affiliates
       set status = ${status}, decided_at = ${now}, decided_by = ${by}, decision_note = ${note},
           approved_at = case when ${status} = 'approved' then coalesce(approved_at, ${now}) else approved_at end
    returning ${columns}`,
  );
}

/** Answers 0 where the word is somebody's, whoever that is. */
export function insertLink(tx: Tx, word: string, workspaceId: WorkspaceId, now: Date) {
  return tx.run(sql`
    insert into billing.affiliate_links (word, workspace_id, created_at) values (${word}, ${workspaceId}, ${now})
    on conflict (word) do nothing`);
}

export function linksOf(tx: Tx, limit: number) {
  return tx.many(
    z.object({ word: z.string() }),
    sql`select word from billing.affiliate_links where ${here} limit ${limit}`,
  );
}

/** In the scope of the installation. */
export function findLink(tx: Tx, word: string) {
  return tx.maybeOne(
    z.object({ workspaceId: WorkspaceId }),
    sql`select workspace_id from billing.affiliate_links where word = ${word}`,
  );
}

/** What was agreed on by then. */
export const rateAt = (at: Sql): Sql => sql`
    select rate_ppm
      from billing.affiliate_rates
     where starts_at <= ${at} and withdrawn_at is null
     order by starts_at desc, no desc
     limit 1`;

/** Of that moment, however late it is asked. */
export function findRate(tx: Tx, at: Date) {
  return tx.maybeOne(z.object({ ratePpm: z.number().int() }), rateAt(sql`${at}`));
}

const Rate = z.object({ id: RateId, startsAt: z.date(), ratePpm: z.number().int() });

/** The newest first. A rate of nothing is a time of suspension. */
export function ratesOf(tx: Tx, limit: number) {
  return tx.many(
    Rate,
    sql`
    select id, starts_at, rate_ppm
      from billing.affiliate_rates
     where withdrawn_at is null
     order by starts_at desc, no desc
     limit ${limit}`,
  );
}

export interface NewRate {
  readonly workspaceId: WorkspaceId;
  readonly id: RateId;
  readonly startsAt: Date;
  readonly ratePpm: number;
  readonly by: UserId;
  readonly now: Date;
}

/** The affiliate is held: their numbers come one after the other. Answers 0 where it was said before. */
export function insertRate(tx: Tx, { workspaceId, id, startsAt, ratePpm, by, now }: NewRate) {
  return tx.run(sql`
    insert into billing.affiliate_rates (workspace_id, id, no, starts_at, rate_ppm, set_by, created_at)
    select ${workspaceId}, ${id}, coalesce((select no from billing.affiliate_rates order by no desc limit 1), 0) + 1,
           ${startsAt}, ${ratePpm}, ${by}, ${now}
    on conflict (workspace_id, id) do nothing`);
}

/** What was said by this id. */
export function findRateSaid(tx: Tx, id: RateId) {
  return tx.maybeOne(Rate, sql`select id, starts_at, rate_ppm from billing.affiliate_rates where id = ${id}`);
}

/** Those that have not begun. */
export function withdrawRatesAhead(tx: Tx, now: Date) {
  return tx.run(sql`
    update billing.affiliate_rates set withdrawn_at = ${now} where starts_at > ${now} and withdrawn_at is null`);
}
