import type { Ctx } from '../../../kit/ctx.ts';
import { book, ensureWallet } from './booking.ts';
import * as db from './reload.sql.ts';

/**
 * From where on `billing.reload_due` is said, of what was bought and is left; undefined: never. Where it is below that
 * already, it is said in this same transaction.
 */
export async function setReloadBelow(ctx: Ctx, micro: number | undefined): Promise<void> {
  await ensureWallet(ctx);
  await db.setReloadBelow(ctx.tx, micro, ctx.now);
  if (micro !== undefined) await book(ctx, []);
}

/** Whatever came of it. The next movement that finds too little says so again. */
export async function reloadTried(ctx: Ctx): Promise<void> {
  await db.markReloadTried(ctx.tx, ctx.now);
}
