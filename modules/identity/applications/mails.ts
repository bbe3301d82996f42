import type { OpenCtx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import type { UserId } from '../../../kit/ids.ts';
import type { Written } from '../../../kit/mail/letter.ts';
import { findSettings } from '../administration/settings.sql.ts';
import type { IdentityOutside } from '../outside.ts';
import { makeTicket } from '../sign-in/tickets.ts';
import { isAlerted } from './alerts.sql.ts';
import { findApplicant } from './applications.sql.ts';
import { type ApplicationId, type DemoId, type DemoReminderId, signUpLinkDays } from './contract.ts';
import { findDemo } from './demos.sql.ts';
import type { DemoNews } from './jobs.ts';
import * as letters from './letters.ts';
import { findReminding } from './reminders.sql.ts';
import { findWaiting } from './waiting-list.sql.ts';

const dayMs = 24 * 3_600_000;

export async function mailConfirmation(
  unit: Unit,
  { applicationId }: { applicationId: ApplicationId },
  outside: IdentityOutside,
): Promise<void> {
  const applicant = await unit.work((ctx) => findApplicant(ctx.tx, applicationId));
  if (!applicant) return;
  await send(unit, outside, applicant.email, letters.applicationLetter(outside.brand, applicant));
}

/** Who was taken off the list meanwhile, or paused, does not hear of it. */
export async function mailAlert(
  unit: Unit,
  { applicationId, email }: { applicationId: ApplicationId; email: string },
  outside: IdentityOutside,
): Promise<void> {
  const applicant = await unit.work(async (ctx) =>
    (await isAlerted(ctx.tx, email)) ? findApplicant(ctx.tx, applicationId) : undefined,
  );
  if (!applicant) return;
  const link = `${outside.publicUrl}/admin/applications/${applicationId}`;
  await send(unit, outside, email, letters.alertLetter(outside.brand, applicant, link));
}

export async function mailDecision(
  unit: Unit,
  { applicationId }: { applicationId: ApplicationId },
  outside: IdentityOutside,
): Promise<void> {
  const found = await unit.work(async (ctx) => {
    const applicant = await findApplicant(ctx.tx, applicationId);
    if (applicant?.status !== 'approved') return { applicant, link: '' };
    return { applicant, link: await wayIn(ctx, applicant, outside) };
  });
  const { applicant, link } = found;
  if (!applicant || applicant.status === 'pending') return;
  const letter =
    applicant.status === 'approved'
      ? letters.approvalLetter(outside.brand, applicant, link)
      : letters.rejectionLetter(outside.brand, applicant);
  await send(unit, outside, applicant.email, letter);
}

export async function mailWaiting(
  unit: Unit,
  { email }: { email: string },
  outside: IdentityOutside,
): Promise<void> {
  const waiting = await unit.work((ctx) => findWaiting(ctx.tx, email));
  if (!waiting) return;
  await send(unit, outside, email, letters.waitingLetter(outside.brand, waiting.name));
}

export async function mailEarlyAccess(
  unit: Unit,
  { email }: { email: string },
  outside: IdentityOutside,
): Promise<void> {
  const found = await unit.work(async (ctx) => {
    const waiting = await findWaiting(ctx.tx, email);
    if (!waiting?.hasEarlyAccess) return undefined;
    return { waiting, link: await wayIn(ctx, { ...waiting, email }, outside) };
  });
  if (!found) return;
  await send(unit, outside, email, letters.earlyAccessLetter(outside.brand, found.waiting, found.link));
}

export async function mailDemoConfirmation(
  unit: Unit,
  { demoId }: { demoId: DemoId },
  outside: IdentityOutside,
): Promise<void> {
  const demo = await unit.work((ctx) => findDemo(ctx.tx, demoId));
  if (!demo) return;
  await send(unit, outside, demo.email, letters.demoRequestLetter(outside.brand, demo));
}

/** What is not so any more is not told: a later mail says what became of it. */
export async function mailDemoNews(
  unit: Unit,
  { demoId, news }: { demoId: DemoId; news: DemoNews },
  outside: IdentityOutside,
): Promise<void> {
  const [demo, { launchTimezone }] = await unit.work(async (ctx) => [
    await findDemo(ctx.tx, demoId),
    await findSettings(ctx.tx),
  ]);
  if (demo?.status !== (news === 'cancelled' ? 'cancelled' : 'scheduled')) return;
  await send(unit, outside, demo.email, letters.demoNewsLetter(outside.brand, demo, news, launchTimezone));
}

export async function mailReminder(
  unit: Unit,
  reminder: { demoId: DemoId; reminderId: DemoReminderId; userId: UserId },
  outside: IdentityOutside,
): Promise<void> {
  const [found, { launchTimezone }] = await unit.work(async (ctx) => [
    await findReminding(ctx.tx, reminder),
    await findSettings(ctx.tx),
  ]);
  if (!found) return;
  const link = `${outside.publicUrl}/admin/demos/${reminder.demoId}`;
  await send(unit, outside, found.email, letters.reminderLetter(outside.brand, found, link, launchTimezone));
}

/** Made here and not when it was decided, so that the token is in the mail and nowhere else. */
async function wayIn(
  ctx: OpenCtx,
  { email, hasAccount }: { email: string; hasAccount: boolean },
  { publicUrl }: IdentityOutside,
): Promise<string> {
  if (hasAccount) return `${publicUrl}/sign-in`;
  const lifeMs = signUpLinkDays * dayMs;
  const ticket = await makeTicket(ctx.tx, 'sign_up', { email, now: ctx.now, lifeMs });
  return `${publicUrl}/sign-up?${new URLSearchParams({ ticket })}`;
}

/** Another attempt carries the same Message-ID. An address that takes no mail is no reason for one. */
async function send(unit: Unit, { mail }: IdentityOutside, to: string, letter: Written): Promise<void> {
  try {
    await mail.send({ ...letter, to, messageId: unit.jobId, signal: unit.signal });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'mail.rejected') throw error;
    unit.log.warn({ err: error }, 'a mail was refused for good');
  }
}
