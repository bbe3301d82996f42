import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import type { MessageId, ReactionRefused } from '../messages/contract.ts';
import type { Reacting } from './outgoing.sql.ts';

const Ours = z.object({ emoji: z.string().nullable() });

export function findReaction(tx: Tx, messageId: MessageId) {
  return tx.maybeOne(
    Ours,
    sql`select emoji from inbox.message_reactions where message_id = ${messageId} and side = 'business'`,
  );
}

export interface OurReaction {
  readonly workspaceId: WorkspaceId;
  readonly messageId: MessageId;
  readonly emoji: string | null;
  readonly memberId: MemberId | null;
  readonly now: Date;
}

export function putReaction(tx: Tx, { workspaceId, messageId, emoji, memberId, now }: OurReaction) {
  return tx.run(sql`
    insert into inbox.message_reactions (workspace_id, message_id, side, emoji, happened_at, member_id)
    values (${workspaceId}, ${messageId}, 'business', ${emoji}, ${now}, ${memberId})
    on conflict (workspace_id, message_id, side) do update
       set emoji = excluded.emoji, happened_at = excluded.happened_at, member_id = excluded.member_id`);
}

/** What was refused before is of no interest any more. */
export function markReacting(tx: Tx, messageId: MessageId, reacting: Reacting) {
  return tx.run(sql`
    update inbox.messages set details = details - 'reactionRefused' || ${{ reacting }}::jsonb where id = ${messageId}`);
}

/** Nothing of it is under way any more, and why it did not get there. */
export function markReacted(tx: Tx, messageId: MessageId, refused: ReactionRefused | undefined) {
  const told = refused ? { reactionRefused: refused } : {};
  return tx.run(sql`
    update inbox.messages set details = details - 'reacting' || ${told}::jsonb where id = ${messageId}`);
}

/**
 * Whose call has its verdict, and who show as if it had none. `calls` are all there are, as connections says. Which
 * call it is is read before: within the walls of a workspace, what is read out of a text is no condition to search by.
 */
export function reactionsAhead(tx: Tx, calls: Sql, limit: number) {
  return tx.many(
    z.object({ callId: z.string() }),
    sql`
    with reacting as materialized (
      select workspace_id, (details->'reacting'->>'callId')::uuid as call_id from inbox.messages
       where details ? 'reacting' order by id limit ${limit})
    select r.call_id
      from reacting r
     cross join lateral (
       select c.status from (${calls}) c where c.workspace_id = r.workspace_id and c.id = r.call_id limit 1) c
     where c.status in ('done', 'failed', 'cancelled')`,
  );
}
