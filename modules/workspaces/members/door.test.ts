import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { memberOf, type Role } from '../../../kit/ctx.ts';
import type { UserId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testGround } from '../../../kit/testing/ground.ts';
import { hashOf } from '../../identity/index.ts';
import { newWorkspace } from '../testing.ts';
import { openDoor } from './door.ts';

const opened: { close(): Promise<void> }[] = [];
after(async () => {
  for (const door of opened) await door.close();
});

async function door() {
  const { db, clock } = await testGround();
  const made = await openDoor(db, clock);
  opened.push(made);
  return made;
}

const shown = (sessionToken: string) => ({ sessionToken, bearer: undefined });

/** Asks again until the announcement has arrived; the test's own time limit is the bound. */
async function until(condition: () => Promise<boolean>) {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('the door', () => {
  test('knows a member by their session, and nobody by a made-up one', async () => {
    const { member, signIn, workspaceId } = await newWorkspace();
    const viewer = await member('viewer');
    const { person, member: memberAt } = await door();

    const token = await signIn(viewer.userId);

    assert.deepEqual(await memberAt(shown(token), workspaceId), viewer);
    assert.equal(await person(shown('made up')), undefined);
  });

  test('opens no other workspace', async () => {
    const [ours, theirs] = [await newWorkspace(), await newWorkspace()];
    const owner = await ours.member('owner');
    const { member } = await door();

    assert.equal(await member(shown(await ours.signIn(owner.userId)), theirs.workspaceId), undefined);
  });

  test('forgets a session as soon as it is ended anywhere', { timeout: 5_000 }, async () => {
    const { ground, ownerId, signIn } = await newWorkspace();
    const { person } = await door();
    const token = await signIn(ownerId);
    assert.ok(await person(shown(token)));

    await ground.db.transaction({ kind: 'installation' }, (tx) =>
      tx.run(sql`delete from identity.sessions where token_hash = ${hashOf(token)}`),
    );

    await until(async () => (await person(shown(token))) === undefined);
  });

  test('knows a new role as soon as it is given', { timeout: 5_000 }, async () => {
    const { system, member, signIn, workspaceId } = await newWorkspace();
    const person = await member('viewer');
    const { member: memberAt } = await door();
    const token = await signIn(person.userId);
    const role = async () => memberOf((await memberAt(shown(token), workspaceId))!)?.role;
    assert.equal(await role(), 'viewer' satisfies Role);

    await system.work((ctx) => ctx.tx.run(changeRole(person.userId, workspaceId)));

    await until(async () => (await role()) === 'admin');
  });
});

const changeRole = (userId: UserId, workspaceId: WorkspaceId) =>
  sql`update workspaces.members set role = 'admin' where user_id = ${userId} and workspace_id = ${workspaceId}`;
