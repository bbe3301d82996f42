import type { Ctx } from '../../../kit/ctx.ts';
import { countsMax } from './contract.ts';
import { askerOf } from './conversations.ts';
import { countsOf } from './counts.sql.ts';

const lookedAtMax = 5_000;

export async function getCounts(ctx: Ctx) {
  const asker = askerOf(ctx);
  return countsOf(ctx.tx, asker, { countMax: countsMax, lookedAtMax });
}
