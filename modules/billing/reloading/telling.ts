import { createHash } from 'node:crypto';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { coworkers } from '../../workspaces/index.ts';
import type { BillingOutside } from '../outside.ts';
import type { ReloadId, ReloadRefusal } from './contract.ts';
import { tellOfReload } from './jobs.ts';
import { refusedLetter } from './letter.ts';
import * as db from './reloads.sql.ts';

const toldMax = 20;
const sweptAtOnceMax = 50;
/** Its job has had its time. */
const untoldAfterMs = 10 * 60_000;

/**
 * One mail to all who may spend the workspace's money, at most once: claimed before it is sent, and let go of only
 * where the mail server says that nothing was. The screen says it as well.
 */
export async function runTell(
  unit: Unit,
  { reloadId }: { reloadId: ReloadId },
  outside: Pick<BillingOutside, 'mail' | 'publicUrl' | 'brand'>,
): Promise<void> {
  const claimed = await unit.work((ctx) => claim(ctx, reloadId));
  if (!claimed) return;
  const { notice, to } = claimed;
  const { amountMicro, failureMessage: message, nextTryAt } = notice;
  const facts = { state: notice.state as ReloadRefusal, amountMicro, message, nextTryAt };
  const link = `${outside.publicUrl}/w/${unit.workspaceId}/auto-reload`;
  const messageId = createHash('sha256').update(`reload ${reloadId}`).digest('hex').slice(0, 32);
  try {
    await outside.mail.send({
      ...refusedLetter(facts, link, outside.brand),
      to,
      messageId,
      signal: unit.signal,
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'mail.unavailable') {
      await unit.work(({ tx }) => db.claimNotice(tx, reloadId, null));
      throw error;
    }
    unit.log.warn({ err: error }, 'a mail about a reload was refused, or is out of sight');
    if (error.code === 'mail.rejected') return;
  }
  await unit.work(({ tx, now }) => db.markNotified(tx, reloadId, now));
}

async function claim({ tx, now }: Ctx, id: ReloadId) {
  const notice = await db.holdNotice(tx, id);
  if (!notice || notice.failureCode === null) return undefined;
  if (notice.notifiedAt !== null || notice.noticeClaimedAt !== null) return undefined;
  const to = (await db.addressesOf(tx, coworkers, toldMax)).map(({ email }) => email);
  if (to.length === 0) return undefined;
  await db.claimNotice(tx, id, now);
  return { notice, to };
}

/** Takes no input: those whose job was lost. */
export async function tellForgotten(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - untoldAfterMs);
  for (const { id: reloadId } of await db.reloadsToTell(ctx.tx, before, sweptAtOnceMax))
    await ctx.enqueue(tellOfReload, { reloadId });
}
