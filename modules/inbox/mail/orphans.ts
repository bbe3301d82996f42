import type { Ctx } from '../../../kit/ctx.ts';
import { removeOrphans } from './reached.sql.ts';

const removedAtOnceMax = 20;

/** A personal mailbox is for one member; when they have left, it is for nobody. */
export async function sweepOrphans({ tx }: Ctx): Promise<void> {
  await removeOrphans(tx, removedAtOnceMax);
}
