import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Change } from '../../../kit/audit.ts';
import type { Actor } from '../../../kit/ctx.ts';
import { ApiKeyId, newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { workIn } from '../../../kit/work.ts';
import { newWorkspace, type TestWorkspace } from '../testing.ts';
import * as wire from './contract.ts';
import { AuditEntryId, type AuditFilters, type AuditLine } from './contract.ts';
import { addEntries } from './testing.ts';
import { lookedThroughMax } from './trail.sql.ts';
import { getAuditEntry, listAuditEntries } from './trail.ts';

const renamed: Change = {
  category: 'settings',
  action: 'testing.renamed',
  subject: { type: 'workspace', id: 'w1' },
};
const page = { limit: 50 };
const record = (w: TestWorkspace, actor: Actor, change: Change) => w.as(actor, (ctx) => ctx.record(change));
/** What this test did: making the workspace left entries as well. */
async function list(
  w: TestWorkspace,
  actor: Actor,
  filters: AuditFilters & { after?: string; limit?: number } = {},
) {
  const found = await w.reading(actor, (ctx) => listAuditEntries(ctx, { ...page, ...filters }));
  return { ...found, items: found.items.filter(({ action }) => action.startsWith('testing.')) };
}
const actionsOf = ({ items }: { items: readonly AuditLine[] }) => items.map(({ action }) => action);

describe('the trail', () => {
  test('CR-19 says who did what to what, from where, and what changed', async () => {
    const w = await newWorkspace();
    const admin = await w.member('admin');
    const caller = { actor: admin, client: { address: '203.0.113.7', agent: 'Firefox' }, requestId: 'r1' };
    await workIn(w.ground, w.workspaceId, caller, (ctx) =>
      ctx.record({ ...renamed, changes: { name: { from: 'A', to: 'B' }, password: { from: 'x', to: 'y' } } }),
    );

    const { items } = await list(w, admin);
    const entry = await w.reading(admin, (ctx) => getAuditEntry(ctx, { entryId: items[0]!.id }));

    assert.deepEqual(items[0]!.changedFields, ['name', 'password']);
    assert.deepEqual(entry, {
      id: items[0]!.id,
      createdAt: w.ground.clock.now(),
      actor: { kind: 'member', userId: admin.userId, name: 'Test admin', keyId: null, keyName: null },
      category: 'settings',
      action: 'testing.renamed',
      subjectType: 'workspace',
      subjectId: 'w1',
      succeeded: true,
      errorCode: null,
      address: '203.0.113.7',
      changes: { name: { from: 'A', to: 'B' }, password: { from: '[hidden]', to: '[hidden]' } },
      agent: 'Firefox',
      requestId: 'r1',
    });
  });

  test('names the key that was used, and who made it', async () => {
    const w = await newWorkspace();
    const maker = await w.member('admin');
    const keyId = newId(ApiKeyId);
    await w.system.work((ctx) =>
      ctx.tx.run(sql`
        insert into workspaces.api_keys (workspace_id, id, name, token_hash, hint, permissions, made_by, created_at)
        values (${w.workspaceId}, ${keyId}, 'Nightly', sha256('t'), 'abcd', '{workspaces.read}', ${maker.memberId},
                ${ctx.now})`),
    );
    await record(w, { kind: 'key', keyId, permissions: [], maker }, renamed);

    const [line] = (await list(w, maker, { actorKeyId: keyId })).items;

    assert.deepEqual(line!.actor, {
      kind: 'key',
      userId: maker.userId,
      name: 'Test admin',
      keyId,
      keyName: 'Nightly',
    });
  });

  test('stays readable when who did it has left, and when they are gone altogether', async () => {
    const w = await newWorkspace();
    const [admin, leaver] = [await w.member('admin'), await w.member('admin')];
    await record(w, leaver, renamed);
    const nameSeen = async () => (await list(w, admin)).items.map(({ actor }) => [actor.userId, actor.name]);

    await w.system.work((ctx) =>
      ctx.tx.run(sql`delete from workspaces.members where id = ${leaver.memberId}`),
    );
    assert.deepEqual(await nameSeen(), [[leaver.userId, 'Test admin']]);

    await w.ground.db.transaction({ kind: 'installation' }, (tx) =>
      tx.run(sql`delete from identity.users where id = ${leaver.userId}`),
    );
    assert.deepEqual(await nameSeen(), [[null, null]]);
  });

  test('is for those who look after the workspace', async () => {
    const w = await newWorkspace();
    for (const role of ['manager', 'member', 'viewer'] as const) {
      const actor = await w.member(role);
      await assert.rejects(list(w, actor), { code: 'stoa.not_permitted' });
    }
  });

  test("cannot tell another workspace's entry from none at all", async () => {
    const [ours, theirs] = [await newWorkspace(), await newWorkspace()];
    const [owner, stranger] = [await ours.member('owner'), await theirs.member('owner')];
    await record(theirs, stranger, renamed);
    const [entry] = (await list(theirs, stranger)).items;

    for (const entryId of [entry!.id, newId(AuditEntryId)]) {
      await assert.rejects(
        ours.reading(owner, (ctx) => getAuditEntry(ctx, { entryId })),
        { code: 'workspaces.audit_entry_not_found', status: 404 },
      );
    }
    assert.deepEqual((await list(ours, owner)).items, []);
  });
});

describe('sifting the trail', () => {
  const changes: Change[] = [
    renamed,
    { ...renamed, category: 'membership', action: 'testing.member_added' },
    {
      category: 'membership',
      action: 'testing.member_removed',
      subject: { type: 'member', id: '100%_\u00c5sa' },
      errorCode: 'workspaces.last_owner',
    },
  ];
  const wanted: [what: string, filters: AuditFilters, found: string[]][] = [
    ['by category', { category: 'settings' }, ['testing.renamed']],
    ['by an action', { action: 'testing.renamed' }, ['testing.renamed']],
    [
      'by how an action begins',
      { action: 'testing.member_' },
      ['testing.member_removed', 'testing.member_added'],
    ],
    ['by thing', { subjectType: 'workspace', subjectId: 'w1' }, ['testing.member_added', 'testing.renamed']],
    ['by kind of thing', { subjectType: 'member' }, ['testing.member_removed']],
    ['by id of thing', { subjectId: '100%_\u00c5sa' }, ['testing.member_removed']],
    ['by what was refused', { succeeded: false }, ['testing.member_removed']],
    ['by what was done', { succeeded: true }, ['testing.member_added', 'testing.renamed']],
    ['by words, whatever their case', { q: 'RENAMED' }, ['testing.renamed']],
    ['by words that mean something to SQL', { q: '0%_\u00e5' }, ['testing.member_removed']],
    ['by several at once', { category: 'membership', succeeded: true }, ['testing.member_added']],
    ['for what is not there', { q: 'nothing like it' }, []],
  ];
  for (const [what, filters, found] of wanted) {
    test(`finds ${what}`, async () => {
      const w = await newWorkspace();
      const admin = await w.member('admin');
      for (const change of changes) {
        await record(w, admin, change);
        w.ground.clock.move(1_000);
      }
      assert.deepEqual(actionsOf(await list(w, admin, filters)), found);
    });
  }

  test('finds what one person did', async () => {
    const w = await newWorkspace();
    const [admin, other] = [await w.member('admin'), await w.member('admin')];
    await record(w, admin, renamed);
    await record(w, other, { ...renamed, action: 'testing.other' });
    assert.deepEqual(actionsOf(await list(w, admin, { actorUserId: other.userId })), ['testing.other']);
  });

  test('takes the first moment of a time for part of it, and the last for past it', async () => {
    const w = await newWorkspace();
    const admin = await w.member('admin');
    const at: Date[] = [];
    for (const action of ['testing.first', 'testing.second', 'testing.third']) {
      at.push(w.ground.clock.now());
      await record(w, admin, { ...renamed, action });
      w.ground.clock.move(60_000);
    }
    assert.deepEqual(actionsOf(await list(w, admin, { from: at[1]!, to: at[2]! })), ['testing.second']);
  });

  test('reads every entry once, newest first, also when some are added meanwhile', async () => {
    const w = await newWorkspace();
    const admin = await w.member('admin');
    const add = async (n: number) => {
      w.ground.clock.move(1_000);
      await record(w, admin, { ...renamed, subject: { type: 'note', id: String(n) } });
    };
    for (const n of [1, 2, 3, 4, 5]) await add(n);

    const seen: (string | null)[] = [];
    let after: string | undefined;
    do {
      const { items, next } = await list(w, admin, { limit: 2, ...(after && { after }) });
      seen.push(...items.map(({ subjectId }) => subjectId));
      if (seen.length === 2) await add(6);
      after = next ?? undefined;
    } while (after);

    assert.deepEqual(seen, ['5', '4', '3', '2', '1']);
  });

  test('looks through so many entries for a page, and says from where to look on', async () => {
    const w = await newWorkspace();
    const admin = await w.member('admin');
    await record(w, admin, renamed);
    w.ground.clock.move(60_000);
    await w.system.work((ctx) => addEntries(ctx, lookedThroughMax));

    const first = await list(w, admin, { q: 'renamed' });
    assert.deepEqual(first.items, []);
    assert.ok(first.next);
    const second = await list(w, admin, { q: 'renamed', after: first.next });
    assert.deepEqual([actionsOf(second), second.next], [['testing.renamed'], null]);
  });

  const unusable: [filter: string, value: string][] = [
    ['category', 'nothing'],
    ['action', "x'; drop table"],
    ['actorUserId', 'somebody'],
    ['subjectType', 'Member'],
    ['subjectId', ' '],
    ['succeeded', 'perhaps'],
    ['from', 'yesterday'],
    ['to', '2026-01-05'],
    ['q', 'a'],
    ['q', 'a\0b'],
    ['q', 'a'.repeat(101)],
    ['limit', '0'],
  ];
  for (const [filter, value] of unusable) {
    test(`takes no ${filter} like ${JSON.stringify(value.slice(0, 20))}`, () => {
      const { error } = wire.listAuditEntries.query.safeParse({ [filter]: value });
      assert.deepEqual(error?.issues[0]?.path, [filter]);
    });
  }

  test('takes no cursor of another list', async () => {
    const w = await newWorkspace();
    const admin = await w.member('admin');
    const after = Buffer.from('["a","b"]').toString('base64url');
    await assert.rejects(list(w, admin, { after }), { code: 'stoa.invalid_input', status: 400 });
  });
});
