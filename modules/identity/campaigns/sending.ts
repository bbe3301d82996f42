import type { OpenCtx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { type UserId, uuidv7 } from '../../../kit/ids.ts';
import { mailError } from '../../../kit/mail/mail.ts';
import type { IdentityOutside } from '../outside.ts';
import * as db from './campaign-mails.sql.ts';
import type { CampaignFigures, CampaignStep } from './contract.ts';
import { campaignOf, countdownStep } from './countdown.ts';
import { sendCampaignMails } from './jobs.ts';
import { campaignLetter } from './letters.ts';
import { markBounced, unsubscribeToken } from './preferences.ts';

const claimedAtOnce = 10;
const givenUpAtOnce = 1_000;
/** Longer than one mail may take by far: whoever holds one for so long is dead. */
const heldMaxMs = 15 * 60_000;

/** Queues a mail of a campaign, unless this address had this step of it before: then nothing happens. */
export async function queueCampaignMail(
  ctx: OpenCtx,
  mail: {
    readonly campaign: string;
    readonly step: CampaignStep;
    readonly email: string;
    readonly userId?: UserId | undefined;
    readonly facts?: db.Facts;
  },
): Promise<boolean> {
  const { userId, facts = {}, ...key } = mail;
  const messageId = uuidv7(ctx.now.getTime());
  const queued = await db.insertCampaignMail(ctx.tx, { ...key, userId, facts, messageId, at: ctx.now });
  if (queued > 0) await ctx.enqueue(sendCampaignMails, {});
  return queued > 0;
}

/**
 * Each goes out at most once. It is claimed in a transaction of its own before the one call; when nobody says what came
 * of that, it stays unknown, because a mail server cannot be asked and a second copy is worse than none.
 */
export async function runSending(unit: Unit, _payload: object, outside: IdentityOutside): Promise<void> {
  for (;;) {
    unit.signal.throwIfAborted();
    const { claimed, launch, now } = await unit.work(async (ctx) => ({
      claimed: await db.claimCampaignMails(ctx.tx, claimedAtOnce, ctx.now),
      launch: await db.findLaunch(ctx.tx),
      now: ctx.now,
    }));
    if (claimed.length === 0) return;
    const current = {
      step: countdownStep(launch, now),
      campaign: launch.launchAt && campaignOf(launch.launchAt),
    };
    let failure: unknown;
    for (const mail of claimed) {
      const reason = whyNot(mail, current);
      if (reason) await settle(unit, mail, 'skipped', reason);
      else if (failure !== undefined) await settle(unit, mail, 'queued');
      else failure = await sendOne(unit, outside, mail, launch);
    }
    if (failure !== undefined) throw failure;
  }
}

/** Dead workers' mails, and queued ones whose job was lost. */
export async function settleCampaignMails(ctx: OpenCtx): Promise<void> {
  const heldSince = new Date(ctx.now.getTime() - heldMaxMs);
  const lost = await db.giveUpCampaignMails(ctx.tx, heldSince, givenUpAtOnce, ctx.now);
  if (lost > 0) ctx.log.warn({ lost }, 'of some mails of a campaign nobody knows whether they went out');
  if (await db.hasQueuedMails(ctx.tx)) await ctx.enqueue(sendCampaignMails, {});
}

export const listCampaigns = async (ctx: OpenCtx): Promise<{ items: CampaignFigures[] }> => ({
  items: await db.countdownFigures(ctx.tx),
});

/** Asked again at the last moment: much may have happened since it was queued. */
function whyNot(
  mail: db.Claimed,
  current: { step: CampaignStep | undefined; campaign: string | null },
): string | undefined {
  if (mail.isBounced) return 'bounced';
  if (mail.isUnsubscribed) return 'unsubscribed';
  if (mail.step.startsWith('trial_')) return undefined;
  if (!mail.isOptedIn) return 'not_opted_in';
  if (mail.hasEarlyAccess) return 'has_early_access';
  return mail.step === current.step && mail.campaign === current.campaign ? undefined : 'overtaken';
}

/** Answers what to throw when nothing was sent and it is to be tried again. */
async function sendOne(
  unit: Unit,
  outside: IdentityOutside,
  mail: db.Claimed,
  launch: db.Launch,
): Promise<unknown> {
  const token = unsubscribeToken(outside, mail.email);
  const query = new URLSearchParams({ token });
  const letter = campaignLetter(mail, launch, {
    ...outside,
    unsubscribeUrl: `${outside.publicUrl}/unsubscribe?${query}`,
  });
  try {
    await outside.mail.send({
      ...letter,
      to: mail.email,
      messageId: mail.messageId,
      unsubscribe: { url: `${outside.publicUrl}/api/unsubscription?${query}` },
    });
  } catch (error) {
    return await settleFailure(unit, mail, error);
  }
  await settle(unit, mail, 'sent');
  return undefined;
}

async function settleFailure(unit: Unit, mail: db.Claimed, error: unknown): Promise<unknown> {
  const code = error instanceof AppError ? error.code : undefined;
  if (code === mailError('rejected').code) {
    await unit.work(async (ctx) => {
      await db.settleCampaignMail(ctx.tx, { ...mail, status: 'failed', reason: 'rejected', at: ctx.now });
      await markBounced(ctx, mail.email, 'bounced');
    });
    return undefined;
  }
  if (code === mailError('unavailable').code) {
    await settle(unit, mail, 'queued');
    return error;
  }
  await settle(unit, mail, 'unknown', 'no_answer');
  return undefined;
}

const settle = (
  unit: Unit,
  { campaign, step, email }: db.Claimed,
  status: 'queued' | 'sent' | 'skipped' | 'unknown',
  reason?: string,
) =>
  unit.work((ctx) => db.settleCampaignMail(ctx.tx, { campaign, step, email, status, reason, at: ctx.now }));
