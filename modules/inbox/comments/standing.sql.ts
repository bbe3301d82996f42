import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import type { ChannelId } from '../messages/contract.ts';
import { CommentId } from './contract.ts';

const changedAtOnceMax = 1_000;
const Changed = z.object({ threadId: CommentId, platformCommentId: z.string() });

export interface Missing {
  readonly ids: readonly string[];
  readonly startedAt: Date;
  readonly until: Date;
  readonly from: Date | null;
}

/**
 * Reviews that are not among these although they were last written in that time. It goes without its ends: of the
 * same moment there may be one on the page before or after.
 */
export function markMissing(tx: Tx, channelId: ChannelId, { ids, startedAt, until, from }: Missing) {
  return tx.many(
    Changed,
    sql`
    update inbox.comments k set deleted_at = ${startedAt}, body = null
      from (select c.workspace_id, c.id from inbox.comments c
             where c.channel_id = ${channelId} and not c.is_own and c.deleted_at is null and c.kind = 'review'
               and coalesce(c.edited_at, c.happened_at) < ${until}
               and (${from}::timestamptz is null or coalesce(c.edited_at, c.happened_at) > ${from})
               and c.platform_comment_id <> all (${ids}::text[])
             limit ${changedAtOnceMax} for no key update) missing
     where k.workspace_id = missing.workspace_id and k.id = missing.id
    returning k.thread_id, k.platform_comment_id`,
  );
}

/** Answers to reviews that have none any more. One that was written since it was asked stands. */
export function markAnswersGone(
  tx: Tx,
  channelId: ChannelId,
  { ids, startedAt }: Pick<Missing, 'ids' | 'startedAt'>,
) {
  return tx.many(
    Changed,
    sql`
    update inbox.comments k set deleted_at = ${startedAt}, body = null
      from inbox.comments r
     where r.channel_id = ${channelId} and r.platform_comment_id = any (${ids}::text[]) and r.kind = 'review'
       and k.workspace_id = r.workspace_id and k.parent_id = r.id and k.is_own and k.deleted_at is null
       and coalesce(k.edited_at, k.happened_at) < ${startedAt}
    returning k.thread_id, k.platform_comment_id`,
  );
}
