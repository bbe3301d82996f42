import { randomBytes } from 'node:crypto';
import type { Database } from '../../kit/db/database.ts';
import type { Samples } from '../../kit/http/sample.ts';
import { newId, UserId, uuidv7 } from '../../kit/ids.ts';
import { sql } from '../../kit/sql.ts';
import { administrationSamples } from './administration/testing.ts';
import { applicationsSamples } from './applications/testing.ts';
import { campaignsSamples } from './campaigns/testing.ts';
import { factorsSamples } from './factors/testing.ts';
import { profileSamples } from './profile/testing.ts';
import { insertPerson } from './sign-in/people.sql.ts';
import { insertSession } from './sign-in/sessions.sql.ts';
import { signInSamples } from './sign-in/testing.ts';
import { hashOf } from './sign-in/tickets.ts';
import { singleSignOnSamples } from './single-sign-on/testing.ts';
import type { Walk } from './walk.ts';

const dayMs = 24 * 3_600_000;

/** A person of their own for every test. They have no password: hashing one is slow, and few tests sign in. */
export async function newPerson(db: Database, now: Date, name = 'Test Person'): Promise<UserId> {
  const [id] = await newPeople(db, now, [name]);
  return id!;
}

/** In one transaction, for tests make more people than anything else. */
export async function newPeople(db: Database, now: Date, names: readonly string[]): Promise<UserId[]> {
  const people = names.map((name) => ({ id: newId(UserId), name }));
  await db.transaction({ kind: 'installation' }, async (tx) => {
    for (const { id, name } of people)
      await insertPerson(tx, { id, email: `${id}@test.local`, name, isDemo: false, createdAt: now });
  });
  return people.map(({ id }) => id);
}

/** Signed in without a password: the token for the session cookie. */
export async function newSession(db: Database, userId: UserId, now: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db.transaction({ kind: 'installation' }, (tx) =>
    insertSession(tx, {
      id: uuidv7(),
      tokenHash: hashOf(token),
      userId,
      createdAt: now,
      expiresAt: new Date(now.getTime() + 30 * dayMs),
    }),
  );
  return token;
}

/** Looks after the installation from now on. */
export const makeAdministrator = (db: Database, now: Date, id: UserId) =>
  db.transaction({ kind: 'installation' }, (tx) =>
    tx.run(sql`update identity.users set administrator_since = ${now} where id = ${id}`),
  );

export async function newAdministrator(db: Database, now: Date): Promise<UserId> {
  const id = await newPerson(db, now, 'Test Administrator');
  await makeAdministrator(db, now, id);
  return id;
}

export type { Walk } from './walk.ts';

/** A good input for every route, for the tests that walk them all. */
export const samples: Samples<Walk> = {
  ...administrationSamples,
  ...applicationsSamples,
  ...campaignsSamples,
  ...factorsSamples,
  ...profileSamples,
  ...signInSamples,
  ...singleSignOnSamples,
};
