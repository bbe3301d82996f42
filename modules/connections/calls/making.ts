import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { codeOf } from '../../../kit/db/failure.ts';
import { AppError } from '../../../kit/errors.ts';
import { isTrouble } from '../../../providers/trouble.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { Performed } from '../platforms/platform.ts';
import { withAccess } from '../tokens/access.ts';
import { comeBack } from './again.ts';
import type { Conversation } from './contract.ts';
import { settleDone, settleNotOpen, settleTrouble, settleUnknown } from './outcomes.ts';
import { type Turn, takeTurn } from './turns.ts';

const uniqueViolation = '23505';
const secondMs = 1_000;

/** One call of a conversation: begun in one transaction, made outside of any, its outcome written in another. */
export async function runMakeCall(
  unit: Unit,
  conversation: Conversation,
  outside: ConnectionsOutside,
): Promise<void> {
  const turn = await begin(unit, conversation, outside);
  if (!turn) return;
  const settle = await make(unit, turn, outside);
  // Whoever has taken over says what becomes of it; this attempt says nothing any more.
  await unit.work(settle);
}

async function begin(unit: Unit, conversation: Conversation, { platforms }: ConnectionsOutside) {
  try {
    return await unit.work((ctx) => takeTurn(ctx, conversation, { platforms, jobId: unit.jobId }));
  } catch (error) {
    if (codeOf(error) !== uniqueViolation) throw error;
    // Another one of this conversation began in the same moment: see calls_one_at_a_time.
    await unit.work((ctx) => comeBack(ctx, conversation, new Date(ctx.now.getTime() + secondMs)));
    return undefined;
  }
}

async function make(
  unit: Unit,
  turn: Turn,
  outside: ConnectionsOutside,
): Promise<(ctx: Ctx) => Promise<void>> {
  const platform = outside.platforms.get(turn.platform)!;
  let isMade = false;
  try {
    const performed = await withAccess<Performed>(unit, outside, turn.accountId, (access) => {
      isMade = true;
      return platform.perform(turn, access, unit.signal);
    });
    return (ctx) => settleDone(ctx, turn, performed);
  } catch (error) {
    if (isTrouble(error)) return (ctx) => settleTrouble(ctx, turn, error);
    // The account was closed in this moment.
    if (!isMade && error instanceof AppError) return (ctx) => settleNotOpen(ctx, turn);
    if (!isMade) throw error;
    unit.log.error({ err: error, callId: turn.id }, 'a call ended in a way that says nothing of its outcome');
    return (ctx) => settleUnknown(ctx, turn);
  }
}
