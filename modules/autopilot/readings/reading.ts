import { AiTrouble } from '../../../kit/ai/trouble.ts';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import type { CommentId, ConversationId, MessageId } from '../../inbox/contract.ts';
import {
  describeWords,
  type Enriched,
  enrich,
  findCommentFacts,
  findMessageFacts,
} from '../../inbox/index.ts';
import { type ReadingModels, readingModels } from '../fields/reading.ts';
import type { AutopilotOutside } from '../outside.ts';
import type { GivenSettings } from '../settings/contract.ts';
import { findSettings } from '../settings/settings.sql.ts';
import { readBy } from './asking.ts';
import { readingVersion, wordsRead } from './contract.ts';
import { readAgain } from './jobs.ts';
import * as db from './readings.sql.ts';

interface Subject {
  readonly messageId: MessageId | null;
  readonly commentId: CommentId | null;
}

/** What is to be read, and whose it is. */
interface Text extends Subject {
  readonly id: string;
  readonly conversationId: ConversationId | null;
  readonly body: string;
  readonly rating: number | null;
}

const againAtOnceMax = 200;

export const readMessage = (unit: Unit, { messageId }: { messageId: MessageId }, outside: AutopilotOutside) =>
  runRead(unit, { messageId, commentId: null }, outside);

export const readComment = (unit: Unit, { commentId }: { commentId: CommentId }, outside: AutopilotOutside) =>
  runRead(unit, { messageId: null, commentId }, outside);

/**
 * What customers write is read for how they feel, how urgent it is and what it is about: by rules, and by a model where
 * the settings name one and the month's budget allows. The same words are read once by each version.
 */
export async function runRead(
  unit: Unit,
  subject: Subject,
  outside: AutopilotOutside,
  version = readingVersion,
): Promise<void> {
  const found = await unit.work((ctx) => lookAt(ctx, subject, version));
  if (!found) return;
  const { text, settings, isAgain } = found;
  const rules = enrich(text.body, { rating: text.rating });
  const models = rules.categories.includes('spam')
    ? undefined
    : await modelsFor(unit, outside, settings, text);
  const read = models && (await readOrNot(models, text.body, rules, unit.signal));
  // What a model has read before is not made worse by rules, because the month is spent: it is read again later.
  if (models && !read && isAgain) return;
  const { model = null } = (read && models) ?? {};
  await unit.work((ctx) => keep(ctx, text, { version, model, words: read ?? rules }));
}

/** Takes no input: what an older version has read. */
export async function readStale(ctx: Ctx, version = readingVersion): Promise<void> {
  for (const subject of await db.readBefore(ctx.tx, version, againAtOnceMax))
    await ctx.enqueue(readAgain, subject);
}

async function lookAt(ctx: Ctx, subject: Subject, version: number) {
  const settings = await findSettings(ctx.tx);
  const text = settings && (await textOf(ctx, subject));
  if (!settings || !text) return undefined;
  const before = await db.findReading(ctx.tx, text.id);
  return before && before.version >= version
    ? undefined
    : { text, settings, isAgain: before?.readBy === 'model' };
}

async function textOf({ tx }: Ctx, { messageId, commentId }: Subject): Promise<Text | undefined> {
  if (messageId) {
    const facts = await findMessageFacts(tx, messageId);
    if (facts?.direction !== 'inbound' || !facts.body) return undefined;
    const { conversationId, body } = facts;
    return { id: messageId, messageId, commentId: null, conversationId, body, rating: null };
  }
  const facts = commentId && (await findCommentFacts(tx, commentId));
  if (!facts || facts.isOwn || facts.deletedAt !== null || !facts.body) return undefined;
  const { body, rating } = facts;
  return { id: facts.id, messageId: null, commentId, conversationId: null, body, rating };
}

const modelsFor = (
  unit: Unit,
  outside: AutopilotOutside,
  settings: Pick<GivenSettings, 'readingModel'>,
  { id, messageId }: Text,
) =>
  readingModels(unit, outside, settings, {
    purpose: 'autopilot.read_words',
    subject: { type: messageId ? 'message' : 'comment', id },
  });

async function readOrNot(models: ReadingModels, text: string, rules: Enriched, signal: AbortSignal) {
  try {
    return await readBy(models, text, rules, signal);
  } catch (error) {
    if (error instanceof AiTrouble && error.kind !== 'aborted') return undefined;
    throw error;
  }
}

interface Read {
  readonly version: number;
  readonly model: string | null;
  readonly words: Enriched;
}

/** What was changed or is gone meanwhile says something else: that is read when it is told. */
async function keep(ctx: Ctx, text: Text, { version, model, words }: Read): Promise<void> {
  const { id, messageId, commentId, conversationId } = text;
  if ((await textOf(ctx, text))?.body !== text.body) return;
  const isNew = await db.putReading(ctx.tx, {
    ...{
      workspaceId: ctx.workspaceId,
      id,
      messageId,
      commentId,
      conversationId,
      version,
      model,
      now: ctx.now,
    },
    ...{ readBy: model === null ? ('rules' as const) : ('model' as const), ...words },
    categories: [...words.categories],
    keywords: [...words.keywords],
  });
  if (isNew === 0) return;
  if (commentId) await describeWords(ctx, commentId, words);
  await ctx.publish(wordsRead, { messageId, commentId, conversationId });
}
