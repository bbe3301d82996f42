import type { OpenCtx, PersonCtx, StepsCtx } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import { type UserId, uuidv7 } from '../../../kit/ids.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import type { IdentityOutside } from '../outside.ts';
import { type PersonAtDoor, tryPassword } from './attempts.ts';
import {
  type Me,
  type Session,
  type SignedIn,
  type SignInEvent,
  secondFactorMinutes,
  sessionDays,
} from './contract.ts';
import { deviceOf } from './device.ts';
import { signInEventsOf } from './events.sql.ts';
import { recordSignIn } from './events.ts';
import { meOf } from './me.ts';
import * as db from './sessions.sql.ts';
import { hashOf, makeTicket, newToken, tokenHashIn } from './tickets.ts';

const sessionSeconds = sessionDays * 24 * 3600;
const agentLengthMax = 500;
/** For a session that a link in a mail opened. */
const neverProved = new Date(0);

/** The answer to a wrong address and to a wrong password is the same, and takes the same time. */
export function signIn(
  steps: StepsCtx,
  outside: IdentityOutside,
  input: { email: string; password: string },
  http: HttpFacts,
): Promise<SignedIn> {
  const attempt = { ...input, event: 'sign_in', refusal: 'credentials_do_not_match' } as const;
  return tryPassword(steps, attempt, async (ctx, person) => {
    if (person.hasTotp) return await askForSecondFactor(ctx, person);
    const me = await openSession(ctx, outside, { userId: person.id, method: 'password', http });
    return { status: 'signed_in', me };
  });
}

async function askForSecondFactor(ctx: OpenCtx, person: PersonAtDoor): Promise<SignedIn> {
  const ticket = await makeTicket(ctx.tx, 'second_factor', {
    userId: person.id,
    email: person.email,
    now: ctx.now,
    lifeMs: secondFactorMinutes * 60_000,
  });
  await recordSignIn(ctx, {
    event: 'sign_in',
    method: 'password',
    userId: person.id,
    details: { awaits: 'second_factor' },
  });
  const others = [person.hasRecoveryCode && 'recovery_code', person.hasPasskey && 'passkey'] as const;
  return {
    status: 'second_factor_needed',
    ticket,
    methods: ['totp', ...others.filter((one) => one !== false)],
  };
}

export interface Opening {
  readonly userId: UserId;
  readonly method: Session['method'];
  readonly http: Pick<HttpFacts, 'setSession' | 'sessionToken'>;
  /** What goes into the trail, where it is not `sign_in` by the session's own method. */
  readonly as?: { readonly event: SignInEvent['event']; readonly method: SignInEvent['method'] };
}

/**
 * The end of every way of signing in, once it is certain who it is: a new session, the trail of it, and no session
 * left of whoever used this browser before.
 */
export async function openSession(ctx: OpenCtx, outside: IdentityOutside, opening: Opening): Promise<Me> {
  const { userId, method, http } = opening;
  const token = newToken();
  await db.insertSession(ctx.tx, {
    id: uuidv7(ctx.now.getTime()),
    tokenHash: hashOf(token),
    userId,
    createdAt: ctx.now,
    expiresAt: new Date(ctx.now.getTime() + sessionSeconds * 1000),
    method,
    address: ctx.client?.address,
    agent: ctx.client?.agent.slice(0, agentLengthMax),
    ...(method === 'link' ? { provedAt: neverProved } : {}),
  });
  await db.markSignedIn(ctx.tx, userId, ctx.now, tokenHashIn(http));
  await recordSignIn(ctx, { ...(opening.as ?? { event: 'sign_in', method }), userId });
  const me = await meOf(ctx, outside, userId, hashOf(token));
  http.setSession(token, sessionSeconds);
  return me;
}

export async function signOut(ctx: PersonCtx, http: HttpFacts): Promise<Record<string, never>> {
  const here = tokenHashIn(http);
  if (here) await db.deleteSession(ctx.tx, here);
  await recordSignIn(ctx, { event: 'sign_out', userId: ctx.actor.userId });
  http.setSession(undefined);
  return {};
}

export async function listSessions(ctx: PersonCtx, http: HttpFacts, page: PageQuery): Promise<Page<Session>> {
  const { items, next } = await db.sessionsOf(ctx.tx, ctx.actor.userId, tokenHashIn(http), ctx.now, page);
  return { items: items.map(({ agent, ...session }) => ({ ...session, device: deviceOf(agent) })), next };
}

export async function endSession(
  ctx: PersonCtx,
  { sessionId }: { sessionId: string },
): Promise<Record<string, never>> {
  const ended = await db.deleteSessionOf(ctx.tx, ctx.actor.userId, sessionId);
  if (ended === 0) throw kitError('not_found', { sessionId });
  await recordSignIn(ctx, { event: 'session_ended', userId: ctx.actor.userId });
  return {};
}

/** Everywhere but in this browser; here as well when that is asked for. */
export async function endSessions(
  ctx: PersonCtx,
  http: HttpFacts,
  { everywhere = false }: { everywhere?: boolean | undefined },
): Promise<{ ended: number }> {
  const { userId } = ctx.actor;
  const ended = await db.deleteSessionsOf(ctx.tx, userId, everywhere ? undefined : tokenHashIn(http));
  await recordSignIn(ctx, { event: 'sign_out_everywhere', userId, details: { ended, everywhere } });
  if (everywhere) http.setSession(undefined);
  return { ended };
}

export async function listSignIns(ctx: PersonCtx, page: PageQuery): Promise<Page<SignInEvent>> {
  const { items, next } = await signInEventsOf(ctx.tx, ctx.actor.userId, page);
  return { items: items.map(({ agent, ...event }) => ({ ...event, device: deviceOf(agent) })), next };
}
