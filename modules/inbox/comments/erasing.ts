import type { Unit } from '../../../kit/ctx.ts';
import type { ContactId } from '../conversations/contract.ts';
import { commentChanged } from './contract.ts';
import * as db from './erasing.sql.ts';

const commentsAtOnce = 100;
const firstOfAll = '00000000-0000-0000-0000-000000000000';

/** The words of somebody who was erased, wherever they commented. Stopped anywhere, it begins again. */
export async function emptyComments(unit: Unit, contactId: ContactId): Promise<void> {
  let after = firstOfAll;
  for (;;) {
    const some = await unit.work(async (ctx) => {
      const found = await db.commentsToErase(ctx.tx, contactId, after, commentsAtOnce);
      const ids = found.map(({ id }) => id);
      await db.eraseComments(ctx.tx, ids, ctx.now);
      const threads = new Map(found.map((one) => [one.threadId, one]));
      for (const { id: commentId, threadId, channelId } of threads.values())
        await ctx.publish(commentChanged, { commentId, threadId, channelId });
      return found;
    });
    if (some.length < commentsAtOnce) return;
    after = some.at(-1)!.id;
  }
}
