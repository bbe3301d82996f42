import type { Ctx } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { newId } from '../../../kit/ids.ts';
import { ContactId } from '../../inbox/contract.ts';
import { holdConversation, lastSaid } from '../../inbox/index.ts';
import { sendAnswer } from '../answering/sending.ts';
import { holdForApproval } from '../approvals/holding.ts';
import { escalate } from '../escalations/escalating.ts';
import type { DecisionId } from '../ids/contract.ts';
import { markUsed } from '../personas/personas.sql.ts';
import { type SessionId, TurnId } from '../sessions/contract.ts';
import { keepTurns, sessionOf } from '../sessions/keeping.ts';
import { decisionMade, messageTextMax } from './contract.ts';
import type { Decided } from './deciding.ts';
import * as db from './decisions.sql.ts';
import { decide } from './jobs.ts';
import type { Loaded } from './loading.ts';
import { kept } from './snapshot.ts';

const minuteMs = 60_000;
const waitMinutes = 15;

/** One transaction: what goes out, waits or is handed over, and that it was decided so, are there together or not. */
export async function settle(ctx: Ctx, id: DecisionId, loaded: Loaded, decided: Decided): Promise<void> {
  const { talk } = loaded;
  // Before the decision, as whoever writes into the conversation does: two that each wait for the other end nowhere.
  if (talk) await holdConversation(ctx.tx, talk.conversationId);
  const held = await db.holdUnderWay(ctx.tx, id);
  if (!held) return;
  if (talk && (await hasNewer(ctx, held))) return overtake(ctx, held, 'They wrote on meanwhile.');
  if (decided.decision === 'wait') return waitFor(ctx, id);
  const done = await carryOut(ctx, held, decided);
  if (done === 'overtaken') return overtake(ctx, held, 'Somebody else has answered.');
  const sessionId = done.decision === 'ignore' ? null : await keepTalk(ctx, held, loaded, done);
  await write(ctx, held, done, sessionId);
  const persona = done.seen.persona.id;
  if (persona && done.decision === 'respond') await markUsed(ctx.tx, persona, ctx.now);
}

/** A person was faster, or there is something newer: nothing is said, and that is kept. */
export async function overtake(ctx: Ctx, held: db.Held, reason: string): Promise<void> {
  await db.markOvertaken(ctx.tx, held.id, reason, ctx.now);
  await tell(ctx, held, 'overtaken', null);
}

/** Tried as often as it makes sense: whoever wrote is not to wait for a machine any longer. */
export async function giveUp(ctx: Ctx, held: db.Held): Promise<void> {
  const message = 'The machine could not come to a decision.';
  await escalate(ctx, { ...about(held), reason: 'ai_limitation', message, summary: message });
  await db.markOvertaken(ctx.tx, held.id, message, ctx.now);
  await tell(ctx, held, 'overtaken', null);
}

async function hasNewer(ctx: Ctx, { conversationId, messageId }: db.Held): Promise<boolean> {
  const said = await lastSaid(ctx.tx, conversationId!, 20);
  return said.find(({ direction }) => direction === 'inbound')?.id !== messageId;
}

/** It is asked again, and not counted as a failure. */
async function waitFor(ctx: Ctx, decisionId: DecisionId): Promise<void> {
  await db.countAttempt(ctx.tx, decisionId, 0);
  await ctx.enqueue(
    decide,
    { decisionId },
    { startAfter: new Date(ctx.now.getTime() + waitMinutes * minuteMs) },
  );
}

const faster = new Set(['inbox.automation_is_off', 'inbox.somebody_else_answered']);

/** As it was done in the end: what the platform does not take any more is a person's to see to. */
async function carryOut(ctx: Ctx, held: db.Held, decided: Decided): Promise<Decided | 'overtaken'> {
  if (decided.decision === 'escalate') await fetchPerson(ctx, held, decided);
  if (decided.decision !== 'respond') return decided;
  const text = decided.text!;
  if (decided.heldBack !== null) {
    const { heldBack: why, tool } = decided;
    await holdForApproval(ctx, { ...about(held), text, why, ...(tool && { tool }) });
    return decided;
  }
  try {
    await sendAnswer(ctx, { decisionId: held.id, text });
    return decided;
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('inbox.')) throw error;
    if (faster.has(error.code)) return 'overtaken';
    const rule = error.code.replace('inbox.', 'send.');
    const refused = {
      ...decided,
      rule,
      reason: error.message,
      escalation: 'ai_limitation',
      decision: 'escalate',
    } as const;
    await fetchPerson(ctx, held, refused);
    return refused;
  }
}

async function fetchPerson(ctx: Ctx, held: db.Held, decided: Decided): Promise<void> {
  const { seen, reason, escalation, confidence, text } = decided;
  await escalate(ctx, {
    ...about(held),
    ...{ reason: escalation ?? 'ai_limitation', message: seen.asked, summary: reason, confidence },
    ...(text !== null && { suggestedReply: text }),
  });
}

const about = ({ id, conversationId, commentId }: db.Held) => ({
  decisionId: id,
  ...(conversationId && { conversationId }),
  ...(commentId && { commentId }),
});

/** SE-63: what was said and looked up, in the stretch of talk it belongs to. */
async function keepTalk(
  ctx: Ctx,
  { id }: db.Held,
  { talk }: Loaded,
  decided: Decided,
): Promise<SessionId | null> {
  if (!talk) return null;
  const { seen, text, used, uses, model, confidence, decision } = decided;
  const { conversationId, platform: channel } = talk;
  const contactId = ContactId.parse(talk.contactId);
  const sessionId = await sessionOf(ctx, { conversationId, contactId, personaId: seen.persona.id, channel });
  const turn = () => ({ id: newId(TurnId, ctx.now.getTime()), decisionId: id });
  const isSaid = decision === 'respond' && text !== null && decided.heldBack === null;
  // What was thought about and handed over was paid for as well: then it is what they asked that cost it.
  const costMicro = isSaid ? 0 : costOf(decided);
  await keepTurns(ctx, sessionId, [
    ...(seen.asked ? [{ ...turn(), role: 'customer' as const, content: seen.asked, costMicro }] : []),
    ...used.map(({ name, input, output }) => ({
      ...{ ...turn(), role: 'tool' as const, content: output, tool: { name, input, output } },
    })),
    ...(isSaid
      ? [
          {
            ...{
              ...turn(),
              role: 'assistant' as const,
              content: text,
              confidence,
              costMicro: costOf(decided),
            },
            ...(model && { model, tokensCount: uses.reduce((sum, use) => sum + use.outputTokens, 0) }),
            latencyMs: uses.reduce((sum, use) => sum + use.latencyMs, 0),
          },
        ]
      : []),
  ]);
  return sessionId;
}

const costOf = ({ uses }: Decided) => uses.reduce((sum, { costMicro }) => sum + costMicro, 0);

async function write(ctx: Ctx, held: db.Held, decided: Decided, sessionId: SessionId | null): Promise<void> {
  const { decision, confidence, reason, rule, escalation, text, language, sources, seen } = decided;
  if (decision === 'wait') return;
  await db.markDecided(ctx.tx, held.id, {
    ...{ decision, confidence, escalation, sessionId, now: ctx.now, replyText: text },
    latencyMs: Math.max(0, ctx.now.getTime() - Date.parse(seen.at)),
    ...{ reason: reason.slice(0, 2_000), matchedRule: rule.slice(0, 120), sources },
    language: language && /^[A-Za-z-]{2,35}$/.test(language) ? language : null,
    messageText: [...seen.asked].slice(0, messageTextMax).join('').slice(0, messageTextMax),
    snapshot: kept(seen) ?? {},
    settingsVersion: seen.settings.version,
    personaId: seen.persona.id,
    costMicro: costOf(decided),
  });
  await tell(ctx, held, 'decided', decision);
}

const tell = (
  ctx: Ctx,
  { id, conversationId }: db.Held,
  status: 'decided' | 'overtaken',
  decision: 'respond' | 'ignore' | 'escalate' | null,
) => ctx.publish(decisionMade, { decisionId: id, conversationId, status, decision });
