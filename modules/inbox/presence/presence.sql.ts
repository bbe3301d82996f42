import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { MemberId, type WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import type { ConversationId } from '../messages/contract.ts';
import { presentStates } from './contract.ts';

export interface Seen {
  readonly workspaceId: WorkspaceId;
  readonly conversationId: ConversationId;
  readonly memberId: MemberId;
  readonly state: (typeof presentStates)[number];
  readonly at: Date;
}

/** Answers what was known of them before, for whoever tells the others only what they do not know. */
export function putPresence(tx: Tx, { workspaceId, conversationId, memberId, state, at }: Seen) {
  return tx.one(
    z.object({ stateBefore: z.enum(presentStates).nullable(), seenBefore: z.date().nullable() }),
    sql`
    with before as (select state, seen_at from inbox.presences
                     where conversation_id = ${conversationId} and member_id = ${memberId}),
    put as (
      insert into inbox.presences (workspace_id, conversation_id, member_id, state, seen_at)
      values (${workspaceId}, ${conversationId}, ${memberId}, ${state}, ${at})
      on conflict (workspace_id, conversation_id, member_id) do update
         set state = excluded.state, seen_at = excluded.seen_at
      returning member_id)
    select b.state as state_before, b.seen_at as seen_before from put left join before b on true`,
  );
}

/** Answers 0 when they were not there. */
export function dropPresence(tx: Tx, conversationId: ConversationId, memberId: MemberId) {
  return tx.run(sql`
    delete from inbox.presences where conversation_id = ${conversationId} and member_id = ${memberId}`);
}

export interface Present {
  readonly conversationId: ConversationId;
  /** Oneself, who is left out. */
  readonly except: MemberId | null;
  readonly since: Date;
  readonly limit: number;
}

export function presencesOf(tx: Tx, coworkers: Sql, { conversationId, except, since, limit }: Present) {
  return tx.many(
    z.object({ memberId: MemberId, name: z.string(), state: z.enum(presentStates), at: z.date() }),
    sql`
    select p.member_id, w.name, p.state, p.seen_at as at
      from (select * from inbox.presences
             where conversation_id = ${conversationId} and seen_at > ${since}
               and member_id is distinct from ${except}::uuid
             order by member_id limit ${limit}) p
     cross join lateral (select w.name from (${coworkers}) w
                          where w.workspace_id = p.workspace_id and w.id = p.member_id limit 1) w
     order by p.member_id`,
  );
}

export function dropOldPresences(tx: Tx, before: Date) {
  return tx.run(sql`delete from inbox.presences where seen_at < ${before}`);
}
