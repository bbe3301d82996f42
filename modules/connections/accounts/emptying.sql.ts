import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { AccountId } from './contract.ts';

export function accountsToEmpty(tx: Tx, disconnectedBefore: Date, limit: number) {
  return tx.many(
    z.object({ id: AccountId }),
    sql`
    select id from connections.accounts
     where disconnected_at < ${disconnectedBefore} and emptied_at is null
     order by disconnected_at
     limit ${limit}`,
  );
}

/** Answers 0 when it is not to be emptied after all. Until the transaction ends, it cannot be connected again. */
export function holdLeft(tx: Tx, id: AccountId, disconnectedBefore: Date) {
  return tx.maybeOne(
    z.object({ id: AccountId }),
    sql`
    select id from connections.accounts
     where id = ${id} and disconnected_at < ${disconnectedBefore} and emptied_at is null
       for no key update`,
  );
}

/** Some of its events, the newest first. Answers how many there were. */
export function dropEvents(tx: Tx, id: AccountId, limit: number) {
  return tx.run(sql`
    delete from connections.webhook_events e
     using (select id, received_at from connections.webhook_events where account_id = ${id}
             order by received_at desc, id desc limit ${limit}) part
     where e.id = part.id and e.received_at = part.received_at`);
}

export function dropCalls(tx: Tx, id: AccountId, limit: number) {
  return tx.run(sql`
    delete from connections.calls c
     using (select id from connections.calls where account_id = ${id}
             order by created_at desc, id desc limit ${limit}) part
     where c.id = part.id`);
}

export function dropRuns(tx: Tx, id: AccountId, limit: number) {
  return tx.run(sql`
    delete from connections.sync_runs r
     using (select id from connections.sync_runs where account_id = ${id}
             order by started_at desc, id desc limit ${limit}) part
     where r.id = part.id`);
}

/** The little that is left: a handful of rows, and what was said about itself. Its name stays, for who looks back. */
export async function dropTheRest(tx: Tx, id: AccountId, now: Date) {
  await tx.run(sql`delete from connections.sync_states where account_id = ${id}`);
  await tx.run(sql`delete from connections.webhook_subscriptions where account_id = ${id}`);
  await tx.run(sql`delete from connections.health where account_id = ${id}`);
  await tx.run(sql`delete from connections.send_limits where account_id = ${id}`);
  await tx.run(sql`delete from connections.secrets where account_id = ${id}`);
  await tx.run(sql`
    update connections.accounts
       set emptied_at = ${now}, biography = null, picture_url = null, profile_url = null, followers_count = null,
           following_count = null, posts_count = null, views_count = null, figures_at = null, details = '{}',
           settings = '{}', scopes = '{}', lacking_scopes = '{}'
     where id = ${id}`);
}
