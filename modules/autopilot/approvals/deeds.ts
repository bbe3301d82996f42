import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { newId } from '../../../kit/ids.ts';
import { findCommentFacts, findConversationFacts } from '../../inbox/index.ts';
import { toolsOf } from '../answering/registry.ts';
import { type Tool, type ToolCaller, ToolRefusal } from '../answering/tools.ts';
import { answerOfTool, type ToolAnswer } from '../answering/using.ts';
import { escalate } from '../escalations/escalating.ts';
import type { AutopilotOutside } from '../outside.ts';
import { TurnId } from '../sessions/contract.ts';
import { keepTurns, sessionOf } from '../sessions/keeping.ts';
import { answerAfter } from './answering.ts';
import { type ApprovalId, answerToCome, approvalChanged, type ToolStatus } from './contract.ts';
import * as db from './deeds.sql.ts';
import { doAllowed } from './jobs.ts';
import { sendUnlessOvertaken } from './sending.ts';

type Named = { readonly approvalId: ApprovalId };

/** So often one that may be told again is begun. */
export const attemptsMax = 3;
const outputLengthMax = 4_000;
/** Longer than its job may take. */
const lostAfterMs = 5 * 60_000;
const sweptAtOnceMax = 200;

interface Ending {
  readonly status: Extract<ToolStatus, 'done' | 'failed' | 'unknown'>;
  readonly output: string;
  /** Of one that was done: what may be stood on. */
  readonly answer?: ToolAnswer;
}

/**
 * Does what somebody allowed, once: that it is begun is written before it is done, and what came of it after. Ended in
 * between, one that knows itself by its id is told again; of any other nobody knows, and a person is asked to look.
 */
export async function runDeed(unit: Unit, { approvalId }: Named, outside: AutopilotOutside): Promise<void> {
  const begun = await unit.work((ctx) => begin(ctx, approvalId, outside));
  if (!begun) return;
  const ending = await doIt(unit, begun);
  const text = ending.answer ? await answerOf(unit, begun.deed, ending.answer, outside) : undefined;
  await unit.work((ctx) => settle(ctx, approvalId, ending, text));
}

/** Takes no input: what was allowed and is not done, and nobody seems to be at it. */
export async function requeueDeeds(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - lostAfterMs);
  for (const { id: approvalId } of await db.deedsSince(ctx.tx, before, sweptAtOnceMax))
    await ctx.enqueue(doAllowed, { approvalId });
}

interface Begun {
  readonly deed: db.HeldDeed;
  readonly tool: Tool;
  readonly from: Pick<ToolCaller, 'contactId' | 'locationId'>;
}

async function begin(ctx: Ctx, id: ApprovalId, outside: AutopilotOutside): Promise<Begun | undefined> {
  const deed = await db.holdDeed(ctx.tx, id);
  if (deed?.toolStatus !== 'queued' && deed?.toolStatus !== 'running') return undefined;
  const tool = toolsOf(outside).all.find(({ name }) => name === deed.toolName);
  const wasBegun = deed.toolStatus === 'running';
  if (wasBegun && (!tool?.isRepeatable || deed.attempts >= attemptsMax))
    await end(ctx, deed, {
      status: 'unknown',
      output: 'It was begun, and whether it was done is not known.',
    });
  else if (!tool)
    await end(ctx, deed, { status: 'failed', output: 'There is nothing of this name any more.' });
  else {
    await db.beginDeed(ctx.tx, id, ctx.now);
    return { deed, tool, from: await placeOf(ctx, deed) };
  }
  return undefined;
}

/** Who asks, and where. Of a comment it counts only where: it is read by everybody. */
async function placeOf(ctx: Ctx, { conversationId, commentId }: db.HeldDeed): Promise<Begun['from']> {
  const talk = conversationId && (await findConversationFacts(ctx.tx, conversationId));
  if (talk) return { contactId: talk.contactId, locationId: talk.locationId };
  const remark = commentId && (await findCommentFacts(ctx.tx, commentId));
  return { contactId: null, locationId: (remark || null)?.locationId ?? null };
}

/** What is refused is certainly not done. Whatever else goes wrong may have been. */
async function doIt(unit: Unit, { deed, tool, from }: Begun): Promise<Ending> {
  const { id: deedId, decisionId, conversationId, asked } = deed;
  const input = tool.shape.safeParse(deed.toolInput);
  if (!input.success) return { status: 'failed', output: 'What it was to be told is not understood.' };
  try {
    const { workspaceId, signal, work, log } = unit;
    const caller = { workspaceId, signal, work, log, ...from, conversationId, asked, decisionId, deedId };
    const nothing = { output: 'null', found: [], forPeople: null };
    const answer = answerOfTool(tool.name, await tool.run(input.data, caller)) ?? nothing;
    return { status: 'done', output: answer.output, answer };
  } catch (error) {
    if (error instanceof ToolRefusal || (error instanceof AppError && error.status < 500))
      return { status: 'failed', output: error.message.slice(0, outputLengthMax) };
    if (tool.isRepeatable) throw error;
    unit.log.warn({ err: error, deedId }, 'what was allowed was begun, and did not come to an end');
    return { status: 'unknown', output: 'It was begun, and whether it was done is not known.' };
  }
}

/** What was allowed to be said; where that was to come of the deed, what the machine makes of it now. */
async function answerOf(unit: Unit, deed: db.HeldDeed, answer: ToolAnswer, outside: AutopilotOutside) {
  const text = deed.editedText ?? deed.proposedText;
  if (!text.includes(answerToCome) || deed.editedText !== null) return { text, mayGo: true };
  return answer.forPeople === null ? answerAfter(unit, deed, answer, outside) : undefined;
}
type Answer = Awaited<ReturnType<typeof answerOf>>;

/** Somebody else may have come to an end with it in the meantime: then that is what holds. */
async function settle(ctx: Ctx, id: ApprovalId, ending: Ending, answer: Answer | undefined): Promise<void> {
  const deed = await db.holdDeed(ctx.tx, id);
  if (deed?.toolStatus === 'running') await end(ctx, deed, ending, answer);
}

async function end(ctx: Ctx, deed: db.HeldDeed, ending: Ending, answer?: Answer): Promise<void> {
  const { id: approvalId, decisionId, conversationId, toolName } = deed;
  await db.settleDeed(ctx.tx, approvalId, ending.status, ending.output, ctx.now);
  const isSaid =
    answer?.mayGo === true && (await sendUnlessOvertaken(ctx, { decisionId, text: answer.text }));
  const facts = conversationId && (await findConversationFacts(ctx.tx, conversationId));
  // Whoever has taken over is there already, and is no reason to keep from them that something went wrong.
  const isSeenTo = answer?.mayGo === true && facts != null && facts.automationOffAt !== null;
  if (!isSaid && !isSeenTo) await fetchPerson(ctx, deed, ending, answer);
  await keepInTalk(ctx, deed, ending, isSaid ? answer.text : null);
  await ctx.record({
    category: 'content',
    action: `autopilot.tool_${ending.status}`,
    subject: { type: 'approval', id: approvalId },
    changes: { tool: { to: toolName }, status: { from: deed.toolStatus, to: ending.status } },
  });
  await ctx.publish(approvalChanged, { approvalId, decisionId, status: 'approved' as const });
}

async function fetchPerson(ctx: Ctx, deed: db.HeldDeed, ending: Ending, answer?: Answer): Promise<void> {
  const { decisionId, conversationId, commentId, toolName, asked } = deed;
  const suggestedReply = answer?.text ?? deed.editedText ?? deed.proposedText;
  await escalate(ctx, {
    ...{ decisionId, reason: 'ai_limitation', message: asked },
    summary: `${toolName} was allowed: ${ending.status}. ${ending.output}`,
    ...(conversationId && { conversationId }),
    ...(commentId && { commentId }),
    ...(!suggestedReply.includes(answerToCome) && { suggestedReply }),
  });
}

async function keepInTalk(ctx: Ctx, deed: db.HeldDeed, ending: Ending, said: string | null): Promise<void> {
  const { conversationId, decisionId, personaId, toolName: name, toolInput: input } = deed;
  const facts = conversationId && (await findConversationFacts(ctx.tx, conversationId));
  if (!conversationId || !facts) return;
  const { contactId, platform: channel } = facts;
  const sessionId = await sessionOf(ctx, { conversationId, contactId, personaId, channel });
  const turn = () => ({ id: newId(TurnId, ctx.now.getTime()), decisionId });
  const output = { status: ending.status, output: ending.output };
  await keepTurns(ctx, sessionId, [
    { ...turn(), role: 'tool', content: ending.output, tool: { name, input, output } },
    ...(said === null ? [] : [{ ...turn(), role: 'assistant' as const, content: said }]),
  ]);
}
