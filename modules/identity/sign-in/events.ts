import type { OpenCtx } from '../../../kit/ctx.ts';
import { type UserId, uuidv7 } from '../../../kit/ids.ts';
import type { SignInEvent } from './contract.ts';
import * as db from './events.sql.ts';

const agentLengthMax = 500;

export interface Happened {
  readonly event: SignInEvent['event'];
  readonly method?: SignInEvent['method'];
  /** One of the two is enough. */
  readonly userId?: UserId | undefined;
  readonly email?: string | undefined;
  /** The code it was refused with; without one, it went well. */
  readonly errorCode?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A row in the trail of signing in, in the transaction of what happened. */
export async function recordSignIn(
  { tx, now, client }: Pick<OpenCtx, 'tx' | 'now' | 'client'>,
  happened: Happened,
): Promise<void> {
  await db.insertSignInEvent(tx, {
    id: uuidv7(now.getTime()),
    userId: happened.userId,
    email: happened.email,
    event: happened.event,
    method: happened.method ?? null,
    errorCode: happened.errorCode,
    address: client?.address,
    agent: client?.agent.slice(0, agentLengthMax),
    details: happened.details ?? {},
    createdAt: now,
  });
}
