import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { Preferences, Profile, PublicPerson } from './contract.ts';

/** As it is stored. A preference that a direct client wrote and nobody knows is not shown, and breaks nothing. */
export const ProfileRow = Profile.omit({ avatarUrl: true }).extend({
  avatarKey: z.string().nullable(),
  preferences: Preferences.catch({}),
});
export type ProfileRow = z.infer<typeof ProfileRow>;

const columns = sql`
  u.id, u.email, u.name, p.username, p.avatar_key, p.phone, p.website, p.place, p.organization_name, p.industry,
  p.locale, p.timezone, p.preferences, u.email_confirmed_at, p.invited_at, p.onboarded_at, u.deleted_at,
  u.created_at, greatest(u.updated_at, p.updated_at) as updated_at`;

export function findProfile(tx: Tx, userId: UserId) {
  return tx.maybeOne(
    ProfileRow,
    sql`
    select ${columns} from identity.users u join identity.profiles p on p.user_id = u.id
     where u.id = ${userId}`,
  );
}

/** Nobody else changes it until this transaction is over: what is told of the change is what it was. */
export function holdProfile(tx: Tx, userId: UserId) {
  return tx.maybeOne(
    ProfileRow,
    sql`
    select ${columns} from identity.users u join identity.profiles p on p.user_id = u.id
     where u.id = ${userId}
       for no key update of u, p`,
  );
}

export function writeProfile(tx: Tx, p: ProfileRow, at: Date) {
  return tx.run(sql`
    with person as (
      update identity.users set name = ${p.name}, updated_at = ${at}
       where id = ${p.id} and name <> ${p.name})
    update identity.profiles
       set username = ${p.username}, phone = ${p.phone}, website = ${p.website}, place = ${p.place},
           organization_name = ${p.organizationName}, industry = ${p.industry}, locale = ${p.locale},
           timezone = ${p.timezone}, preferences = ${JSON.stringify(p.preferences)}::jsonb, updated_at = ${at}
     where user_id = ${p.id}`);
}

/** Once: whoever says it again keeps the first time. */
export function markOnboarded(tx: Tx, userId: UserId, at: Date) {
  return tx.run(sql`
    update identity.profiles set onboarded_at = ${at}, updated_at = ${at}
     where user_id = ${userId} and onboarded_at is null`);
}

/** Answers the key of the picture before. */
export function setAvatarKey(tx: Tx, userId: UserId, key: string | null, at: Date) {
  return tx.maybeOne(
    z.object({ before: z.string().nullable() }),
    sql`
    with held as (select user_id, avatar_key from identity.profiles where user_id = ${userId} for update)
    update identity.profiles p set avatar_key = ${key}, updated_at = ${at}
      from held where p.user_id = held.user_id
    returning held.avatar_key as before`,
  );
}

export function findAvatarKey(tx: Tx, userId: UserId) {
  return tx.maybeOne(
    z.object({ avatarKey: z.string().nullable() }),
    sql`select avatar_key from identity.profiles where user_id = ${userId}`,
  );
}

const PublicRow = PublicPerson.omit({ avatarUrl: true }).extend({ avatarKey: z.string().nullable() });

/** Out of what is published, so that nothing else can slip in. */
export function findPublicPerson(tx: Tx, username: string) {
  return tx.maybeOne(
    PublicRow,
    sql`select id, name, username, avatar_key from identity.pub_people where username = ${username}`,
  );
}
