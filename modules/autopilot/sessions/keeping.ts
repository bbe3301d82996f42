import type { Ctx } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import type { ContactId, ConversationId } from '../../inbox/contract.ts';
import type { PersonaId } from '../ids/contract.ts';
import { SessionId, sessionChanged, sessionHours, turnLengthMax } from './contract.ts';
import * as db from './sessions.sql.ts';

export type { NewTurn } from './sessions.sql.ts';

export interface Talk {
  readonly conversationId: ConversationId;
  readonly contactId: ContactId;
  readonly personaId: PersonaId | null;
  readonly channel: string;
}

const idleMs = sessionHours * 3_600_000;
const endedAtOnceMax = 500;

/** SE-62: the one that goes on in a conversation; after a day without a word, another one. */
export async function sessionOf(ctx: Ctx, talk: Talk): Promise<SessionId> {
  const open = await db.holdOpenSession(ctx.tx, talk.conversationId);
  if (open && ctx.now.getTime() - open.lastActivityAt.getTime() < idleMs) return open.id;
  if (open) await db.endSession(ctx.tx, open.id, ctx.now);
  const id = newId(SessionId, ctx.now.getTime());
  const isNew = await db.insertSession(ctx.tx, { workspaceId: ctx.workspaceId, id, ...talk, now: ctx.now });
  if (isNew > 0) return id;
  // Somebody else began it in this moment, and is over by now.
  return (await db.holdOpenSession(ctx.tx, talk.conversationId))?.id ?? id;
}

/** SE-63: what was said and done, each once however often it is told; a session counts what is new. */
export async function keepTurns(ctx: Ctx, sessionId: SessionId, turns: readonly db.NewTurn[]): Promise<void> {
  let [messages, toolCalls, costMicro] = [0, 0, 0];
  for (const turn of turns) {
    const kept = { ...turn, content: turn.content.slice(0, turnLengthMax) };
    if ((await db.insertTurn(ctx.tx, ctx.workspaceId, sessionId, kept, ctx.now)) === 0) continue;
    if (turn.role === 'tool') toolCalls += 1;
    if (turn.role === 'customer' || turn.role === 'assistant') messages += 1;
    costMicro += turn.costMicro ?? 0;
  }
  const session = await db.addToSession(ctx.tx, sessionId, { messages, toolCalls, costMicro }, ctx.now);
  if (session) await ctx.publish(sessionChanged, { sessionId, ...session });
}

/** Takes no input: those in which nothing was said for a day. */
export async function endIdle(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - idleMs);
  for (const { id: sessionId, conversationId } of await db.endIdleSessions(
    ctx.tx,
    before,
    ctx.now,
    endedAtOnceMax,
  ))
    await ctx.publish(sessionChanged, { sessionId, conversationId });
}
