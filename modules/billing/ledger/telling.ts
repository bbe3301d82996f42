import { createHash } from 'node:crypto';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { coworkers } from '../../workspaces/index.ts';
import type { BillingOutside } from '../outside.ts';
import { tellBalanceLow } from './jobs.ts';
import { lowLetter } from './low-letter.ts';
import { walletOf } from './reading.ts';
import * as db from './telling.sql.ts';

const toldMax = 20;
/** Its job has had its time. */
const lostAfterMs = 10 * 60_000;

/**
 * One mail a month, at most once: claimed before it is sent, and let go of only where the mail server says that nothing
 * was. A second copy is worse than none, since the screen says it as well.
 */
export async function runTellBalanceLow(unit: Unit, _: object, outside: BillingOutside): Promise<void> {
  const claimed = await unit.work(claim);
  if (!claimed) return;
  const link = `${outside.publicUrl}/w/${unit.workspaceId}/wallet`;
  try {
    await outside.mail.send({
      ...lowLetter({ ...claimed.wallet, planName: claimed.wallet.plan.name }, link, outside.brand),
      to: claimed.to,
      messageId: createHash('sha256')
        .update(`balance low ${unit.workspaceId} ${claimed.at.toISOString()}`)
        .digest('hex')
        .slice(0, 32),
      signal: unit.signal,
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'mail.unavailable') {
      await unit.work(({ tx }) => db.claimLowMail(tx, null));
      throw error;
    }
    unit.log.warn({ err: error }, 'a mail about a low balance was refused, or is out of sight');
  }
}

async function claim(ctx: Ctx) {
  const to = (await db.buyersOf(ctx.tx, coworkers, toldMax)).map(({ email }) => email);
  if (to.length === 0 || (await db.claimLowMail(ctx.tx, ctx.now)) === 0) return undefined;
  return { to, at: ctx.now, wallet: await walletOf(ctx) };
}

/** Takes no input: one whose job was lost. */
export async function sweepUntoldLow(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - lostAfterMs);
  if (await db.findUntoldLow(ctx.tx, before)) await ctx.enqueue(tellBalanceLow, {});
}
