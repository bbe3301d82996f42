import { createHash } from 'node:crypto';
import type { Ctx, Unit } from '../../../../kit/ctx.ts';
import { AppError } from '../../../../kit/errors.ts';
import { coworkers } from '../../../workspaces/index.ts';
import { buyersOf } from '../../ledger/telling.sql.ts';
import type { BillingOutside } from '../../outside.ts';
import * as db from './failures.sql.ts';
import { tellOfFailure } from './jobs.ts';
import { failedLetter } from './letter.ts';

const toldMax = 20;
const sweptAtOnceMax = 50;

/**
 * BA-34: one mail for each attempt that failed, at most once: claimed before it is sent, and let go of only where the
 * mail server says that nothing was. It says what is so by now, so of several attempts that nobody could be told of it
 * is about the last one, and there is none once it is paid.
 */
export async function runTellOfFailure(
  unit: Unit,
  invoice: db.InvoiceName,
  outside: Pick<BillingOutside, 'mail' | 'publicUrl' | 'brand'>,
): Promise<void> {
  const claimed = await unit.work((ctx) => claim(ctx, invoice));
  if (!claimed) return;
  const { untold, to } = claimed;
  // The provider's own page is reached from there: a mail that leads to where one pays is what cheats write.
  const link = `${outside.publicUrl}/w/${unit.workspaceId}/invoices`;
  try {
    await outside.mail.send({
      ...failedLetter(untold, link, outside.brand),
      to,
      messageId: idOf(unit, invoice, untold.attempt),
      signal: unit.signal,
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'mail.unavailable') {
      await unit.work(({ tx }) => db.letGo(tx, invoice, untold));
      throw error;
    }
    unit.log.warn({ err: error }, 'a mail about a failed payment was refused, or is out of sight');
  }
}

const idOf = ({ workspaceId }: Unit, { provider, invoiceId }: db.InvoiceName, attempt: number): string =>
  createHash('sha256')
    .update(`payment failed ${workspaceId} ${provider} ${invoiceId} ${attempt}`)
    .digest('hex')
    .slice(0, 32);

async function claim({ tx }: Ctx, invoice: db.InvoiceName) {
  const untold = await db.holdUntold(tx, invoice);
  if (!untold) return undefined;
  const to = (await buyersOf(tx, coworkers, toldMax)).map(({ email }) => email);
  if (to.length === 0) return undefined;
  await db.markTold(tx, invoice, untold.attempt);
  return { untold, to };
}

/** Takes no input: those whose job was lost. One that is still to run is not sent a second time. */
export async function tellForgotten(ctx: Ctx): Promise<void> {
  for (const invoice of await db.failuresUntold(ctx.tx, sweptAtOnceMax))
    await ctx.enqueue(tellOfFailure, invoice);
}
