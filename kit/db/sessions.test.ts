import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import pg from 'pg';
import type { WorkspaceId } from '../ids.ts';
import { sql } from '../sql.ts';
import { scratchDatabase, testDatabase, testServerUrl } from '../testing/database.ts';
import type { Database, Tx } from './database.ts';
import { insertWorkspace, N, Name, newWorkspace, owner, workspaceNames } from './fixtures.ts';

describe('two sessions at once', {
  skip: testServerUrl ? false : 'the embedded database has one session',
}, () => {
  const prepare = async (db: Database) => {
    const [a, b] = [newWorkspace(), newWorkspace()];
    for (const { workspaceId, scope } of [a, b])
      await db.transaction(scope, (tx) => insertWorkspace(tx, workspaceId));
    return [a.workspaceId, b.workspaceId] as const;
  };
  const rename = (tx: Tx, id: WorkspaceId) =>
    tx.run(sql`update workspaces.workspaces set name = name || '!' where id = ${id}`);
  const nameOf = async (db: Database, id: WorkspaceId) =>
    (await db.reader(owner).one(Name, sql`select name from workspaces.workspaces where id = ${id}`)).name;

  test('both come through a deadlock, each applied once', async () => {
    const db = await testDatabase();
    const [a, b] = await prepare(db);
    let attempts = 0;
    const bothHold = Promise.withResolvers<void>();
    const cross = (first: WorkspaceId, then: WorkspaceId) =>
      db.transaction(owner, async (tx) => {
        await tx.run(sql`set local deadlock_timeout = '20ms'`);
        await rename(tx, first);
        attempts += 1;
        if (attempts === 2) bothHold.resolve();
        await bothHold.promise;
        await rename(tx, then);
      });
    await Promise.all([cross(a, b), cross(b, a)]);
    assert.equal(attempts, 3);
    assert.deepEqual([await nameOf(db, a), await nameOf(db, b)], ['Corner shop!!', 'Corner shop!!']);
  });

  test('run again from the start after a serialization failure, even when the work wrapped it', async () => {
    const db = await testDatabase();
    const [a] = await prepare(db);
    let attempts = 0;
    await db.transaction(
      owner,
      async (tx) => {
        attempts += 1;
        await nameInside(tx, a);
        if (attempts === 1) await db.transaction(owner, (other) => rename(other, a));
        await rename(tx, a).catch((cause: unknown) => {
          throw new Error('renaming failed', { cause });
        });
      },
      { isolation: 'repeatable read' },
    );
    assert.equal(attempts, 2);
    assert.equal(await nameOf(db, a), 'Corner shop!!');
  });
  const nameInside = (tx: Tx, id: WorkspaceId) =>
    tx.one(Name, sql`select name from workspaces.workspaces where id = ${id}`);

  test('give up after some attempts with a conflict', async () => {
    const db = await testDatabase();
    let attempts = 0;
    const work = db.transaction(owner, async (tx) => {
      attempts += 1;
      await tx.run(sql`do $$ begin raise exception 'always' using errcode = '40001'; end $$`);
    });
    await assert.rejects(work, { code: 'stoa.conflict' });
    assert.equal(attempts, 5);
  });

  test('a statement whose caller went away stops on the server', { timeout: 20_000 }, async () => {
    const db = await testDatabase();
    const stop = new AbortController();
    const slow = db
      .reader(owner, { signal: stop.signal, statementTimeoutMs: 600_000 })
      .run(sql`select pg_sleep(600) /* abandoned */`);
    const running = sql`select count(*)::int as n from pg_stat_activity
                           where query like '%/* abandoned */' and state = 'active' and datname = current_database() and pid <> pg_backend_pid()`;
    while ((await db.reader(owner).one(N, running)).n === 0);
    stop.abort(new Error('gone'));
    await assert.rejects(slow, /gone/);
    while ((await db.reader(owner).one(N, running)).n > 0);
  });

  test('a transaction whose connection is lost before its commit is run again', async () => {
    const db = await testDatabase();
    let attempts = 0;
    const { workspaceId, scope } = newWorkspace();
    await db.transaction(scope, async (tx) => {
      attempts += 1;
      await insertWorkspace(tx, workspaceId);
      const { n } = await tx.one(N, sql`select pg_backend_pid() as n`);
      if (attempts === 1) await end(db, n);
      await tx.run(sql`select 1`);
    });
    assert.equal(attempts, 2);
    assert.equal((await workspaceNames(db, scope)).length, 1);
  });

  test('a connection lost during the commit is told apart, and nothing is run again', async () => {
    const db = await testDatabase();
    let attempts = 0;
    const work = db.transaction(
      owner,
      async (tx) => {
        attempts += 1;
        await tx.run(sql`select 1`);
      },
      { last: () => sql`select pg_terminate_backend(pg_backend_pid())` },
    );
    await assert.rejects(work, { name: 'CommitUnknownError' });
    assert.equal(attempts, 1);
  });

  test('listening goes on after its connection broke, and the gap is told', async () => {
    const scratch = await scratchDatabase();
    const db = await scratch.open();
    const [gap, heard] = [Promise.withResolvers<void>(), Promise.withResolvers<string>()];
    await db.listen('stoa_gap', heard.resolve, gap.resolve);
    const client = new pg.Client(scratch.url);
    await client.connect();
    await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
                           where datname = current_database() and query like 'listen%'`);
    await gap.promise;
    await client.query(`select pg_notify('stoa_gap', 'after')`);
    assert.equal(await heard.promise, 'after');
    await client.end();
    await scratch.close();
  });

  const end = (db: Database, pid: number) => db.reader(owner).run(sql`select pg_terminate_backend(${pid})`);
});
