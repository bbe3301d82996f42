import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { Ctx, KeyActor, MemberActor } from '../../../kit/ctx.ts';
import { ApiKeyId, newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { newWorkspace, type TestWorkspace } from '../testing.ts';
import { changeMember, getMember, leaveWorkspace, removeMember } from './members.ts';
import { actorIn, trailOf } from './testing.ts';

const outside = await testOutside();

/** With the changes as `changeMember` takes them, by somebody. */
const change = (w: TestWorkspace, by: MemberActor, of: MemberActor, input: object) =>
  w.as(by, (ctx) => changeMember(ctx, { memberId: of.memberId, ...input }, outside));

describe('removing and leaving', () => {
  test('takes the place, the keys and what they asked others to, and says so', async () => {
    const w = await newWorkspace();
    const [admin, other] = [await w.member('admin'), await w.member('admin')];
    await w.as(admin, (ctx) => removeMember(ctx, { memberId: other.memberId }));

    await assert.rejects(
      w.as(admin, (ctx) => getMember(ctx, { memberId: other.memberId }, outside)),
      {
        code: 'workspaces.member_not_found',
      },
    );
    assert.deepEqual(await trailOf(w, other.memberId), [
      {
        action: 'workspaces.member_removed',
        category: 'membership',
        changes: { userId: { from: other.userId }, role: { from: 'admin' } },
      },
    ]);
  });

  test('is done by oneself whatever the role, and by no key', async () => {
    const w = await newWorkspace();
    const viewer = await w.member('viewer');
    const key: KeyActor = {
      kind: 'key',
      keyId: newId(ApiKeyId),
      permissions: ['workspaces.read'],
      maker: viewer,
    };
    await assert.rejects(w.as(key, leaveWorkspace), { code: 'stoa.not_permitted' });
    await w.as(viewer, leaveWorkspace);
    assert.equal((await trailOf(w, viewer.memberId))[0]!.action, 'workspaces.member_left');
  });
});

describe('the last owner', () => {
  const refusal = { code: 'workspaces.last_owner', status: 409 };

  test('can neither leave, nor be demoted, nor be removed', async () => {
    const w = await newWorkspace();
    const owner = await actorIn(w, w.ownerId);
    await assert.rejects(w.as(owner, leaveWorkspace), refusal);
    await assert.rejects(change(w, owner, owner, { role: 'admin' }), refusal);
    await assert.rejects(
      w.as(owner, (ctx) => removeMember(ctx, { memberId: owner.memberId })),
      refusal,
    );
  });

  const races: Record<string, (w: TestWorkspace, a: MemberActor, b: MemberActor) => Promise<unknown>[]> = {
    'leave while the other is demoted': (w, a, b) => [
      w.as(a, leaveWorkspace),
      change(w, a, b, { role: 'viewer' }),
    ],
    'remove each other': (w, a, b) => [
      w.as(a, (ctx) => removeMember(ctx, { memberId: b.memberId })),
      w.as(b, (ctx) => removeMember(ctx, { memberId: a.memberId })),
    ],
    'leave together': (w, a, b) => [w.as(a, leaveWorkspace), w.as(b, leaveWorkspace)],
    'demote themselves together': (w, a, b) => [
      change(w, a, a, { role: 'viewer' }),
      change(w, b, b, { role: 'viewer' }),
    ],
  };
  for (const [what, race] of Object.entries(races)) {
    test(`is there when two ${what}`, async () => {
      const w = await newWorkspace();
      const [a, b] = [await actorIn(w, w.ownerId), await w.member('owner')];

      const outcomes = await Promise.allSettled(race(w, a, b));

      assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      assert.equal(await ownersIn(w), 1);
    });
  }

  test('is there when one leaves between the look and the deed of another', async () => {
    const w = await newWorkspace();
    const [a, b] = [await actorIn(w, w.ownerId), await w.member('owner')];
    let second: Promise<unknown> | undefined;
    await w.as(a, async (ctx) => {
      await leaveWorkspace(ctx);
      // Begins while the first is not committed: it has to wait for it, and then count again.
      second = w.as(b, leaveWorkspace);
      second.catch(() => {});
      if (w.ground.db.kind === 'server') await waitsForLock(ctx);
    });
    await assert.rejects(second!, refusal);
    assert.equal(await ownersIn(w), 1);
  });
});

async function ownersIn(w: TestWorkspace): Promise<number> {
  const { count } = await w.system.work(({ tx }) =>
    tx.one(
      z.object({ count: z.number() }),
      sql`select count(*)::int as count from workspaces.members where role = 'owner'`,
    ),
  );
  return count;
}

async function waitsForLock({ tx }: Ctx): Promise<void> {
  const waiting = z.object({ count: z.number() });
  const look = sql`
    select count(*)::int as count from pg_locks join pg_stat_activity using (pid)
     where not granted and datname = current_database()`;
  while ((await tx.one(waiting, look)).count === 0) await new Promise((done) => setTimeout(done, 5));
}
