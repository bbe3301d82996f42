import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import { UserId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import {
  Application,
  type ApplicationForm,
  ApplicationId,
  ApplicationStatus,
  ApplicationSummary,
} from './contract.ts';

const columns = sql`
  a.id, a.email, a.name, a.account_type, a.status, a.submitted_at, a.decided_at, a.rejection_reason,
  case when d.id is not null then json_build_object('id', d.id, 'name', d.name) end as decided_by`;
const newest = keyset({ submittedAt: 'desc', id: 'desc' }, 'a');

export interface ApplicationsAsked extends PageQuery {
  readonly status?: ApplicationStatus | undefined;
  readonly accountType?: Application['accountType'] | undefined;
  /** A pattern for `like`. */
  readonly words?: string | undefined;
}

/** Takes what comes first: the same id again, or another of an address that waits for a decision, changes nothing. */
export function insertApplication(tx: Tx, id: ApplicationId, form: ApplicationForm, at: Date) {
  return tx.run(sql`
    insert into identity.applications (id, user_id, email, name, account_type, details, submitted_at, created_at,
                                       updated_at)
    values (${id}, (select id from identity.users where email = ${form.email}), ${form.email}, ${form.name},
            ${form.accountType}, ${JSON.stringify(form)}::jsonb, ${at}, ${at}, ${at})
    on conflict do nothing`);
}

export function applications(tx: Tx, { status, accountType, words, ...page }: ApplicationsAsked) {
  const wanted = [
    ...(status ? [sql`a.status = ${status}`] : []),
    ...(accountType ? [sql`a.account_type = ${accountType}`] : []),
    ...(words ? [sql`(a.email || ' ' || a.name) ilike ${words}`] : []),
  ];
  return newest.page(
    tx,
    ApplicationSummary,
    page,
    (where, order) => sql`
    select ${columns}, a.details ->> 'companyName' as company_name, a.details ->> 'audienceSize' as audience_size
      from identity.applications a
      left join identity.users d on d.id = a.decided_by
     where ${sql.join([...wanted, where], sql` and `)}
     ${order}`,
  );
}

export function findApplication(tx: Tx, id: ApplicationId) {
  return tx.maybeOne(
    Application,
    sql`
    select ${columns}, a.user_id, a.details, a.notes
      from identity.applications a
      left join identity.users d on d.id = a.decided_by
     where a.id = ${id}`,
  );
}

export function setApplicationNotes(tx: Tx, id: ApplicationId, notes: string | null, at: Date) {
  return tx.maybeOne(
    Application,
    sql`
    with a as (
      update identity.applications set notes = ${notes}, updated_at = ${at} where id = ${id} returning *)
    select ${columns}, a.user_id, a.details, a.notes
      from a left join identity.users d on d.id = a.decided_by`,
  );
}

const Decided = z.object({ id: ApplicationId, userId: UserId.nullable() });

/**
 * Decides those that wait for it. Held in the order of their ids first, so that two who decide about the same ones
 * wait for each other instead of both for ever; the later one then finds nothing left to decide.
 */
export function markDecided(
  tx: Tx,
  d: {
    ids: readonly ApplicationId[];
    status: 'approved' | 'rejected';
    reason: string | null;
    by: UserId;
    at: Date;
  },
) {
  return tx.many(
    Decided,
    sql`
    with held as (
      select id from identity.applications
       where id = any(${d.ids}) and status = 'pending' order by id for update)
    update identity.applications a
       set status = ${d.status}, decided_at = ${d.at}, decided_by = ${d.by}, rejection_reason = ${d.reason},
           user_id = coalesce(a.user_id, (select u.id from identity.users u where u.email = a.email)),
           updated_at = ${d.at}
      from held where a.id = held.id
    returning a.id, a.user_id`,
  );
}

const Stated = z.object({ id: ApplicationId, status: ApplicationStatus });

export function statusesOf(tx: Tx, ids: readonly ApplicationId[]) {
  return tx.many(
    Stated,
    sql`select id, status from identity.applications where id = any(${ids}) order by id`,
  );
}

const Applicant = z.object({
  email: z.string(),
  name: z.string(),
  accountType: z.string(),
  status: ApplicationStatus,
  rejectionReason: z.string().nullable(),
  companyName: z.string().nullable(),
  audienceSize: z.string().nullable(),
  submittedAt: z.date(),
  hasAccount: z.boolean(),
});
export type Applicant = z.infer<typeof Applicant>;

/** What the mails about an application are made of. */
export function findApplicant(tx: Tx, id: ApplicationId) {
  return tx.maybeOne(
    Applicant,
    sql`
    select a.email, a.name, a.account_type, a.status, a.rejection_reason, a.submitted_at,
           a.details ->> 'companyName' as company_name, a.details ->> 'audienceSize' as audience_size,
           exists (select from identity.users u where u.email = a.email and u.deleted_at is null) as has_account
      from identity.applications a
     where a.id = ${id}`,
  );
}
