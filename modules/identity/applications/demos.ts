import { changed } from '../../../kit/audit.ts';
import type { AdminCtx, OpenCtx } from '../../../kit/ctx.ts';
import { invalidInput } from '../../../kit/http/failure.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { identityError } from '../contract.ts';
import { DemoId, type DemoRequest, type DemoStatus, demoTransitions } from './contract.ts';
import * as db from './demos.sql.ts';
import { confirmDemoRequest, type DemoNews, tellDemo } from './jobs.ts';

/** No demo request has it. */
const noDemo = DemoId.parse('00000000-0000-0000-0000-000000000000');

/** The same statements run when the id was sent before, and the answer is the same. */
export async function askForDemo(
  ctx: OpenCtx,
  input: {
    demoId: DemoId;
    email: string;
    name: string;
    companyName?: string | undefined;
    companySize?: string | undefined;
    currentSolution?: string | undefined;
    message?: string | undefined;
    preferredTimes?: string | undefined;
    website_url?: string | undefined;
  },
): Promise<Record<string, never>> {
  if (input.website_url) return {};

  const { demoId: id, email, name, companyName = null, companySize = null, currentSolution = null } = input;
  const times = input.preferredTimes && `Preferred times: ${input.preferredTimes}`;
  const message = [input.message, times].filter(Boolean).join('\n\n') || null;
  const request = { id, email, name, companyName, companySize, currentSolution, message, at: ctx.now };
  const made = await db.insertDemoRequest(ctx.tx, request);
  await ctx.enqueue(confirmDemoRequest, { demoId: made > 0 ? id : noDemo });
  return {};
}

export const listDemoRequests = (
  ctx: AdminCtx,
  asked: PageQuery & { status?: DemoStatus | undefined },
): Promise<Page<DemoRequest>> => db.demoRequests(ctx.tx, asked);

export async function getDemoRequest(ctx: AdminCtx, { demoId }: { demoId: DemoId }): Promise<DemoRequest> {
  const demo = await db.findDemo(ctx.tx, demoId);
  if (!demo) throw identityError('demo_not_found', { demoId });
  return demo;
}

export interface DemoChange {
  readonly demoId: DemoId;
  readonly status?: 'scheduled' | 'completed' | 'cancelled' | undefined;
  readonly scheduledFor?: Date | undefined;
  readonly preparationNotes?: string | null | undefined;
  readonly qualificationNotes?: string | null | undefined;
}

/** Whoever asked hears of a time, of another time, and of the end of it, in the order in which it happened. */
export async function changeDemo(ctx: AdminCtx, change: DemoChange): Promise<DemoRequest> {
  const before = await db.holdDemo(ctx.tx, change.demoId);
  if (!before) throw identityError('demo_not_found', { demoId: change.demoId });

  const wanted = { ...before, ...stateAfter(before, change, ctx.now), ...notesAfter(before, change) };
  const after = await db.updateDemo(ctx.tx, wanted, ctx.actor.userId, ctx.now);

  const news = newsOf(before, after);
  if (news) await ctx.enqueue(tellDemo, { demoId: after.id, news });
  await ctx.record({
    category: 'installation',
    action: 'identity.demo_changed',
    subject: { type: 'demo_request', id: after.id },
    // That the notes are others now, but not the notes: they are long, and the trail is for ever.
    changes: {
      ...changed(before, after, ['status', 'scheduledFor']),
      ...(before.preparationNotes !== after.preparationNotes && { preparationNotes: {} }),
      ...(before.qualificationNotes !== after.qualificationNotes && { qualificationNotes: {} }),
    },
  });
  return after;
}

type State = Pick<DemoRequest, 'status' | 'scheduledFor' | 'completedAt' | 'cancelledAt'>;

function stateAfter(before: DemoRequest, change: DemoChange, now: Date): State {
  const { status = change.scheduledFor && 'scheduled', scheduledFor } = change;
  if (!status) return before;
  const isRepeated = status === before.status && status !== 'scheduled';
  if (isRepeated) return before;
  if (!demoTransitions[before.status].includes(status))
    throw identityError('demo_cannot_become_this', { from: before.status, to: status });

  const at = status === 'scheduled' ? (scheduledFor ?? before.scheduledFor) : before.scheduledFor;
  if (status === 'scheduled') checkTime(at, before, now);
  else if (scheduledFor) throw timeIs('not_for_this_state', 'Only a demo that is to take place has a time.');
  return {
    status,
    scheduledFor: at,
    completedAt: status === 'completed' ? now : null,
    cancelledAt: status === 'cancelled' ? now : null,
  };
}

function checkTime(at: Date | null, before: DemoRequest, now: Date): void {
  if (!at) throw timeIs('missing', 'Say when it takes place.');
  const isNew = before.status !== 'scheduled' || at.getTime() !== before.scheduledFor?.getTime();
  if (isNew && at <= now) throw timeIs('past', 'This time is over. Choose one to come.');
}

const timeIs = (code: string, message: string) =>
  invalidInput([{ path: 'body.scheduledFor', code, message }]);

const notesAfter = (before: DemoRequest, { preparationNotes, qualificationNotes }: DemoChange) => ({
  preparationNotes: preparationNotes === undefined ? before.preparationNotes : preparationNotes || null,
  qualificationNotes:
    qualificationNotes === undefined ? before.qualificationNotes : qualificationNotes || null,
});

function newsOf(before: DemoRequest, after: DemoRequest): DemoNews | undefined {
  if (after.status === 'cancelled' && before.status !== 'cancelled') return 'cancelled';
  if (after.status !== 'scheduled') return undefined;
  if (before.status !== 'scheduled') return 'scheduled';
  return before.scheduledFor?.getTime() === after.scheduledFor?.getTime() ? undefined : 'moved';
}
