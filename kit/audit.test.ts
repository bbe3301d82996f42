import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { changed } from './audit.ts';
import type { Actor } from './ctx.ts';
import type { Database } from './db/database.ts';
import { newId, UserId, WorkspaceId } from './ids.ts';
import { newWorkspace } from './jobs/testing.ts';
import { sql } from './sql.ts';
import { testGround } from './testing/ground.ts';
import { openCtxOf, workIn } from './work.ts';

const system: Actor = { kind: 'system' };
const Entry = z.object({
  workspaceId: z.string(),
  actorKind: z.string(),
  action: z.string(),
  changes: z.record(z.string(), z.unknown()),
  address: z.string().nullable(),
});
const entriesOf = (db: Database, workspaceId: string) =>
  db.reader({ kind: 'owner' }).many(
    Entry,
    sql`
      select workspace_id, actor_kind, action, changes, address
        from workspaces.audit_entries where workspace_id = ${workspaceId} order by id`,
  );
const renamed = {
  category: 'settings',
  action: 'workspaces.renamed',
  subject: { type: 'workspace' },
} as const;

describe('an entry of the trail', () => {
  test('is written in the transaction of the change, and goes when that does not hold', async () => {
    const ground = await testGround();
    const workspaceId = await newWorkspace(ground.db);
    await assert.rejects(
      workIn(ground, workspaceId, { actor: system }, async (ctx) => {
        await ctx.record(renamed);
        throw new Error('after all, no');
      }),
    );
    assert.deepEqual(await entriesOf(ground.db, workspaceId), []);

    await workIn(ground, workspaceId, { actor: system }, (ctx) => ctx.record(renamed));
    assert.equal((await entriesOf(ground.db, workspaceId)).length, 1);
  });

  test('says from where it came, and no secret', async () => {
    const ground = await testGround();
    const workspaceId = await newWorkspace(ground.db);
    const client = { address: '203.0.113.7', agent: 'a'.repeat(2_000) };
    await workIn(ground, workspaceId, { actor: system, client }, (ctx) =>
      ctx.record({
        ...renamed,
        changes: { name: { from: 'A', to: 'B' }, apiKey: { from: 'old', to: 'new' } },
      }),
    );
    const [entry] = await entriesOf(ground.db, workspaceId);
    assert.equal(entry!.address, '203.0.113.7');
    assert.deepEqual(entry!.changes.name, { from: 'A', to: 'B' });
    assert.doesNotMatch(JSON.stringify(entry!.changes), /old|new/);
  });

  test('tells a change that is too long in part, and does not fail for it', async () => {
    const ground = await testGround();
    const workspaceId = await newWorkspace(ground.db);
    const long = {
      from: 'a'.repeat(60_000),
      to: { list: Array.from({ length: 90 }, () => '字'.repeat(900)) },
    };
    const changes = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`field${i}`, long]));
    await workIn(ground, workspaceId, { actor: system }, (ctx) => ctx.record({ ...renamed, changes }));
    const [entry] = await entriesOf(ground.db, workspaceId);
    assert.match(JSON.stringify(entry!.changes.field0), /^{"to":"{\\"list.*…","from":"\\"a+…"}$/);
  });

  test('goes to the workspace one went into, and to no other', async () => {
    const ground = await testGround();
    const workspaceId = await newWorkspace(ground.db);
    const other = await newWorkspace(ground.db);
    await ground.db.transaction({ kind: 'workspace', workspaceId: other }, async (tx) => {
      const ctx = openCtxOf(ground, tx, { actor: system });
      await ctx.into(workspaceId, (inside) => inside.record(renamed));
      await ctx.record({ ...renamed, action: 'workspaces.back_again' });
    });
    assert.deepEqual(
      (await entriesOf(ground.db, workspaceId)).map(({ action }) => action),
      ['workspaces.renamed'],
    );
    assert.deepEqual(
      (await entriesOf(ground.db, other)).map(({ action }) => action),
      ['workspaces.back_again'],
    );
  });

  test('cannot be changed or removed by the server, nor put into another workspace', async () => {
    const ground = await testGround();
    const workspaceId = await newWorkspace(ground.db);
    const elsewhere = await newWorkspace(ground.db);
    await workIn(ground, workspaceId, { actor: system }, (ctx) => ctx.record(renamed));
    for (const statement of [
      sql`update workspaces.audit_entries set action = 'x.y'`,
      sql`delete from workspaces.audit_entries`,
      sql`truncate workspaces.audit_entries`,
      sql`
        insert into workspaces.audit_entries (workspace_id, id, actor_kind, category, action, subject_type, created_at)
        values (${elsewhere}, gen_random_uuid(), 'system', 'settings', 'x.y', 'z', now())`,
    ]) {
      await assert.rejects(
        workIn(ground, workspaceId, { actor: system }, (ctx) => ctx.tx.run(statement)),
        (error: Error) => /permission denied|row-level security/.test(String((error as any).cause ?? error)),
      );
    }
  });
});

describe('work that looks aside', () => {
  const settings = z.object({ workspaceId: z.string(), userId: z.string() });
  const asked = sql`
    select current_setting('app.workspace_id') as workspace_id, current_setting('app.user_id') as user_id`;

  test('sees the installation meanwhile, and its own workspace before and after', async () => {
    const ground = await testGround();
    const workspaceId = newId(WorkspaceId);
    const userId = newId(UserId);
    const seen = await ground.db.transaction({ kind: 'workspace', workspaceId, userId }, async (tx) => {
      const ctx = openCtxOf(ground, tx, { actor: system });
      const before = await tx.one(settings, asked);
      const aside = await ctx.aside((there) => there.one(settings, asked));
      return [before, aside, await tx.one(settings, asked)];
    });
    const nil = { workspaceId: '00000000-0000-0000-0000-000000000000', userId: '' };
    assert.deepEqual(seen, [{ workspaceId, userId }, nil, { workspaceId, userId }]);
  });
});

describe('what changed', () => {
  test('is only what is different', () => {
    const at = new Date(0);
    const before = { name: 'A', tags: ['x'], at };
    assert.deepEqual(changed(before, { name: 'B', tags: ['x'], at: new Date(0) }, ['name', 'tags', 'at']), {
      name: { from: 'A', to: 'B' },
    });
  });
});
