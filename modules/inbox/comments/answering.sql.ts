import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { MemberId, type WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { CommentId, CommentPlatform, CommentReplyId } from './contract.ts';

const Held = z.object({
  id: CommentReplyId,
  commentId: CommentId,
  kind: z.enum(['public', 'private']),
  body: z.string(),
  memberId: MemberId.nullable(),
  status: z.enum(['queued', 'sent', 'failed', 'cancelled']),
});
export type HeldReply = z.infer<typeof Held>;

const held = sql`id, comment_id, kind, body, member_id, status`;

export function holdReply(tx: Tx, id: CommentReplyId) {
  return tx.maybeOne(Held, sql`select ${held} from inbox.comment_replies where id = ${id} for no key update`);
}

export interface NewReply extends Omit<HeldReply, 'status'> {
  readonly workspaceId: WorkspaceId;
  readonly author: 'member' | 'autopilot' | 'system';
  readonly now: Date;
}

/** Answers 0 where the id is taken, or the comment has had its private reply. */
export function insertReply(tx: Tx, reply: NewReply) {
  const { workspaceId, id, commentId, kind, author, memberId, body, now } = reply;
  return tx.run(sql`
    insert into inbox.comment_replies (workspace_id, id, comment_id, kind, author, member_id, body, created_at)
    values (${workspaceId}, ${id}, ${commentId}, ${kind}, ${author}, ${memberId}, ${body}, ${now})
    on conflict do nothing`);
}

export interface Verdict {
  readonly status: 'sent' | 'failed' | 'cancelled';
  readonly platformId: string | null;
  readonly failureCode: string | null;
  readonly now: Date;
}

/** Once: answers 0 where it has its verdict already. */
export function settleReply(tx: Tx, id: CommentReplyId, { status, platformId, failureCode, now }: Verdict) {
  return tx.run(sql`
    update inbox.comment_replies
       set status = ${status}, platform_id = ${platformId}, failure_code = ${failureCode}, settled_at = ${now}
     where id = ${id} and status = 'queued'`);
}

export function markRepliedPrivately(tx: Tx, id: CommentId, at: Date) {
  return tx.run(sql`
    update inbox.comments set private_replied_at = coalesce(private_replied_at, ${at}) where id = ${id}`);
}

export const actionKinds = ['hide', 'unhide', 'delete', 'like', 'unlike'] as const;
export type ActionKind = (typeof actionKinds)[number];
export const likeKinds: readonly ActionKind[] = ['like', 'unlike'];
const otherKinds = actionKinds.filter((kind) => !likeKinds.includes(kind));

const HeldAction = z.object({
  id: z.uuid(),
  commentId: CommentId,
  kind: z.enum(actionKinds),
  memberId: MemberId.nullable(),
  status: z.enum(['queued', 'done', 'failed', 'cancelled']),
});
export type HeldAction = z.infer<typeof HeldAction>;

const action = sql`id, comment_id, kind, member_id, status`;

export function holdAction(tx: Tx, id: string) {
  return tx.maybeOne(
    HeldAction,
    sql`select ${action} from inbox.comment_actions where id = ${id} for no key update`,
  );
}

/** What is wanted of a comment: what was asked for last of what undoes it, if that is under way. */
export function findWanted(tx: Tx, commentId: CommentId, kind: ActionKind) {
  const kinds = likeKinds.includes(kind) ? likeKinds : otherKinds;
  return tx.maybeOne(
    HeldAction,
    sql`
    select ${action} from (
      select * from inbox.comment_actions where comment_id = ${commentId} and kind = any(${kinds})
       order by created_at desc, id desc limit 1) latest
     where latest.status = 'queued'`,
  );
}

export interface NewAction extends Omit<HeldAction, 'status'> {
  readonly workspaceId: WorkspaceId;
  readonly now: Date;
}

export function insertAction(tx: Tx, { workspaceId, id, commentId, kind, memberId, now }: NewAction) {
  return tx.run(sql`
    insert into inbox.comment_actions (workspace_id, id, comment_id, kind, member_id, created_at)
    values (${workspaceId}, ${id}, ${commentId}, ${kind}, ${memberId}, ${now})`);
}

export function settleAction(
  tx: Tx,
  id: string,
  verdict: {
    readonly status: 'done' | 'failed' | 'cancelled';
    readonly failureCode: string | null;
    readonly now: Date;
  },
) {
  return tx.run(sql`
    update inbox.comment_actions
       set status = ${verdict.status}, failure_code = ${verdict.failureCode}, settled_at = ${verdict.now}
     where id = ${id} and status = 'queued'`);
}

/** What was done there is so here. */
export function applyAction(
  tx: Tx,
  { commentId, kind, memberId }: Pick<HeldAction, 'commentId' | 'kind' | 'memberId'>,
  now: Date,
) {
  const changes = {
    hide: sql`hidden_at = coalesce(hidden_at, ${now}), hidden_by = ${memberId}`,
    unhide: sql`hidden_at = null, hidden_by = null`,
    like: sql`liked_at = coalesce(liked_at, ${now})`,
    unlike: sql`liked_at = null`,
    delete: sql`deleted_at = coalesce(deleted_at, ${now}), body = null`,
  };
  return tx.run(sql`update inbox.comments set ${changes[kind]} where id = ${commentId}`);
}

const UnderWay = z.object({ id: z.string(), what: z.enum(['reply', 'action']) });

/** What has waited since then for its verdict, oldest first. */
export function underWaySince(tx: Tx, since: Date, limit: number) {
  return tx.many(
    UnderWay,
    sql`
    (select id, 'reply' as what, created_at from inbox.comment_replies
      where status = 'queued' and created_at < ${since} order by created_at, id limit ${limit})
    union all
    (select id, 'action', created_at from inbox.comment_actions
      where status = 'queued' and created_at < ${since} order by created_at, id limit ${limit})`,
  );
}

const Place = z.object({
  channelId: z.string(),
  accountId: z.string(),
  platform: CommentPlatform,
  isDemo: z.boolean(),
  topPlatformId: z.string(),
  threadId: CommentId,
});

/** Where an answer to a comment comes to stand. */
export function findPlace(tx: Tx, id: CommentId) {
  return tx.maybeOne(
    Place,
    sql`
    select k.channel_id, c.account_id, c.platform, k.is_demo, k.thread_id,
           case when c.platform = 'messenger' then k.platform_comment_id else t.platform_comment_id end
             as top_platform_id
      from inbox.comments k
      join inbox.channels c on c.workspace_id = k.workspace_id and c.id = k.channel_id
      join inbox.comments t on t.workspace_id = k.workspace_id and t.id = k.thread_id
     where k.id = ${id}`,
  );
}

/** What one of our own was an answer to. */
export function answeredBy(tx: Tx, id: CommentId) {
  return tx.maybeOne(
    z.object({ answersId: CommentId }),
    sql`select answers_id from inbox.comments where id = ${id} and answers_id is not null`,
  );
}
