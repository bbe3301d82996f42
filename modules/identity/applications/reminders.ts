import type { AdminCtx, OpenCtx } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { activeAdministrators } from '../administration/accounts.sql.ts';
import { identityError } from '../contract.ts';
import type { DemoId, DemoReminder, DemoReminderId } from './contract.ts';
import { findDemo, holdDemo } from './demos.sql.ts';
import { remindOfDemo } from './jobs.ts';
import * as db from './reminders.sql.ts';

const claimedAtOnceMax = 20;
const administratorsToldMax = 20;

interface AtReminder {
  readonly demoId: DemoId;
  readonly reminderId: DemoReminderId;
}

export async function listReminders(
  ctx: AdminCtx,
  { demoId, ...page }: PageQuery & { demoId: DemoId },
): Promise<Page<DemoReminder>> {
  if (!(await findDemo(ctx.tx, demoId))) throw identityError('demo_not_found', { demoId });
  return db.remindersOf(ctx.tx, demoId, page);
}

export async function putReminder(
  ctx: AdminCtx,
  { demoId, reminderId, note, dueAt }: AtReminder & { note: string; dueAt: Date },
): Promise<DemoReminder> {
  // Held, so that the reminders are counted by one at a time.
  if (!(await holdDemo(ctx.tx, demoId))) throw identityError('demo_not_found', { demoId });
  const wanted = { demoId, id: reminderId, note, dueAt, by: ctx.actor.userId, at: ctx.now };
  const reminder = await db.upsertReminder(ctx.tx, wanted);
  if (!reminder) throw identityError('too_many_reminders', { demoId });
  return reminder;
}

export async function finishReminder(
  ctx: AdminCtx,
  { demoId, reminderId }: AtReminder,
): Promise<DemoReminder> {
  const reminder = await db.markReminderDone(ctx.tx, demoId, reminderId, ctx.now);
  if (!reminder) throw identityError('reminder_not_found', { demoId, reminderId });
  return reminder;
}

export async function removeReminder(
  ctx: AdminCtx,
  { demoId, reminderId }: AtReminder,
): Promise<Record<string, never>> {
  const removed = await db.deleteReminder(ctx.tx, demoId, reminderId);
  if (removed === 0) throw identityError('reminder_not_found', { demoId, reminderId });
  return {};
}

/**
 * Takes what is due and sends it on, in one transaction: killed before its end, nothing was taken; run late, it takes
 * what was due meanwhile. With nobody to tell it takes nothing.
 */
export async function remindOfDemos(ctx: OpenCtx): Promise<void> {
  const administrators = await activeAdministrators(ctx.tx, administratorsToldMax);
  if (administrators.length === 0) return;
  for (const { demoId, id: reminderId } of await db.claimDueReminders(ctx.tx, ctx.now, claimedAtOnceMax)) {
    for (const { id: userId } of administrators) {
      await ctx.enqueue(remindOfDemo, { demoId, reminderId, userId });
    }
  }
}
