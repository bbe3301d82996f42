import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { KeyActor } from '../../../kit/ctx.ts';
import { sql } from '../../../kit/sql.ts';
import { assertNoSecretInDump } from '../../../kit/testing/no-secrets.ts';
import { hashOf } from '../../identity/index.ts';
import { newWorkspace, type TestWorkspace } from '../testing.ts';
import { keyDaysMax, keysLiveMax, keyTokenPrefix } from './contract.ts';
import { listKeys, makeKey, renameKey, revokeKey } from './keys.ts';
import { newKey, newKeyId } from './testing.ts';

const page = { limit: 50 };
const dayMs = 24 * 3_600_000;

async function withOwner() {
  const w = await newWorkspace();
  const owner = await w.member('owner');
  const make = (input: Partial<Parameters<typeof makeKey>[1]> = {}) =>
    w.as(owner, (ctx) =>
      makeKey(ctx, { keyId: newKeyId(), name: 'Export', permissions: ['workspaces.read'], ...input }),
    );
  const list = async (status?: 'live' | 'expired' | 'revoked') =>
    (await w.reading(owner, (ctx) => listKeys(ctx, { ...page, status }))).items;
  return { ...w, owner, make, list };
}
const trail = (w: TestWorkspace, id: string) =>
  w.system.work(({ tx }) =>
    tx.many(
      z.object({ category: z.string(), action: z.string(), changes: z.record(z.string(), z.unknown()) }),
      sql`select category, action, changes from workspaces.audit_entries where subject_id = ${id} order by action`,
    ),
  );

describe('making an API key', () => {
  test('answers its token once; the database has its hash, and a dump no token', async () => {
    const w = await withOwner();
    const { token, id, hint, madeBy, status } = await w.make({ permissions: ['workspaces.read'] });

    assert.match(token!, new RegExp(`^${keyTokenPrefix}[A-Za-z0-9_-]{43}$`));
    assert.deepEqual([hint, madeBy.memberId, status], [token!.slice(-4), w.owner.memberId, 'live']);
    const { tokenHash } = await w.system.work(({ tx }) =>
      tx.one(
        z.object({ tokenHash: z.instanceof(Buffer) }),
        sql`select token_hash from workspaces.api_keys where id = ${id}`,
      ),
    );
    assert.deepEqual(tokenHash, hashOf(token!));
    await assertNoSecretInDump(w.ground.db, [token!]);
    assert.ok(!JSON.stringify(await w.list()).includes(token!));
  });

  test('is refused for an id that was used: what was shown is not shown again', async () => {
    const w = await withOwner();
    const { id } = await w.make();
    await assert.rejects(w.make({ keyId: id }), { code: 'workspaces.key_was_shown', status: 409 });
    assert.equal((await w.list()).length, 1);
  });

  test('is one key when the same id comes twice at once', async () => {
    const w = await withOwner();
    const keyId = newKeyId();
    const outcomes = await Promise.allSettled([w.make({ keyId }), w.make({ keyId })]);
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  });

  test('gives it only what its maker may do', async () => {
    const w = await newWorkspace();
    const admin = await w.member('admin');
    const make = (permissions: string[]) =>
      w.as(admin, (ctx) => makeKey(ctx, { keyId: newKeyId(), name: 'Export', permissions }));
    await assert.rejects(make(['workspaces.read', 'workspaces.transfer']), {
      code: 'workspaces.not_yours_to_give',
      status: 403,
    });
    await assert.rejects(make(['workspaces.read', 'workspaces.fly']), (error: any) => {
      assert.deepEqual(
        error.fields.map(({ path }: any) => path),
        ['body.permissions.1'],
      );
      return true;
    });
    await make(['workspaces.read', 'workspaces.manage_keys']);
  });

  test('is for people: a key makes none, whatever it may do', async () => {
    const w = await withOwner();
    const { id } = await w.make();
    const key: KeyActor = {
      kind: 'key',
      keyId: id,
      permissions: Object.keys(w.ground.policy),
      maker: w.owner,
    };
    await assert.rejects(
      w.as(key, (ctx) => makeKey(ctx, { keyId: newKeyId(), name: 'More', permissions: ['workspaces.read'] })),
      { code: 'stoa.not_permitted' },
    );
  });

  test('ends it in the future, and not in a hundred years', async () => {
    const w = await withOwner();
    const now = w.ground.clock.now().getTime();
    for (const ms of [0, -1, keyDaysMax * dayMs + 1]) {
      await assert.rejects(w.make({ expiresAt: new Date(now + ms) }), (error: any) => {
        assert.deepEqual([error.status, error.fields[0].path], [400, 'body.expiresAt']);
        return true;
      });
    }
    const { expiresAt } = await w.make({ expiresAt: new Date(now + dayMs) });
    assert.equal(expiresAt!.getTime(), now + dayMs);
  });

  test('stops at so many at a time', async () => {
    const w = await withOwner();
    await w.system.work(({ tx, now, workspaceId }) =>
      tx.run(sql`
        insert into workspaces.api_keys (workspace_id, id, name, token_hash, hint, permissions, made_by, created_at)
        select ${workspaceId}, gen_random_uuid(), 'Export', sha256(n::text::bytea), 'hint', '{workspaces.read}',
               ${w.owner.memberId}, ${now}
          from generate_series(1, ${keysLiveMax}::int) n`),
    );
    await assert.rejects(w.make(), { code: 'workspaces.too_many_keys', status: 409 });
    const [one] = await w.list();
    await w.as(w.owner, (ctx) => revokeKey(ctx, { keyId: one!.id }));
    await w.make();
  });
});

describe('a key that is there', () => {
  test('is renamed and revoked, each written down once', async () => {
    const w = await withOwner();
    const { id: keyId } = await newKey(w, w.owner, ['workspaces.read']);
    for (let i = 0; i < 2; i++) {
      assert.equal((await w.as(w.owner, (ctx) => renameKey(ctx, { keyId, name: 'Weekly' }))).name, 'Weekly');
    }
    for (let i = 0; i < 2; i++) {
      assert.equal((await w.as(w.owner, (ctx) => revokeKey(ctx, { keyId }))).status, 'revoked');
    }
    const entries = await trail(w, keyId);
    assert.deepEqual(
      entries.map(({ action }) => action),
      ['workspaces.key_made', 'workspaces.key_renamed', 'workspaces.key_revoked'],
    );
    assert.ok(entries.every(({ category }) => category === 'secrets'));
    assert.deepEqual(entries[1]!.changes, { name: { from: 'Test key', to: 'Weekly' } });
  });

  test('is listed by what it is at the moment', async () => {
    const w = await withOwner();
    const [live, ending, revoked] = [
      await w.make(),
      await w.make({ expiresAt: tomorrow(w) }),
      await w.make(),
    ];
    await w.as(w.owner, (ctx) => revokeKey(ctx, { keyId: revoked.id }));
    assert.equal((await w.list('live')).length, 2);
    w.ground.clock.move(dayMs);
    const ids = async (status: 'live' | 'expired' | 'revoked') => (await w.list(status)).map(({ id }) => id);
    assert.deepEqual(await ids('live'), [live.id]);
    assert.deepEqual(await ids('expired'), [ending.id]);
    assert.deepEqual(await ids('revoked'), [revoked.id]);
  });

  test("is not another workspace's", async () => {
    const [ours, theirs] = [await withOwner(), await withOwner()];
    const { id } = await theirs.make();
    for (const keyId of [id, newKeyId()]) {
      const refusal = { code: 'workspaces.key_not_found', status: 404 };
      await assert.rejects(
        ours.as(ours.owner, (ctx) => revokeKey(ctx, { keyId })),
        refusal,
      );
      await assert.rejects(
        ours.as(ours.owner, (ctx) => renameKey(ctx, { keyId, name: 'Ours' })),
        refusal,
      );
    }
    assert.deepEqual(
      (await theirs.list()).map(({ status, name }) => [status, name]),
      [['live', 'Export']],
    );
  });

  test('is seen and changed by those who manage keys', async () => {
    const w = await withOwner();
    const { id: keyId } = await w.make();
    const manager = await w.member('manager');
    const refusal = { code: 'stoa.not_permitted' };
    await assert.rejects(
      w.reading(manager, (ctx) => listKeys(ctx, page)),
      refusal,
    );
    await assert.rejects(
      w.as(manager, (ctx) => revokeKey(ctx, { keyId })),
      refusal,
    );
  });
});

const tomorrow = (w: TestWorkspace) => new Date(w.ground.clock.now().getTime() + dayMs);
