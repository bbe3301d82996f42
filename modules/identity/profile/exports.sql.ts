import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { UserId } from '../../../kit/ids.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { ExportId } from './contract.ts';

const Step = z.object({
  exportId: ExportId,
  action: z.enum(['identity.export_asked', 'identity.export_made']),
  at: z.date(),
  bytes: z.coerce.number().nullable(),
});
export type ExportStep = z.infer<typeof Step>;

/** What became of somebody's exports, as their trail has it: oldest first. */
export function exportStepsOf(tx: Tx, userId: UserId, since: Date, limit: number) {
  return tx.many(
    Step,
    sql`
    select subject_id as export_id, action, created_at as at, changes -> 'bytes' ->> 'to' as bytes
      from identity.audit_entries
     where user_id = ${userId} and created_at > ${since} and subject_type = 'export'
       and action in ('identity.export_asked', 'identity.export_made')
     order by created_at, id
     limit ${limit}`,
  );
}

const Row = z.record(z.string(), z.unknown());
type Rows = Page<Record<string, unknown>>;

/** Who somebody is, in one piece. */
export function findWhole(tx: Tx, userId: UserId) {
  return tx.maybeOne(
    Row,
    sql`
    select u.id, u.email, u.name, u.email_confirmed_at, u.last_signed_in_at, u.disabled_at, u.disabled_reason,
           u.deleted_at, u.administrator_since, u.created_at, u.updated_at, p.username, p.phone, p.website, p.place,
           p.organization_name, p.industry, p.locale, p.timezone, p.preferences, p.invited_at, p.onboarded_at,
           w.created_at as password_set_at, t.created_at as second_factor_since
      from identity.users u
      join identity.profiles p on p.user_id = u.id
      left join identity.passwords w on w.user_id = u.id
      left join identity.totp_factors t on t.user_id = u.id
     where u.id = ${userId}`,
  );
}

/** One kind of thing that is kept about somebody, a page at a time. Hashes and keys are of no use to them. */
export const keptAbout: Readonly<Record<string, (tx: Tx, userId: UserId, page: PageQuery) => Promise<Rows>>> =
  {
    'sign-ins': listed(
      { createdAt: 'desc', id: 'desc' },
      (userId) => sql`
    select id, event, method, succeeded, error_code, email, address, agent, country_code, source_host, return_to,
           details, created_at
      from identity.sign_in_events where user_id = ${userId}`,
    ),

    sessions: listed(
      { createdAt: 'desc', id: 'desc' },
      (userId) => sql`
    select id, method, address, agent, country_code, created_at, expires_at, last_used_at, proved_at
      from identity.sessions where user_id = ${userId}`,
    ),

    audit: listed(
      { createdAt: 'desc', id: 'desc' },
      (userId) => sql`
    select id, actor_kind, category, action, subject_type, subject_id, changes, succeeded, error_code, address,
           agent, created_at
      from identity.audit_entries where user_id = ${userId}`,
    ),

    passkeys: listed(
      { id: 'asc' },
      (userId) => sql`
    select id, name, transports, backed_up, created_at, last_used_at
      from identity.passkeys where user_id = ${userId}`,
    ),

    'single-sign-on': listed(
      { providerId: 'asc', subject: 'asc' },
      (userId) => sql`
    select i.provider_id, o.name as provider, i.subject, i.email, i.created_at, i.last_used_at
      from identity.oidc_identities i join identity.oidc_providers o on o.id = i.provider_id
     where i.user_id = ${userId}`,
    ),

    applications: listed(
      { submittedAt: 'desc', id: 'desc' },
      (userId) => sql`
    select id, email, name, account_type, details, status, submitted_at, decided_at, rejection_reason
      from identity.applications where user_id = ${userId}`,
    ),

    'waiting-list': listed(
      { email: 'asc' },
      (userId) => sql`
    select email, name, joined_at, source, early_access_granted_at
      from identity.waiting_list where user_id = ${userId}`,
    ),

    'demo-requests': listed(
      { id: 'asc' },
      (userId) => sql`
    select id, email, name, company_name, company_size, current_solution, message, status, requested_at,
           scheduled_for, completed_at, cancelled_at
      from identity.demo_requests where user_id = ${userId}`,
    ),

    marketing: listed(
      { email: 'asc' },
      (userId) => sql`
    select email, opted_in_at, unsubscribed_at, bounced_at, last_event, last_event_at
      from identity.marketing_preferences where user_id = ${userId}`,
    ),

    mails: listed(
      { campaign: 'asc', step: 'asc', email: 'asc' },
      (userId) => sql`
    select campaign, step, email, status, queued_at, settled_at, reason
      from identity.campaign_mails where user_id = ${userId}`,
    ),
  };

function listed(order: Parameters<typeof keyset>[0], select: (userId: UserId) => Sql) {
  const inOrder = keyset(order);
  return (tx: Tx, userId: UserId, page: PageQuery): Promise<Rows> =>
    inOrder.page(
      tx,
      Row,
      page,
      (where, orderAndLimit) => sql`
      select * from (${select(userId)}) kept where ${where} ${orderAndLimit}`,
    );
}
