import type { Ctx } from '../../../kit/ctx.ts';
import type { Enriched } from '../enriching/enrich.ts';
import { authorize } from '../policy.ts';
import { type CommentId, commentChanged } from './contract.ts';
import * as db from './describing.sql.ts';

/** For whoever reads more out of a comment than rules do. Told once more, it is as it was told last. */
export async function describeWords(ctx: Ctx, commentId: CommentId, words: Enriched): Promise<void> {
  authorize(ctx, 'inbox.organize');
  const there = await db.writeWords(ctx.tx, commentId, words);
  if (there) await ctx.publish(commentChanged, { commentId, ...there });
}
