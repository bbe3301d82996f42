import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import pg from 'pg';
import { z } from 'zod';
import { UserId, WorkspaceId, newId } from '../ids.ts';
import { sql } from '../sql.ts';
import { scratchDatabase, testDatabase, testDatabaseUrl, testServerUrl } from '../testing/database.ts';
import type { Database, Scope, Tx } from './database.ts';
import { openDatabase } from './open.ts';

const at = new Date('2026-01-31T12:34:56.789Z');
const owner: Scope = { kind: 'owner' };
const Context = z.object({ role: z.string(), workspace: z.string(), person: z.string(), readOnly: z.string() });
const contextNow = sql`
  select current_user::text as role, coalesce(current_setting('app.workspace_id', true), '') as workspace,
         coalesce(current_setting('app.user_id', true), '') as person, current_setting('transaction_read_only') as read_only`;
/** What a connection must look like to whoever uses it next. */
const nothingLeft = { role: 'postgres', workspace: '', person: '', readOnly: 'off' };
const Name = z.object({ name: z.string() });
const N = z.object({ n: z.number() });

const newWorkspace = () => {
  const workspaceId = newId(WorkspaceId);
  return { workspaceId, scope: { kind: 'workspace', workspaceId } satisfies Scope };
};
const insertWorkspace = (tx: Tx, id: WorkspaceId, name = 'Corner shop') =>
  tx.run(sql`insert into workspaces.workspaces (id, name, created_at, updated_at) values (${id}, ${name}, ${at}, ${at})`);
const names = (db: Database, scope: Scope) => db.reader(scope).many(Name, sql`select name from workspaces.workspaces`);

/** With one connection, whatever it leaves behind is met by the next statement. */
async function oneConnection(options: { statementTimeoutMs?: number; waitMaxMs?: number } = {}) {
  return openDatabase({ url: await testDatabaseUrl(), embedded: !testServerUrl, connectionsMax: 1, ...options });
}

async function using<T>(db: Database, work: (db: Database) => Promise<T>): Promise<T> {
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

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

    assert.deepEqual(await names(db, ours.scope), [{ name: 'Ours' }]);
    assert.deepEqual(await names(db, theirs.scope), []);
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
    await using(await oneConnection(), async (db) => {
      const { workspaceId, scope } = newWorkspace();
      await db.transaction(scope, (tx) => insertWorkspace(tx, workspaceId));
      await db.reader(scope).one(Context, contextNow);
      assert.deepEqual(await bare(db), nothingLeft);
    });
  });

  test('is nothing after an error, by reading and by writing', async () => {
    await using(await oneConnection(), async (db) => {
      const { scope } = newWorkspace();
      await assert.rejects(db.reader(scope).run(sql`select 1 / 0`), { code: '22012' });
      assert.deepEqual(await bare(db), nothingLeft);
      await assert.rejects(db.transaction(scope, (tx) => tx.run(sql`select 1 / 0`)), { code: '22012' });
      assert.deepEqual(await bare(db), nothingLeft);
    });
  });

  test('is nothing after a cancel', async () => {
    await using(await oneConnection(), async (db) => {
      const { scope } = newWorkspace();
      const stop = new AbortController();
      const slow = db.reader(scope, { signal: stop.signal }).run(sql`select pg_sleep(0.5)`);
      setTimeout(() => stop.abort(new Error('gone')), 50);
      await assert.rejects(slow, /gone/);
      assert.deepEqual(await bare(db), nothingLeft);
    });
  });

  test('is nothing after a timeout, not even the timeout', async () => {
    await using(await oneConnection(), async (db) => {
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
    assert.equal((await names(db, scope)).length, 1);
  });

  test('leaves nothing behind when its work throws', async () => {
    const db = await testDatabase();
    const { workspaceId, scope } = newWorkspace();
    const work = db.transaction(scope, async (tx) => {
      await insertWorkspace(tx, workspaceId);
      throw new Error('later step');
    });
    await assert.rejects(work, /later step/);
    assert.deepEqual(await names(db, scope), []);
  });

  test('fails when its work went on after a failed statement', async () => {
    const db = await testDatabase();
    const { workspaceId, scope } = newWorkspace();
    const work = db.transaction(scope, async (tx) => {
      await insertWorkspace(tx, workspaceId);
      await tx.run(sql`select 1 / 0`).catch(() => undefined);
    });
    await assert.rejects(work, { code: '22012' });
    assert.deepEqual(await names(db, scope), []);
  });

  test('takes no connection when its work asks the database nothing', async () => {
    const db = await openDatabase({ url: await testDatabaseUrl(), embedded: !testServerUrl, connectionsMax: 1, waitMaxMs: 50 });
    await using(db, async () => {
      await db.transaction(owner, async (held) => {
        await held.run(sql`select 1`);
        assert.equal(await db.transaction(owner, async () => 7), 7);
      });
    });
  });

  test('writes what is last together with the commit, also when nothing else was written', async () => {
    const db = await testDatabase();
    const { workspaceId, scope } = newWorkspace();
    const last = () => sql`insert into workspaces.workspaces (id, name, created_at, updated_at)
                           values (${workspaceId}, 'Last', ${at}, ${at})`;
    await db.transaction(scope, async () => undefined, { last });
    assert.deepEqual(await names(db, scope), [{ name: 'Last' }]);
  });

  test('is undone when what is last fails', async () => {
    const db = await testDatabase();
    const { workspaceId, scope } = newWorkspace();
    const work = db.transaction(scope, (tx) => insertWorkspace(tx, workspaceId), { last: () => sql`select 1 / 0` });
    await assert.rejects(work, { code: '22012' });
    assert.deepEqual(await names(db, scope), []);
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
    assert.deepEqual(await names(db, scope), []);
  });

  test('begins nothing for a caller who is gone already', async () => {
    const db = await testDatabase();
    const work = db.transaction(owner, (tx) => tx.run(sql`select 1`), { signal: AbortSignal.abort(new Error('gone')) });
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
    await using(await oneConnection({ waitMaxMs: 100 }), async (db) => {
      const nested = db.transaction(owner, async (tx) => {
        await tx.run(sql`select 1`);
        await db.reader(owner).run(sql`select 1`);
      });
      await assert.rejects(nested, /instead of its tx/);
    });
  });
});

describe('rows', () => {
  test('come as the types that lose nothing', async () => {
    const db = await testDatabase();
    const Row = z.object({
      money: z.bigint(),
      share: z.string(),
      dayOn: z.string(),
      madeAt: z.date(),
      tags: z.array(z.string().nullable()),
      sums: z.array(z.bigint()),
      detail: z.object({ a: z.number() }),
      raw: z.instanceof(Buffer),
      none: z.null(),
    });
    const sent = { tags: ['a"b\\c', null, 'x,y', ''], raw: Buffer.from([0, 255]) };
    const row = await db.reader(owner).one(
      Row,
      sql`select ${9007199254740993n}::bigint as money, 1.10::numeric as share, date '2026-01-31' as day_on,
                 ${at}::timestamptz as made_at, ${sent.tags}::text[] as tags, ${[1n, 2n]}::bigint[] as sums,
                 ${{ a: 1 }}::jsonb as detail, ${sent.raw}::bytea as raw, ${undefined}::text as none`,
    );
    assert.deepEqual(row, {
      money: 9007199254740993n,
      share: '1.10',
      dayOn: '2026-01-31',
      madeAt: at,
      tags: sent.tags,
      sums: [1n, 2n],
      detail: { a: 1 },
      raw: sent.raw,
      none: null,
    });
  });

  test('carry instants of every form', async () => {
    const db = await testDatabase();
    const instants = ['2026-01-31T00:00:00.000Z', '0001-01-01T00:00:00.001Z', '9999-12-31T23:59:59.120Z'];
    const Row = z.object({ at: z.date() });
    const rows = await db.reader(owner).many(Row, sql`select unnest(${instants}::timestamptz[]) as at`);
    assert.deepEqual(rows.map((row) => row.at.toISOString()), instants);
  });

  test('are refused when they have another shape, naming the column and the statement', async () => {
    const db = await testDatabase();
    await assert.rejects(db.reader(owner).many(N, sql`select 'x' as n`), /another shape[\s\S]*\bn\b[\s\S]*select 'x' as n/);
  });

  test('are counted where exactly one or at most one was promised', async () => {
    const db = await testDatabase();
    const read = db.reader(owner);
    assert.equal(await read.maybeOne(N, sql`select 1 as n where false`), undefined);
    await assert.rejects(read.one(N, sql`select 1 as n where false`), /expected one row, got 0/);
    await assert.rejects(read.maybeOne(N, sql`select generate_series(1, 2) as n`), /at most one row, got 2/);
  });

  test('count what a write touched', async () => {
    const db = await testDatabase();
    assert.equal(await db.transaction(owner, (tx) => tx.run(sql`select generate_series(1, 3)`)), 3);
  });
});

describe('prepared statements', () => {
  test('go on after the table they read has changed', async () => {
    const scratch = await scratchDatabase({ migrated: false });
    const db = await scratch.open();
    await db.transaction(owner, (tx) => tx.run(sql`create table things (n integer)`));
    const all = sql`select * from things`;
    const read = () => db.reader(owner).many(z.looseObject({}), all);
    await db.transaction(owner, (tx) => tx.run(sql`insert into things values (1)`));
    assert.deepEqual(await read(), [{ n: 1 }]);
    await db.transaction(owner, (tx) => tx.run(sql`alter table things add column m integer default 2`));
    assert.deepEqual(await read(), [{ n: 1, m: 2 }]);
    await scratch.close();
  });

  test('are prepared again after they failed to be', async () => {
    await using(await oneConnection(), async (db) => {
      const select = sql`select n from prepared_late`;
      await assert.rejects(db.transaction(owner, (tx) => tx.many(N, select)), { code: '42P01' });
      const found = await db.transaction(owner, async (tx) => {
        await tx.run(sql`create temp table prepared_late on commit drop as select 1 as n`);
        return tx.many(N, select);
      });
      assert.deepEqual(found, [{ n: 1 }]);
    });
  });

  test('stay few on a connection, however many texts there are', async () => {
    await using(await oneConnection(), async (db) => {
      for (let i = 0; i < 600; i++) await db.reader(owner).one(N, sql`select ${sql.trusted(String(i))} as n`);
      const kept = sql`select count(*)::int as n from pg_prepared_statements where statement ~ '^select [0-9]+ as n$'`;
      const { n } = await db.reader(owner).one(N, kept);
      assert.ok(n > 400 && n <= 500, `${n} are prepared`);
    });
  });
});

describe('asDb', () => {
  test('speaks in the same transaction, with names as they are', async () => {
    const db = await testDatabase();
    const rows = await db.transaction(owner, async (tx) => {
      await tx.asDb.executeSql('create temp table as_db (a_b int) on commit drop; insert into as_db values (1)');
      return (await tx.asDb.executeSql('select a_b, $1::bigint as big from as_db', [5])).rows;
    });
    assert.deepEqual(rows, [{ a_b: 1, big: '5' }]);
  });
});

describe('listen', () => {
  test('hears every note on its channels, and none after it stopped', async () => {
    const db = await testDatabase();
    const heard: string[] = [];
    const arrived = Promise.withResolvers<void>();
    const stop = await db.listen('stoa_one', (payload) => heard.push(payload));
    await db.listen('Stoa "two"', () => arrived.resolve());

    await db.transaction(owner, async (tx) => {
      await tx.run(sql`select pg_notify('stoa_one', 'a')`);
      await tx.run(sql`select pg_notify('stoa_one', 'b')`);
      await tx.run(sql`select pg_notify('Stoa "two"', '')`);
    });
    await arrived.promise;
    assert.deepEqual(heard, ['a', 'b']);

    await stop();
    await db.transaction(owner, (tx) => tx.run(sql`select pg_notify('stoa_one', 'c'), pg_notify('Stoa "two"', '')`));
    await db.ping(1000);
    assert.deepEqual(heard, ['a', 'b']);
  });

  test('hears nothing of what was rolled back', async () => {
    const db = await testDatabase();
    const heard: string[] = [];
    const arrived = Promise.withResolvers<void>();
    await db.listen('stoa_undone', (payload) => {
      heard.push(payload);
      if (payload === 'end') arrived.resolve();
    });
    const undone = db.transaction(owner, async (tx) => {
      await tx.run(sql`select pg_notify('stoa_undone', 'never')`);
      throw new Error('undone');
    });
    await assert.rejects(undone, /undone/);
    await db.transaction(owner, (tx) => tx.run(sql`select pg_notify('stoa_undone', 'end')`));
    await arrived.promise;
    assert.deepEqual(heard, ['end']);
  });
});

describe('ifAlone', () => {
  test('lets one in at a time, and the next one after it', async () => {
    const db = await testDatabase();
    const second = await openDatabase({ url: await testDatabaseUrl(), embedded: !testServerUrl });
    await using(second, async () => {
      const answers = await db.ifAlone('sweep', async () => {
        await db.transaction(owner, (tx) => tx.run(sql`select 1`));
        return [await db.ifAlone('sweep', async () => 'twice'), await second.ifAlone('sweep', async () => 'twice')];
      });
      assert.deepEqual(answers, [undefined, undefined]);
      assert.equal(await second.ifAlone('sweep', async () => 'next'), 'next');
    });
  });

  test('gives different names to different workers, and the name back when the work throws', async () => {
    const db = await testDatabase();
    const both = await db.ifAlone('one', () => db.ifAlone('two', async () => 'both'));
    assert.equal(both, 'both');
    const failing = db.ifAlone('three', () => Promise.reject(new Error('broke')));
    await assert.rejects(failing, /broke/);
    assert.equal(await db.ifAlone('three', async () => 'again'), 'again');
  });
});

if (testServerUrl) {
  describe('two sessions at once', () => {
    const prepare = async (db: Database) => {
      const [a, b] = [newWorkspace(), newWorkspace()];
      for (const { workspaceId, scope } of [a, b]) await db.transaction(scope, (tx) => insertWorkspace(tx, workspaceId));
      return [a.workspaceId, b.workspaceId] as const;
    };
    const rename = (tx: Tx, id: WorkspaceId) => tx.run(sql`update workspaces.workspaces set name = name || '!' where id = ${id}`);
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

    test('a statement whose caller went away stops on the server', async () => {
      const db = await testDatabase();
      const stop = new AbortController();
      const slow = db.reader(owner, { signal: stop.signal }).run(sql`select pg_sleep(60) /* abandoned */`);
      const running = sql`select count(*)::int as n from pg_stat_activity
                           where query like '%/* abandoned */' and state = 'active' and pid <> pg_backend_pid()`;
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
      assert.equal((await names(db, scope)).length, 1);
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
}
