import type { Ctx, Unit } from '../../../kit/ctx.ts';
import type { ContactId } from '../../inbox/contract.ts';
import { commentsBy, conversationsWith, everyoneIn } from '../../inbox/index.ts';
import * as db from './forgetting.sql.ts';

const rowsAtOnceMax = 500;

/**
 * Somebody was erased: whatever the machine knew of them, was told by them and said to them goes, and of its decisions
 * the words. A part at a time; stopped anywhere, it begins again and finds nothing where it has been.
 */
export async function forgetContact(
  unit: Unit,
  { contactId }: { readonly contactId: ContactId },
): Promise<void> {
  const everyone = await unit.work(({ tx }) => everyoneIn(tx, contactId));
  const theirs = { conversations: conversationsWith(everyone), comments: commentsBy(everyone) };
  for (const table of db.byContact)
    await untilDone(unit, ({ tx }) => db.dropOfContacts(tx, table, everyone, rowsAtOnceMax));
  for (const table of db.byThread)
    await untilDone(unit, ({ tx }) => db.dropInThreads(tx, table, theirs, rowsAtOnceMax));
  await untilDone(unit, ({ tx }) => db.dropUnderPosts(tx, theirs, rowsAtOnceMax));
  await untilDone(unit, ({ tx }) => db.emptyDecisions(tx, theirs, rowsAtOnceMax));
}

async function untilDone(unit: Unit, some: (ctx: Ctx) => Promise<number>): Promise<void> {
  while ((await unit.work(some)) === rowsAtOnceMax);
}
