import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import { UserId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { attemptsPerAccountMax, attemptsPerAddressMax, SignInEvent } from './contract.ts';

export interface NewSignInEvent {
  readonly id: string;
  readonly userId: UserId | undefined;
  readonly email: string | undefined;
  readonly event: SignInEvent['event'];
  readonly method: SignInEvent['method'];
  readonly errorCode: string | undefined;
  readonly address: string | undefined;
  readonly agent: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
}

/** Where only one of the two is known, the person is found by the address, or the address by the person. */
export function insertSignInEvent(tx: Tx, e: NewSignInEvent) {
  return tx.run(sql`
    insert into identity.sign_in_events (id, user_id, email, event, method, succeeded, error_code, address, agent,
                                         details, created_at)
    values (${e.id},
            coalesce(${e.userId ?? null}::uuid, (select id from identity.users where email = ${e.email ?? null})),
            coalesce(${e.email ?? null}::text, (select email from identity.users where id = ${e.userId ?? null})),
            ${e.event}, ${e.method}, ${e.errorCode === undefined}, ${e.errorCode ?? null}, ${e.address ?? null},
            ${e.agent ?? null}, ${JSON.stringify(e.details)}::jsonb, ${e.createdAt})`);
}

const order = keyset({ createdAt: 'desc', id: 'desc' });
const EventRow = SignInEvent.omit({ device: true }).extend({ agent: z.string().nullable() });

export function signInEventsOf(tx: Tx, userId: UserId, page: PageQuery) {
  return order.page(
    tx,
    EventRow,
    page,
    (where, orderAndLimit) => sql`
    select id, event, method, succeeded, error_code, agent, address, country_code, created_at
      from identity.sign_in_events
     where user_id = ${userId} and ${where}
     ${orderAndLimit}`,
  );
}

const AtDoor = z.object({
  person: z
    .object({
      id: UserId,
      email: z.string(),
      name: z.string(),
      disabledAt: z.coerce.date().nullable(),
      hasTotp: z.boolean(),
      hasRecoveryCode: z.boolean(),
      hasPasskey: z.boolean(),
    })
    .nullable(),
  hash: z.string().nullable(),
  failuresOfAccount: z.number(),
  failuresOfAddress: z.number(),
});
export type AtDoor = z.infer<typeof AtDoor>;

/** Being turned away for too many attempts is no attempt: or whoever waits would never be let in again. */
const isGuess = sql`e.event in ('sign_in', 'second_factor', 'reauthentication')
                    and coalesce(e.error_code, '') not in ('identity.too_many_attempts', 'identity.too_many_wrong_codes')`;
/** Whoever goes on and on is turned away without all of it being read: what was not counts as guesses. */
const failuresReadMax = 200;
const failuresIn = (max: number, from: Sql) => sql`
  greatest(count(*) filter (where is_guess and created_at >= ${from}),
           count(*) filter (where created_at >= ${from}) - ${failuresReadMax - max}::int)::int`;

/**
 * Whoever has this address, their password's hash, and how often it went wrong since `since`: with it, and from where
 * they are. What they did right, or a password set since, wipes out what went wrong before.
 */
export function findAtDoor(tx: Tx, email: string, address: string | undefined, since: Date) {
  const begunAnew = sql`coalesce(greatest(u.last_signed_in_at, p.created_at), ${since})`;
  return tx.one(
    AtDoor,
    sql`
    select case when u.id is not null then json_build_object(
             'id', u.id, 'email', u.email, 'name', u.name, 'disabledAt', u.disabled_at,
             'hasTotp', exists (select from identity.totp_factors t where t.user_id = u.id),
             'hasRecoveryCode', exists (select from identity.recovery_codes c
                                         where c.user_id = u.id and c.used_at is null),
             'hasPasskey', exists (select from identity.passkeys k where k.user_id = u.id)) end as person,
           p.hash,
           (select ${failuresIn(attemptsPerAccountMax, begunAnew)} from (
              select ${isGuess} as is_guess, e.created_at from identity.sign_in_events e
               where e.email = ${email} and not e.succeeded and e.created_at > ${since}
               order by e.created_at desc limit ${failuresReadMax}) failure) as failures_of_account,
           (select ${failuresIn(attemptsPerAddressMax, sql`${since}::timestamptz`)} from (
              select ${isGuess} as is_guess, e.created_at from identity.sign_in_events e
               where e.address = ${address ?? null} and not e.succeeded and e.created_at > ${since}
               order by e.created_at desc limit ${failuresReadMax}) failure) as failures_of_address
      from (select ${email}::text as email) asked
      left join identity.users u on u.email = asked.email
      left join identity.passwords p on p.user_id = u.id`,
  );
}

/** Attempts with one address take turns until their transactions end, so that the count before them is right. */
export function holdAttempts(tx: Tx, email: string) {
  return tx.run(sql`select pg_advisory_xact_lock(hashtextextended('identity.attempts ' || ${email}, 0))`);
}

/** How often somebody came to sign up with an address that has an account. No further than `limit`. */
export function countSignUps(tx: Tx, email: string, since: Date, limit: number) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`
    select count(*)::int as count from (
      select from identity.sign_in_events
       where email = ${email} and not succeeded and event = 'sign_up' and created_at > ${since}
       order by created_at desc limit ${limit}) sign_up`,
  );
}

export function deleteSignInEventsBefore(tx: Tx, before: Date, limit: number) {
  return tx.run(sql`
    delete from identity.sign_in_events
     where id in (
       select id from identity.sign_in_events where created_at < ${before} order by created_at, id limit ${limit})`);
}
