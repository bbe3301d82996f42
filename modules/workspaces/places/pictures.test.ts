import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { Unit } from '../../../kit/ctx.ts';
import { newId, WorkspaceId } from '../../../kit/ids.ts';
import { halves, sent } from '../../../kit/images/testing.ts';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { newWorkspace, type TestWorkspace } from '../testing.ts';
import { removeAvatar, runPictureRemoval, setPicture } from './pictures.ts';
import { filesOf } from './removal.ts';
import { findWorkspace } from './workspaces.sql.ts';

const outside = await testOutside();

const unitOf = (w: TestWorkspace): Unit => ({
  ...w.system,
  workspaceId: w.workspaceId,
  jobId: newId(WorkspaceId),
  log: w.ground.log,
  signal: new AbortController().signal,
  progress: async () => {},
});
const keyOf = async (w: TestWorkspace) =>
  (await w.system.work((ctx) => findWorkspace(ctx.tx, w.workspaceId)))?.avatarKey ?? null;
const filesLeft = async (w: TestWorkspace) =>
  (await outside.storage.list(filesOf(w.workspaceId))).items.map(({ key }) => key);

/** What waits to be removed. */
const waiting = (w: TestWorkspace) =>
  w.ground.db.transaction({ kind: 'owner' }, async (tx) => {
    const rows = await tx.many(
      z.object({ key: z.string() }),
      sql`
        select data -> 'payload' ->> 'key' as key from pgboss.job
         where name = 'workspaces.remove_picture' and data ->> 'workspaceId' = ${w.workspaceId}`,
    );
    return rows.map(({ key }) => key);
  });

describe("a workspace's picture", () => {
  test('is drawn anew and kept; the one before goes when it is no longer shown', async () => {
    const w = await newWorkspace();
    const owner = await w.member('owner');
    const picture = await halves(60, 40);

    const { avatarUrl } = await w.as(owner, (ctx) => setPicture(ctx, sent(picture), outside));
    const first = (await keyOf(w))!;
    await w.as(owner, (ctx) => setPicture(ctx, sent(picture), outside));
    const second = (await keyOf(w))!;

    assert.ok(avatarUrl.includes(encodeURIComponent(first)));
    assert.deepEqual(await waiting(w), [first]);
    for (const key of [first, second]) await runPictureRemoval(unitOf(w), { key }, outside);
    assert.deepEqual(await filesLeft(w), [second]);
  });

  test('is taken away, once', async () => {
    const w = await newWorkspace();
    const owner = await w.member('owner');
    await w
      .as(owner, (ctx) => setPicture(ctx, sent(Buffer.from('no picture')), outside))
      .catch(() => undefined);
    assert.deepEqual([await keyOf(w), await filesLeft(w)], [null, []]);

    const { avatarUrl } = await w.as(owner, async (ctx) =>
      setPicture(ctx, sent(await halves(40, 60)), outside),
    );
    assert.ok(avatarUrl);
    await w.as(owner, (ctx) => removeAvatar(ctx));
    await w.as(owner, (ctx) => removeAvatar(ctx));

    assert.deepEqual([await keyOf(w), (await waiting(w)).length], [null, 1]);
    const entries = sql`select from workspaces.audit_entries where action = 'workspaces.picture_changed'`;
    assert.equal(await w.system.work((ctx) => ctx.tx.run(entries)), 2);
  });

  test('is refused when it is none, and when whoever sends it may not', async () => {
    const w = await newWorkspace();
    const [owner, manager] = [await w.member('owner'), await w.member('manager')];
    await assert.rejects(
      w.as(owner, (ctx) => setPicture(ctx, sent(Buffer.from('<svg/>')), outside)),
      { code: 'image.unreadable', status: 422 },
    );
    await assert.rejects(
      w.as(manager, async (ctx) => setPicture(ctx, sent(await halves(40, 40)), outside)),
      { code: 'stoa.not_permitted' },
    );
    assert.deepEqual(await filesLeft(w), []);
  });
});
