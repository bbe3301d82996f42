import { createHash } from 'node:crypto';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { findCommentFacts, findConversationFacts, threadsWith } from '../../inbox/index.ts';
import { coworkers } from '../../workspaces/index.ts';
import type { AutopilotOutside } from '../outside.ts';
import { placesWith } from '../rights/places.ts';
import { type EscalationId, escalationChanged } from './contract.ts';
import { findTerms } from './escalations.sql.ts';
import { tellOfEscalation } from './jobs.ts';
import { escalationLetter } from './letter.ts';
import * as db from './telling.sql.ts';

const toldMax = 20;
const sweptAtOnceMax = 200;
/** Its job has had its time. */
const lostAfterMs = 10 * 60_000;

interface Telling {
  readonly escalationId: EscalationId;
  readonly news: 'raised' | 'overdue';
}

/**
 * One mail to all who are to see to it, at most once: claimed before it is sent, and let go of only where the mail
 * server says that nothing was. Killed in between, nobody knows, and it stays in the list of what nobody was told:
 * a second copy is worse than none, since the screen says it as well.
 */
export async function runTell(
  unit: Unit,
  { escalationId, news }: Telling,
  outside: AutopilotOutside,
): Promise<void> {
  const claimed = await unit.work((ctx) => claim(ctx, { escalationId, news }));
  if (!claimed) return;
  const { notice, to } = claimed;
  const { personName, channelName } = notice.thread;
  const letter = escalationLetter(
    { ...notice, news, personName, channelName },
    linkTo(outside.publicUrl, unit.workspaceId, notice),
    outside.brand,
  );
  try {
    await outside.mail.send({
      ...letter,
      to,
      messageId: idOf(`${escalationId} ${news}`),
      signal: unit.signal,
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'mail.unavailable') {
      if (news === 'raised') await unit.work(({ tx }) => db.claimNotice(tx, escalationId, null));
      throw error;
    }
    unit.log.warn({ err: error }, 'a mail about an escalation was refused, or is out of sight');
    if (error.code === 'mail.rejected') return;
  }
  if (news === 'raised') await unit.work((ctx) => markTold(ctx, notice));
}

async function claim(ctx: Ctx, { escalationId, news }: Telling) {
  const threads = threadsWith(ctx, 'inbox.read', placesWith(ctx, 'autopilot.read'));
  const notice = await db.holdNotice(ctx.tx, threads, escalationId);
  if (!notice || notice.resolvedAt !== null) return undefined;
  const isTold = notice.notifiedAt !== null || notice.noticeClaimedAt !== null;
  if (news === 'raised' && isTold) return undefined;
  const to = await addressees(ctx, notice);
  if (to.length === 0) return undefined;
  if (news === 'raised') await db.claimNotice(ctx.tx, escalationId, ctx.now);
  return { notice, to };
}

/** Whoever has it, or those who look after the workspace; and whoever else wants to hear of it. */
async function addressees(ctx: Ctx, { conversationId, commentId }: db.Notice): Promise<string[]> {
  const facts = conversationId
    ? await findConversationFacts(ctx.tx, conversationId)
    : commentId && (await findCommentFacts(ctx.tx, commentId));
  const others = (await findTerms(ctx.tx))?.emails ?? [];
  const theirs = await db.addressesOf(ctx.tx, coworkers, facts ? facts.assignedTo : null, toldMax);
  return [...new Set([...theirs.map(({ email }) => email), ...others])].slice(0, toldMax);
}

async function markTold(ctx: Ctx, { id: escalationId, conversationId, commentId }: db.Notice): Promise<void> {
  await db.markNotified(ctx.tx, escalationId, ctx.now);
  await ctx.publish(escalationChanged, { escalationId, conversationId, commentId });
}

/** Takes no input: those whose job was lost. */
export async function sweepUntold(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - lostAfterMs);
  for (const { id: escalationId } of await db.escalationsToTell(ctx.tx, before, sweptAtOnceMax))
    await ctx.enqueue(tellOfEscalation, { escalationId, news: 'raised' as const });
}

/** Takes no input: those whose time is over, each once. */
export async function sweepOverdue(ctx: Ctx): Promise<void> {
  const overdue = await db.claimOverdue(ctx.tx, ctx.now, sweptAtOnceMax);
  for (const { id: escalationId, conversationId, commentId } of overdue) {
    await ctx.enqueue(tellOfEscalation, { escalationId, news: 'overdue' as const });
    await ctx.publish(escalationChanged, { escalationId, conversationId, commentId });
  }
}

const linkTo = (publicUrl: string, workspaceId: string, { conversationId, commentId }: db.Notice): string =>
  conversationId
    ? `${publicUrl}/w/${workspaceId}/inbox/${conversationId}`
    : `${publicUrl}/w/${workspaceId}/comments/${commentId}`;

/** The same for the same mail, so that mail programs know a copy when they see one. */
const idOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
