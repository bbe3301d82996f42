import { randomBytes } from 'node:crypto';
import type { Database } from '../../kit/db/database.ts';
import type { Samples } from '../../kit/http/sample.ts';
import { newId, UserId } from '../../kit/ids.ts';
import { type Ground, openCtxOf } from '../../kit/work.ts';
import { insertPerson, insertSession } from './people.sql.ts';
import { addPerson } from './people.ts';
import { hashOf } from './sessions.ts';

const dayMs = 24 * 3_600_000;

/** A person of their own for every test. They have no password: hashing one is slow, and few tests sign in. */
export async function newPerson(db: Database, now: Date, name = 'Test Person'): Promise<UserId> {
  const id = newId(UserId);
  await db.transaction({ kind: 'installation' }, (tx) =>
    insertPerson(tx, { id, email: `${id}@test.local`, name, isDemo: false, createdAt: now }),
  );
  return id;
}

/** Signed in without a password: the token for the session cookie. */
export async function newSession(db: Database, userId: UserId, now: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db.transaction({ kind: 'installation' }, (tx) =>
    insertSession(tx, {
      tokenHash: hashOf(token),
      userId,
      createdAt: now,
      expiresAt: new Date(now.getTime() + 30 * dayMs),
    }),
  );
  return token;
}

const password = 'a long walk';

/** A good input for every route, for the tests that walk them all. */
export const samples: Samples<{ readonly ground: Ground }> = {
  'POST /session': async ({ ground }) => {
    const email = `${newId(UserId)}@test.local`;
    await ground.db.transaction({ kind: 'installation' }, (tx) =>
      addPerson(openCtxOf(ground, tx, { actor: { kind: 'system' } }), { email, name: 'Test', password }),
    );
    return { body: { email, password } };
  },
  'DELETE /session': async () => ({}),
  'GET /me': async () => ({}),
};
