import type { OpenCtx } from '../../../kit/ctx.ts';
import { newId, UserId } from '../../../kit/ids.ts';
import type { Me } from './contract.ts';
import { hashPassword } from './passwords.ts';
import * as db from './people.sql.ts';

/** Answers undefined when the address is taken already. */
export async function addPerson(
  ctx: OpenCtx,
  input: { id?: UserId; email: string; name: string; password: string; isDemo?: boolean },
): Promise<Me | undefined> {
  const hash = await hashPassword(input.password);
  const person = await db.insertPerson(ctx.tx, {
    id: input.id ?? newId(UserId, ctx.now.getTime()),
    email: input.email.toLowerCase(),
    name: input.name,
    isDemo: input.isDemo ?? false,
    createdAt: ctx.now,
  });
  if (person) await db.setPasswordHash(ctx.tx, person.id, hash, ctx.now);
  return person;
}
