import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import type { CommentId, ConversationId } from '../ids/contract.ts';
import { aboutThreads, isReached, type Threads } from '../threads/threads.sql.ts';
import { Interaction, InteractionId } from './contract.ts';

const newestFirst = keyset({ createdAt: 'desc', id: 'desc' }, 'i');

/** One that began under a post has the id of the comment. */
const withThread = sql`
  (select n.*, case when n.conversation_id is null then n.id end as comment_id from autopilot.interactions n) i`;
const shown = sql`
  i.id, i.account_id, i.conversation_id, i.contact_id, i.username, i.kind, i.original_message, i.messages_count,
  i.bot_responded, i.response_type, i.response_time_ms, i.user_sent_photo, i.generation_attempted,
  i.generation_successful, i.user_satisfied, i.user_shared_result, i.user_made_purchase, i.created_at,
  i.photo_received_at, i.conversation_ended_at`;

export function interactionsByCreated(
  tx: Tx,
  threads: Threads,
  accountId: string | undefined,
  page: PageQuery,
) {
  const narrowed: Sql = accountId === undefined ? sql`true` : sql`i.account_id = ${accountId}`;
  return newestFirst.page(
    tx,
    Interaction,
    page,
    (where, order) => sql`
    select ${shown} from ${withThread} ${aboutThreads(threads, 'i')}
     where ${isReached} and ${narrowed} and ${where} ${order}`,
  );
}

export function findInteraction(tx: Tx, threads: Threads, id: InteractionId) {
  return tx.maybeOne(
    Interaction,
    sql`
    select ${shown} from ${withThread} ${aboutThreads(threads, 'i')} where ${isReached} and i.id = ${id}`,
  );
}

export interface NewInteraction {
  readonly workspaceId: WorkspaceId;
  readonly id: InteractionId;
  readonly accountId: string | null;
  readonly postId: string | null;
  readonly conversationId: ConversationId | null;
  readonly contactId: string | null;
  readonly platformUserId: string;
  readonly username: string | null;
  readonly kind: 'message' | 'comment';
  readonly originalMessage: string | null;
  readonly hasPhoto: boolean;
  readonly at: Date;
}

export function insertInteraction(tx: Tx, one: NewInteraction) {
  return tx.run(sql`
    insert into autopilot.interactions (workspace_id, id, account_id, post_id, conversation_id, contact_id,
      platform_user_id, username, kind, original_message, user_sent_photo, photo_received_at, created_at)
    values (${one.workspaceId}, ${one.id}, ${one.accountId}, ${one.postId}, ${one.conversationId}, ${one.contactId},
      ${one.platformUserId}, ${one.username}, ${one.kind}, ${one.originalMessage}, ${one.hasPhoto},
      ${one.hasPhoto ? one.at : null}, ${one.at})
    on conflict (workspace_id, id) do nothing`);
}

const Open = z.object({ id: InteractionId, createdAt: z.date() });

/** The last one of a conversation that is not over. */
export function openInteraction(tx: Tx, id: ConversationId) {
  return tx.maybeOne(
    Open,
    sql`
    select id, created_at from autopilot.interactions
     where conversation_id = ${id} and conversation_ended_at is null
     order by created_at desc limit 1 for no key update`,
  );
}

export function goOn(
  tx: Tx,
  id: InteractionId,
  { count, photoAt }: { readonly count: number; readonly photoAt: Date | null },
) {
  return tx.run(sql`
    update autopilot.interactions
       set messages_count = greatest(messages_count, ${count}::int),
           user_sent_photo = user_sent_photo or ${photoAt}::timestamptz is not null,
           photo_received_at = coalesce(photo_received_at, ${photoAt}::timestamptz)
     where id = ${id}`);
}

/** The first answer counts. */
export function markResponded(tx: Tx, id: InteractionId, type: string, responseTimeMs: number) {
  return tx.run(sql`
    update autopilot.interactions
       set bot_responded = true, response_type = ${type}, response_time_ms = ${responseTimeMs}::int
     where id = ${id} and not bot_responded`);
}

/** Of a comment that was answered: whether it was the machine that did. */
export function answeredByMachine(tx: Tx, id: CommentId) {
  return tx.maybeOne(
    z.object({ id: z.string() }),
    sql`
    select id from autopilot.decisions
     where comment_id = ${id} and decision = 'respond' and reply_id is not null`,
  );
}

export function endInteractions(tx: Tx, id: ConversationId, at: Date) {
  return tx.run(sql`
    update autopilot.interactions set conversation_ended_at = ${at}
     where conversation_id = ${id} and conversation_ended_at is null`);
}

export interface Came {
  readonly userSatisfied?: boolean | null | undefined;
  readonly userSharedResult?: boolean | undefined;
  readonly userMadePurchase?: boolean | undefined;
}

export function saveOutcome(tx: Tx, id: InteractionId, came: Required<Came>) {
  return tx.run(sql`
    update autopilot.interactions
       set user_satisfied = ${came.userSatisfied}, user_shared_result = ${came.userSharedResult},
           user_made_purchase = ${came.userMadePurchase}
     where id = ${id}`);
}
