import type { Ctx } from '../../../kit/ctx.ts';
import type { Tx } from '../../../kit/db/database.ts';
import { newId } from '../../../kit/ids.ts';
import type { ContactId, MessageId } from '../../inbox/contract.ts';
import { everyoneIn } from '../../inbox/index.ts';
import { byPerson, MemoryId, type MemoryValue, memoriesChanged, memoriesMax } from './contract.ts';
import * as db from './memories.sql.ts';

const toldAtOnceMax = 50;
const learntAtOnceMax = 20;
/** SE-64: as sure as something is that nobody has said how sure it is. */
const confidenceUsually = 0.5;

/** What a machine may know of somebody who writes to it: the surest first. */
export async function memoriesOf(
  tx: Tx,
  contactId: ContactId,
  categories: readonly string[],
): Promise<db.Known[]> {
  if (categories.length === 0) return [];
  return db.memoriesIn(tx, await everyoneIn(tx, contactId), categories, byPerson, toldAtOnceMax);
}

export interface Learnt {
  readonly category: string;
  readonly name: string;
  readonly value: MemoryValue;
  readonly confidence?: number | undefined;
}

/** SE-64: one value per person, category and name. The same message twice confirms nothing twice. */
export async function rememberAll(
  ctx: Ctx,
  from: { readonly contactId: ContactId; readonly messageId: MessageId | null; readonly source: string },
  found: readonly Learnt[],
): Promise<void> {
  const { contactId, messageId, source } = from;
  let { count } = await db.countMemories(ctx.tx, contactId, memoriesMax);
  let isNews = false;
  for (const { category, name, value, confidence } of found.slice(0, learntAtOnceMax)) {
    const one: db.NewMemory = {
      ...{ workspaceId: ctx.workspaceId, id: newId(MemoryId, ctx.now.getTime()), contactId, category, name },
      ...{ value: JSON.stringify(value), source, messageId, now: ctx.now },
      confidence: Math.min(1, Math.max(0, confidence ?? confidenceUsually)),
    };
    const isHeard = (await db.hearAgain(ctx.tx, one, byPerson)) > 0;
    const isNew = !isHeard && count < memoriesMax && (await db.insertMemory(ctx.tx, one)) > 0;
    if (isNew) count += 1;
    isNews ||= isHeard || isNew;
  }
  if (isNews) await ctx.publish(memoriesChanged, { contactId });
}
