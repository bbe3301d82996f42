import { hash, randomBytes } from 'node:crypto';
import type { OpenCtx, PersonCtx } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import { uuidv7 } from '../../../kit/ids.ts';
import { identityError, type Me, sessionDays } from '../contract.ts';
import { passwordFits } from './passwords.ts';
import * as db from './people.sql.ts';

const sessionSeconds = sessionDays * 24 * 3600;
const tokenBytes = 32;
const purgedAtOnceMax = 5_000;

/** The answer to a wrong address and to a wrong password is the same, and takes the same time. */
export async function signIn(
  ctx: OpenCtx,
  input: { email: string; password: string },
  http: HttpFacts,
): Promise<Me> {
  const person = await db.findPersonWithPassword(ctx.tx, input.email.toLowerCase());
  const fits = await passwordFits(input.password, person?.hash);
  if (!person || !fits) throw identityError('credentials_do_not_match');

  const token = randomBytes(tokenBytes).toString('base64url');
  await db.insertSession(ctx.tx, {
    id: uuidv7(ctx.now.getTime()),
    tokenHash: hashOf(token),
    userId: person.id,
    createdAt: ctx.now,
    expiresAt: new Date(ctx.now.getTime() + sessionSeconds * 1000),
  });
  http.setSession(token, sessionSeconds);
  return { id: person.id, email: person.email, name: person.name };
}

export async function signOut(ctx: PersonCtx, http: HttpFacts): Promise<Record<string, never>> {
  if (http.sessionToken) await db.deleteSession(ctx.tx, hashOf(http.sessionToken));
  http.setSession(undefined);
  return {};
}

export async function getMe(ctx: PersonCtx): Promise<Me> {
  const me = await db.findPerson(ctx.tx, ctx.actor.userId);
  if (!me) throw kitError('not_signed_in');
  return me;
}

/** A session that has run out opens nothing any more; its row is only kept until somebody tidies up. */
export async function purgeSessions(ctx: OpenCtx): Promise<void> {
  await db.deleteSessionsExpiredBefore(ctx.tx, ctx.now, purgedAtOnceMax);
}

/** Only the hash is stored: who reads the table cannot sign in with what they read. */
export const hashOf = (token: string): Buffer => hash('sha256', token, 'buffer');
