import type { Ctx } from '../../../kit/ctx.ts';
import { authorizeSomewhere } from '../rights/places.ts';
import { countsMax } from './contract.ts';
import { askerOf } from './conversations.ts';
import { countsOf } from './counts.sql.ts';

const lookedAtMax = 5_000;

export async function getCounts(ctx: Ctx) {
  authorizeSomewhere(ctx, 'inbox.read');
  const asker = askerOf(ctx);
  return countsOf(ctx.tx, asker, { countMax: countsMax, lookedAtMax });
}
