import { z } from 'zod';
import type { OpenCtx } from '../../../kit/ctx.ts';
import type { Tx } from '../../../kit/db/database.ts';
import { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { Me, signUpModes } from './contract.ts';

export const Person = z.object({ id: UserId, email: z.string(), name: z.string() });
export type Person = z.infer<typeof Person>;

export interface NewPerson extends Person {
  readonly isDemo: boolean;
  readonly createdAt: Date;
  readonly emailConfirmedAt?: Date | undefined;
  readonly locale?: string | undefined;
  readonly timezone?: string | undefined;
}

/** With their profile. Answers undefined when the address is taken. */
export function insertPerson(tx: Tx, p: NewPerson) {
  return tx.maybeOne(
    Person,
    sql`
    with person as (
      insert into identity.users (id, email, name, is_demo, email_confirmed_at, created_at, updated_at)
      values (${p.id}, ${p.email}, ${p.name}, ${p.isDemo}, ${p.emailConfirmedAt ?? null}, ${p.createdAt},
              ${p.createdAt})
      on conflict (email) do nothing
      returning id, email, name),
    profile as (
      insert into identity.profiles (user_id, locale, timezone, created_at, updated_at)
      select id, ${p.locale ?? 'en'}, ${p.timezone ?? 'UTC'}, ${p.createdAt}, ${p.createdAt} from person)
    select id, email, name from person`,
  );
}

export function findPerson(tx: Tx, id: UserId) {
  return tx.maybeOne(Person, sql`select id, email, name from identity.users where id = ${id}`);
}

const Known = Person.extend({ emailConfirmedAt: z.date().nullable() });

export function findPersonByEmail(tx: Tx, email: string) {
  return tx.maybeOne(
    Known,
    sql`select id, email, name, email_confirmed_at from identity.users where email = ${email}`,
  );
}

export function setPasswordHash(tx: Tx, userId: UserId, hash: string, at: Date) {
  return tx.run(sql`
    insert into identity.passwords (user_id, hash, created_at)
    values (${userId}, ${hash}, ${at})
    on conflict (user_id) do update set hash = excluded.hash, created_at = excluded.created_at`);
}

export async function hasPassword(tx: Tx, userId: UserId): Promise<boolean> {
  return (await tx.run(sql`select from identity.passwords where user_id = ${userId}`)) > 0;
}

/** Once. Answers nobody when the person has another address by now. */
export function markEmailConfirmed(tx: Tx, userId: UserId, email: string, at: Date) {
  return tx.maybeOne(
    Known.extend({ disabledAt: z.date().nullable(), hasSecondFactor: z.boolean() }),
    sql`
    update identity.users u set email_confirmed_at = coalesce(email_confirmed_at, ${at})
     where id = ${userId} and email = ${email}
    returning id, email, name, email_confirmed_at, disabled_at,
              exists (select from identity.totp_factors t where t.user_id = u.id) as has_second_factor`,
  );
}

const Moved = z.object({ id: UserId, name: z.string(), oldEmail: z.string() });

/** Nobody when somebody else has the address by now. */
export function setEmail(tx: Tx, userId: UserId, email: string, at: Date) {
  return tx.maybeOne(
    Moved,
    sql`
    with before as (select id, email from identity.users where id = ${userId} for update)
    update identity.users u set email = ${email}, email_confirmed_at = ${at}
      from before
     where u.id = before.id and not exists (select from identity.users where email = ${email})
    returning u.id, u.name, before.email as old_email`,
  );
}

/**
 * Whoever sets a password by mail before the address was ever confirmed may not be who made the account: what that
 * one put in place to come back by goes.
 */
export function deleteOtherWaysIn(tx: Tx, userId: UserId) {
  return tx.run(sql`
    with totp as (delete from identity.totp_factors where user_id = ${userId}),
    codes as (delete from identity.recovery_codes where user_id = ${userId}),
    identities as (delete from identity.oidc_identities where user_id = ${userId})
    delete from identity.passkeys where user_id = ${userId}`);
}

/** What is there stays, also that they opted out: until it is confirmed, anybody may have typed the address. */
export function insertMarketingWish(tx: Tx, email: string, userId: UserId, at: Date) {
  return tx.run(sql`
    insert into identity.marketing_preferences (email, user_id, opted_in_at, last_event, last_event_at, updated_at)
    values (${email}, ${userId}, ${at}, 'opted_in', ${at}, ${at})
    on conflict (email) do nothing`);
}

const MeRow = Me.omit({ avatarUrl: true }).extend({ avatarKey: z.string().nullable() });

/** In one round trip, with when they last proved themselves in the session given. */
export function findMe(tx: Tx, userId: UserId, tokenHash: Buffer | undefined) {
  return tx.maybeOne(
    MeRow,
    sql`
    select u.id, u.email, u.name, p.username, p.avatar_key, p.locale, p.timezone, u.email_confirmed_at,
           u.administrator_since is not null as is_administrator,
           exists (select from identity.passwords w where w.user_id = u.id) as has_password,
           exists (select from identity.totp_factors t where t.user_id = u.id) as has_second_factor,
           (select count(*)::int from identity.passkeys k where k.user_id = u.id) as passkey_count,
           u.deleted_at, p.onboarded_at, nullif(s.proved_at, to_timestamp(0)) as proved_at
      from identity.users u
      join identity.profiles p on p.user_id = u.id
      left join identity.sessions s on s.token_hash = ${tokenHash ?? null} and s.user_id = u.id
     where u.id = ${userId}`,
  );
}

const Provider = z.object({ slug: z.string(), name: z.string() });
const Options = z.object({
  signUp: z.enum(signUpModes),
  launchAt: z.date().nullable(),
  launchTimezone: z.string(),
  providers: z.array(Provider),
});
const providersShownMax = 50;

export function findOptions(tx: Tx) {
  return tx.one(
    Options,
    sql`
    select sign_up, launch_at, launch_timezone,
           coalesce((select json_agg(json_build_object('slug', slug, 'name', name) order by name)
                       from (select slug, name from identity.oidc_providers where disabled_at is null
                              order by slug limit ${providersShownMax}) provider), '[]') as providers
      from identity.installation_settings`,
  );
}

/** How this installation lets people in, and whether it has let in this address. */
export function findAdmission(tx: Tx, email: string) {
  return tx.one(
    z.object({ signUp: z.enum(signUpModes), isLetIn: z.boolean() }),
    sql`
    select sign_up,
           exists (select from identity.applications a where a.email = ${email} and a.status = 'approved')
           or exists (select from identity.waiting_list w
                       where w.email = ${email} and w.early_access_granted_at is not null) as is_let_in
      from identity.installation_settings`,
  );
}

/** Does the work in the transaction it is in, and takes back what it wrote unless the answer is that it stays. */
export async function onTrial({ tx }: Pick<OpenCtx, 'tx'>, work: () => Promise<boolean>): Promise<boolean> {
  await tx.run(sql`savepoint trial`);
  const isKept = await work();
  await tx.run(isKept ? sql`release savepoint trial` : sql`rollback to savepoint trial`);
  return isKept;
}
