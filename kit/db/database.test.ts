import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { newId, UserId } from '../ids.ts';
import { sql } from '../sql.ts';
import { testDatabase } from '../testing/database.ts';
import type { Database } from './database.ts';
import {
  at,
  insertWorkspace,
  N,
  Name,
  newWorkspace,
  onOneConnection,
  owner,
  workspaceNames,
} from './fixtures.ts';

const Context = z.object({
  role: z.string(),
  workspace: z.string(),
  person: z.string(),
  readOnly: z.string(),
});
const contextNow = sql`
  select current_user::text as role, coalesce(current_setting('app.workspace_id', true), '') as workspace,
         coalesce(current_setting('app.user_id', true), '') as person, current_setting('transaction_read_only') as read_only`;
/** What a connection must look like to whoever uses it next. */
const nothingLeft = { role: 'postgres', workspace: '', person: '', readOnly: 'off' };
describe('reader', () => {
  test('reads as the product, in its workspace, and cannot write', async () => {
    const db = await testDatabase();
    const { workspaceId, scope } = newWorkspace();
    const userId = newId(UserId);

    const seen = await db.reader({ ...scope, userId }).one(Context, contextNow);

    assert.deepEqual(seen, { role: 'app_server', workspace: workspaceId, person: userId, readOnly: 'on' });
    await assert.rejects(db.reader(scope).run(sql`delete from workspaces.locations`), { code: '25006' });
  });

  test('sees the workspace it names and no other', async () => {
    const db = await testDatabase();
    const [ours, theirs] = [newWorkspace(), newWorkspace()];
    await db.transaction(ours.scope, (tx) => insertWorkspace(tx, ours.workspaceId, 'Ours'));

    assert.deepEqual(await workspaceNames(db, ours.scope), [{ name: 'Ours' }]);
    assert.deepEqual(await workspaceNames(db, theirs.scope), []);
  });

  test('stands outside every workspace for a person and for the installation', async () => {
    const db = await testDatabase();
    const userId = newId(UserId);
    const nil = '00000000-0000-0000-0000-000000000000';

    const person = await db.reader({ kind: 'person', userId }).one(Context, contextNow);
    const installation = await db.reader({ kind: 'installation' }).one(Context, contextNow);

    assert.deepEqual(person, { role: 'app_server', workspace: nil, person: userId, readOnly: 'on' });
    assert.deepEqual(installation, { role: 'app_server', workspace: nil, person: '', readOnly: 'on' });
  });

  test('runs many statements at once on few connections', async () => {
    const db = await testDatabase();
    const { scope } = newWorkspace();
    const many = Array.from({ length: 50 }, (_, n) => db.reader(scope).one(N, sql`select ${n}::int as n`));
    assert.deepEqual(
      (await Promise.all(many)).map(({ n }) => n),
      Array.from({ length: 50 }, (_, n) => n),
    );
  });
});

describe('what a connection leaves to its next user', () => {
  test('is nothing after success, by reading and by writing', async () => {
    await onOneConnection(async (db) => {
      const { workspaceId, scope } = newWorkspace();
      await db.transaction(scope, (tx) => insertWorkspace(tx, workspaceId));
      await db.reader(scope).one(Context, contextNow);
      assert.deepEqual(await bare(db), nothingLeft);
    });
  });

  test('is nothing after an error, by reading and by writing', async () => {
    await onOneConnection(async (db) => {
      const { scope } = newWorkspace();
      await assert.rejects(db.reader(scope).run(sql`select 1 / 0`), { code: '22012' });
      assert.deepEqual(await bare(db), nothingLeft);
      await assert.rejects(
        db.transaction(scope, (tx) => tx.run(sql`select 1 / 0`)),
        { code: '22012' },
      );
      assert.deepEqual(await bare(db), nothingLeft);
    });
  });

  test('is nothing after a cancel', async () => {
    await onOneConnection(async (db) => {
      const { scope } = newWorkspace();
      const stop = new AbortController();
      const slow = db.reader(scope, { signal: stop.signal }).run(sql`select pg_sleep(0.5)`);
      setTimeout(() => stop.abort(new Error('gone')), 50);
      await assert.rejects(slow, /gone/);
      assert.deepEqual(await bare(db), nothingLeft);
    });
  });

  test('is nothing after a timeout, not even the timeout', async () => {
    await onOneConnection(async (db) => {
      const { scope } = newWorkspace();
      const slow = db.reader(scope, { statementTimeoutMs: 50 }).run(sql`select pg_sleep(0.5)`);
      await assert.rejects(slow, { code: 'stoa.timed_out' });
      assert.deepEqual(await bare(db), nothingLeft);
      await db.reader(scope).run(sql`select pg_sleep(0.2)`);
    });
  });

  /** The owner's scope sets nothing, so this sees what is there. */
  const bare = (db: Database) => db.transaction(owner, (tx) => tx.one(Context, contextNow));
});

describe('transaction', () => {
  test('commits what its work wrote', async () => {
    const db = await testDatabase();
    const { workspaceId, scope } = newWorkspace();
    const answer = await db.transaction(scope, async (tx) => {
      await insertWorkspace(tx, workspaceId);
      return 'done';
    });
    assert.equal(answer, 'done');
    assert.equal((await workspaceNames(db, scope)).length, 1);
  });

  test('leaves nothing behind when its work throws', async () => {
    const db = await testDatabase();
    const { workspaceId, scope } = newWorkspace();
    const work = db.transaction(scope, async (tx) => {
      await insertWorkspace(tx, workspaceId);
      throw new Error('later step');
    });
    await assert.rejects(work, /later step/);
    assert.deepEqual(await workspaceNames(db, scope), []);
  });

  test('fails when its work went on after a failed statement', async () => {
    const db = await testDatabase();
    const { workspaceId, scope } = newWorkspace();
    const work = db.transaction(scope, async (tx) => {
      await insertWorkspace(tx, workspaceId);
      await tx.run(sql`select 1 / 0`).catch(() => undefined);
    });
    await assert.rejects(work, { code: '22012' });
    assert.deepEqual(await workspaceNames(db, scope), []);
  });

  test('takes no connection when its work asks the database nothing', async () => {
    await onOneConnection(
      async (db) => {
        await db.transaction(owner, async (held) => {
          await held.run(sql`select 1`);
          assert.equal(await db.transaction(owner, async () => 7), 7);
        });
      },
      { waitMaxMs: 50 },
    );
  });

  test('writes what is last together with the commit, also when nothing else was written', async () => {
    const db = await testDatabase();
    const { workspaceId, scope } = newWorkspace();
    const last = () => sql`insert into workspaces.workspaces (id, name, created_at, updated_at)
                           values (${workspaceId}, 'Last', ${at}, ${at})`;
    await db.transaction(scope, async () => undefined, { last });
    assert.deepEqual(await workspaceNames(db, scope), [{ name: 'Last' }]);
  });

  test('is undone when what is last fails', async () => {
    const db = await testDatabase();
    const { workspaceId, scope } = newWorkspace();
    const work = db.transaction(scope, (tx) => insertWorkspace(tx, workspaceId), {
      last: () => sql`select 1 / 0`,
    });
    await assert.rejects(work, { code: '22012' });
    assert.deepEqual(await workspaceNames(db, scope), []);
  });

  test('is undone when its caller goes away', async () => {
    const db = await testDatabase();
    const { workspaceId, scope } = newWorkspace();
    const stop = new AbortController();
    const work = db.transaction(
      scope,
      async (tx) => {
        await insertWorkspace(tx, workspaceId);
        setTimeout(() => stop.abort(new Error('gone')), 30);
        await tx.run(sql`select pg_sleep(0.5)`);
      },
      { signal: stop.signal },
    );
    await assert.rejects(work, /gone/);
    assert.deepEqual(await workspaceNames(db, scope), []);
  });

  test('begins nothing for a caller who is gone already', async () => {
    const db = await testDatabase();
    const work = db.transaction(owner, (tx) => tx.run(sql`select 1`), {
      signal: AbortSignal.abort(new Error('gone')),
    });
    await assert.rejects(work, /gone/);
  });

  test('has the isolation that was asked for', async () => {
    const db = await testDatabase();
    const level = await db.transaction(
      owner,
      (tx) => tx.one(Name, sql`select current_setting('transaction_isolation') as name`),
      { isolation: 'serializable' },
    );
    assert.equal(level.name, 'serializable');
  });

  test('refuses statements after its end', async () => {
    const db = await testDatabase();
    const kept = await db.transaction(owner, async (tx) => tx);
    await assert.rejects(kept.run(sql`select 1`), /this transaction is over/);
  });

  test('runs statements that were sent together in their order', async () => {
    const db = await testDatabase();
    const both = await db.transaction(owner, (tx) =>
      Promise.all([tx.one(N, sql`select 1 as n`), tx.one(N, sql`select 2 as n`)]),
    );
    assert.deepEqual(both, [{ n: 1 }, { n: 2 }]);
  });

  test('says so when work inside it waits for a connection that it holds itself', async () => {
    await onOneConnection(
      async (db) => {
        const nested = db.transaction(owner, async (tx) => {
          await tx.run(sql`select 1`);
          await db.reader(owner).run(sql`select 1`);
        });
        await assert.rejects(nested, /instead of its tx/);
      },
      { waitMaxMs: 100 },
    );
  });

  test('gives its connection back when its work ends before a statement could begin', async () => {
    await onOneConnection(
      async (db) => {
        let late: Promise<number> | undefined;
        const work = db.transaction(owner, async (tx) => {
          late = tx.run(sql`select 1`);
          throw new Error('changed its mind');
        });
        await assert.rejects(work, /changed its mind/);
        await assert.rejects(late!, /this transaction is over/);
        await db.reader(owner).run(sql`select 1`);
      },
      { waitMaxMs: 100 },
    );
  });
});

describe('waiting for a connection', () => {
  test('ends when the caller goes away, and leaves the connection to the next', async () => {
    await onOneConnection(async (db) => {
      const stop = new AbortController();
      await db.transaction(owner, async (held) => {
        await held.run(sql`select 1`);
        const waiting = db.reader(owner, { signal: stop.signal }).run(sql`select 1`);
        stop.abort(new Error('gone'));
        await assert.rejects(waiting, /gone/);
      });
      assert.equal(await db.reader(owner).run(sql`select 1`), 1);
      assert.deepEqual(db.stats(), { open: 1, idle: 1, waiting: 0 });
    });
  });

  test('ends also for whoever asked in the moment in which another took the last free one', async () => {
    await onOneConnection(
      async (db) => {
        await db.ping(5_000);
        const stop = new AbortController();
        const over = Promise.withResolvers<void>();
        const holding = db.transaction(owner, async (held) => {
          await held.run(sql`select 1`);
          await over.promise;
        });
        const waiting = db.reader(owner, { signal: stop.signal }).run(sql`select 1`);
        stop.abort(new Error('gone'));
        await assert.rejects(waiting, /gone/).finally(over.resolve);
        await holding;
      },
      { waitMaxMs: 500 },
    );
  });

  test('is part of the time a ping has', async () => {
    await onOneConnection(async (db) => {
      await db.ping(5_000);
      await db.transaction(owner, async (held) => {
        await held.run(sql`select 1`);
        await assert.rejects(db.ping(20), { name: 'TimeoutError' });
      });
    });
  });
});
