import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { MemberActor } from '../../../kit/ctx.ts';
import { newId, type UserId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { workIn } from '../../../kit/work.ts';
import { newPerson } from '../../identity/testing.ts';
import { newWorkspace } from '../testing.ts';
import { ownedWorkspacesMax, Slug, slugOf } from './contract.ts';
import { addedWorkspace, asPerson, deletedAt } from './testing.ts';
import {
  addMember,
  addPersonalWorkspace,
  changeWorkspace,
  createWorkspace,
  getWorkspace,
  listWorkspaces,
} from './workspaces.ts';

const outside = await testOutside();
const named = (name: string) => `${name} ${newId(WorkspaceId).slice(-12)}`;
const making = (more: { id?: WorkspaceId; name?: string; slug?: string; parentId?: WorkspaceId } = {}) => ({
  ...{ id: newId(WorkspaceId), name: named('Weaving room'), kind: 'brand', timezone: 'Europe/Lisbon' },
  ...more,
});
type Input = Parameters<typeof createWorkspace>[1];

async function somebody() {
  const { ground } = await newWorkspace();
  const userId = await newPerson(ground.db, ground.clock.now());
  const as = (input: object, who: UserId = userId) =>
    asPerson(ground, who, (ctx) => createWorkspace(ctx, input as Input, outside));
  const places = (q?: string) =>
    asPerson(ground, userId, (ctx) => listWorkspaces(ctx, { limit: 50, q }, outside));
  return { ground, userId, create: as, places };
}

const entriesOf = (w: Awaited<ReturnType<typeof newWorkspace>>) =>
  w.system.work((ctx) =>
    ctx.tx.many(
      z.object({ action: z.string(), changes: z.record(z.string(), z.unknown()) }),
      sql`select action, changes from workspaces.audit_entries order by created_at, id`,
    ),
  );

describe('createWorkspace', () => {
  test('SE-125 SE-127 makes it with whoever asks as its owner', async () => {
    const { create, places } = await somebody();

    const made = await create(making());

    assert.equal(made.role, 'owner');
    assert.deepEqual(
      (await places()).items.map(({ id, role }) => ({ id, role })),
      [{ id: made.id, role: 'owner' }],
    );
  });

  test('CR-19 is in the trail of the new workspace, by whom', async () => {
    const { create, ground, userId } = await somebody();
    const { id } = await create(making());

    const entry = sql`
      select from workspaces.audit_entries
       where action = 'workspaces.workspace_made' and actor_kind = 'person' and actor_user_id = ${userId}`;
    assert.equal(await workIn(ground, id, { actor: { kind: 'system' } }, (ctx) => ctx.tx.run(entry)), 1);
  });

  test('SE-127 leaves neither workspace nor owner when the request fails later', async () => {
    const { ground, userId, places } = await somebody();

    await assert.rejects(
      asPerson(ground, userId, async (ctx) => {
        await createWorkspace(ctx, making() as Input, outside);
        throw new Error('later step');
      }),
      /later step/,
    );

    assert.deepEqual((await places()).items, []);
  });

  test('is one workspace when the same id comes twice', async () => {
    const { create, places } = await somebody();
    const input = making();

    assert.deepEqual(await create(input), await create(input));
    assert.equal((await places()).items.length, 1);
  });

  test('is one workspace when the same request comes twice at once', async () => {
    const { create, places } = await somebody();
    const input = making();

    const [first, ...others] = await Promise.all([create(input), create(input), create(input)]);

    assert.deepEqual(others, [first, first]);
    assert.equal((await places()).items.length, 1);
  });

  test("takes nobody else's id, and none that is deleted", async () => {
    const { create, ground } = await somebody();
    const input = making();
    await create(input);
    const other = await newPerson(ground.db, ground.clock.now());

    const gone = { code: 'workspaces.workspace_not_found', status: 404 };
    await assert.rejects(create(input, other), gone);
    await workIn(ground, input.id, { actor: { kind: 'system' } }, (ctx) =>
      addMember(ctx, { workspaceId: input.id, userId: other, role: 'admin' }),
    );
    await assert.rejects(create(input, other), gone);
    await deletedAt(ground, input.id, ground.clock.now());
    await assert.rejects(create(input), gone);
  });

  test('CR-15 SE-124 makes the address of the name, and another where it is taken', async () => {
    const { create } = await somebody();
    const name = named('Ødegård & Søn');

    const [first, second] = [await create(making({ name })), await create(making({ name }))];

    assert.equal(first.slug, slugOf(name));
    assert.match(first.slug, /^odegard-and-son-/);
    assert.equal(second.slug, `${first.slug}-${second.id.slice(-4)}`);
  });

  test('CR-15 SE-124 refuses an address that is taken, and says which field it is', async () => {
    const { create } = await somebody();
    const { slug } = await create(making());

    await assert.rejects(create(making({ slug })), (error: { code: string; fields: { path: string }[] }) => {
      assert.equal(error.code, 'workspaces.slug_is_taken');
      assert.deepEqual(
        error.fields.map(({ path }) => path),
        ['body.slug'],
      );
      return true;
    });
  });

  test('gives one address that two ask for at once to one of them', async () => {
    const { create } = await somebody();
    const slug = Slug.parse(`loom-${newId(WorkspaceId).slice(-12)}`);

    const outcomes = await Promise.allSettled([0, 1, 2, 3].map(() => create(making({ slug }))));

    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') assert.equal(outcome.reason.code, 'workspaces.slug_is_taken');
    }
  });

  test('finds an address for each of several of one name that are made at once', async () => {
    const { create } = await somebody();
    const name = named('Harbour');

    const made = await Promise.all([0, 1, 2, 3].map(() => create(making({ name }))));

    assert.equal(new Set(made.map(({ slug }) => slug)).size, 4);
  });

  test('stops at as many as one person may own', async () => {
    const { create, ground, userId } = await somebody();
    await ground.db.transaction({ kind: 'owner' }, async (tx) => {
      await tx.run(sql`
        with made as (
          insert into workspaces.workspaces (id, name, created_at, updated_at)
          select gen_random_uuid(), 'Many', now(), now() from generate_series(1, ${ownedWorkspacesMax}::int)
          returning id)
        insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
        select id, gen_random_uuid(), ${userId}, 'owner', now(), now() from made`);
    });

    await assert.rejects(create(making()), { code: 'workspaces.too_many_workspaces' });
  });

  test('SE-124 puts it under a holding whoever asks owns, and under no other', async () => {
    const { create, ground, userId } = await somebody();
    const other = await newPerson(ground.db, ground.clock.now());
    const theirs = await addedWorkspace(ground, other, { kind: 'holding' });
    const ours = await addedWorkspace(ground, userId, { kind: 'holding' });
    const noHolding = await addedWorkspace(ground, userId);

    assert.ok(await create(making({ parentId: ours })));
    for (const parentId of [theirs, noHolding, newId(WorkspaceId)]) {
      await assert.rejects(create(making({ parentId })), {
        code: 'workspaces.holding_not_found',
        status: 404,
      });
    }
    const nested = { ...making({ parentId: ours }), kind: 'holding' };
    await assert.rejects(create(nested), { code: 'workspaces.holding_has_no_parent' });
  });
});

describe('addPersonalWorkspace', () => {
  test('gives a person one, however often it is asked for', async () => {
    const { ground, userId, places } = await somebody();
    const settle = () =>
      asPerson(ground, userId, (ctx) =>
        addPersonalWorkspace(ctx, { id: userId, name: 'Ada', isDemo: false }),
      );

    await settle();
    await settle();

    assert.deepEqual(
      (await places()).items.map(({ kind }) => kind),
      ['personal'],
    );
  });

  test('CR-15 begins a trial of fourteen days, unless it is a demo', async () => {
    const { ground } = await somebody();
    const trials = await Promise.all(
      [false, true].map(async (isDemo) => {
        const id = await newPerson(ground.db, ground.clock.now());
        await asPerson(ground, id, (ctx) => addPersonalWorkspace(ctx, { id, name: 'Ada', isDemo }));
        return ground.db.reader({ kind: 'installation' }).one(
          z.object({ days: z.number().nullable() }),
          sql`
              select extract(days from trial_ends_at - trial_started_at)::int as days
                from workspaces.workspaces where personal_of = ${id}`,
        );
      }),
    );
    assert.deepEqual(trials, [{ days: 14 }, { days: null }]);
  });
});

describe('listWorkspaces', () => {
  test('shows what one has a place in and is not deleted, page by page and by part of a name', async () => {
    const { ground, userId, create, places } = await somebody();
    await addedWorkspace(ground, await newPerson(ground.db, ground.clock.now()));
    for (const name of ['Corinth', 'Aigina', 'Bari']) await create(making({ name: named(name) }));
    const gone = await create(making({ name: named('Delphi') }));
    await deletedAt(ground, gone.id, ground.clock.now());

    const first = await asPerson(ground, userId, (ctx) => listWorkspaces(ctx, { limit: 2 }, outside));
    const rest = await asPerson(ground, userId, (ctx) =>
      listWorkspaces(ctx, { limit: 2, after: first.next! }, outside),
    );

    const names = [...first.items, ...rest.items].map(({ name }) => name.split(' ')[0]);
    assert.deepEqual(names, ['Aigina', 'Bari', 'Corinth']);
    assert.deepEqual(
      [rest.next, (await places('cORI')).items.length, (await places('%')).items.length],
      [null, 1, 0],
    );
  });
});

describe('getWorkspace', () => {
  test('says what one may do in the whole workspace and at each location of one’s own', async () => {
    const w = await newWorkspace();
    const locationId = await w.location();
    const viewer = await w.member('viewer');
    const place = { locationId, role: 'manager', extra: [], withdrawn: [] } as const;
    const access = { role: 'viewer', extra: [], withdrawn: [], locations: [place] } as const;

    const seen = await w.reading({ ...viewer, access }, (ctx) => getWorkspace(ctx, outside));

    assert.deepEqual(seen.permissions, ['workspaces.read', 'workspaces.read_members']);
    assert.equal(seen.role, 'viewer');
    assert.deepEqual(
      seen.locations.map((one) => [
        one.locationId,
        one.role,
        one.permissions.includes('workspaces.manage_locations'),
      ]),
      [[locationId, 'manager', true]],
    );
  });

  test('shows where bills go to those who manage the settings', async () => {
    const w = await newWorkspace();
    const [owner, viewer] = [await w.member('owner'), await w.member('viewer')];
    await w.as(owner, (ctx) => changeWorkspace(ctx, { billingEmail: 'bills@example.org' }, outside));
    const seenBy = (actor: MemberActor) => w.reading(actor, (ctx) => getWorkspace(ctx, outside));

    assert.equal((await seenBy(owner)).billingEmail, 'bills@example.org');
    assert.ok(!('billingEmail' in (await seenBy(viewer))));
  });

  test('says the same for an hour, picture and all, so that nothing is sent twice', async () => {
    const w = await newWorkspace();
    const owner = await w.member('owner');
    await w.system.work((ctx) =>
      ctx.tx.run(
        sql`update workspaces.workspaces set avatar_key = 'w/x/avatar/y' where id = ${w.workspaceId}`,
      ),
    );
    const asked: Date[] = [];
    const watching = {
      ...outside,
      fileUrl: (key: string, now: Date) => {
        asked.push(now);
        return `/files?key=${key}`;
      },
    };
    await w.reading(owner, (ctx) => getWorkspace(ctx, watching));
    w.ground.clock.set(new Date(w.ground.clock.now().getTime() + 59 * 60_000));
    await w.reading(owner, (ctx) => getWorkspace(ctx, watching));

    assert.deepEqual(asked[0], asked[1]);
  });

  test('shows nothing a direct client wrote into the settings that is none of them', async () => {
    const w = await newWorkspace();
    const owner = await w.member('owner');
    await w.system.work((ctx) =>
      ctx.tx.run(sql`
        update workspaces.workspaces set settings = '{"currency": 7, "locale": "pt", "else": true}'
         where id = ${w.workspaceId}`),
    );

    const { settings } = await w.reading(owner, (ctx) => getWorkspace(ctx, outside));

    assert.deepEqual(JSON.parse(JSON.stringify(settings)), { locale: 'pt' });
  });
});

describe('changeWorkspace', () => {
  test('CR-19 changes what is given, and writes from and to into the trail', async () => {
    const w = await newWorkspace();
    const owner = await w.member('owner');

    const changed = await w.as(owner, (ctx) =>
      changeWorkspace(ctx, { name: 'Weaving house', kind: 'agency', description: null }, outside),
    );

    assert.deepEqual([changed.name, changed.kind, changed.timezone], ['Weaving house', 'agency', 'UTC']);
    const entries = await entriesOf(w);
    assert.deepEqual(
      entries.filter(({ action }) => action === 'workspaces.workspace_changed').map(({ changes }) => changes),
      [{ name: { from: 'Test', to: 'Weaving house' }, kind: { from: 'brand', to: 'agency' } }],
    );
  });

  test('writes nothing where nothing is different', async () => {
    const w = await newWorkspace();
    const owner = await w.member('owner');
    const before = await entriesOf(w);

    await w.as(owner, (ctx) => changeWorkspace(ctx, { name: 'Test', settings: { locale: null } }, outside));

    assert.deepEqual(await entriesOf(w), before);
  });

  test('replaces the settings that are named, takes away those that are null, and leaves the rest', async () => {
    const w = await newWorkspace();
    const owner = await w.member('owner');
    const change = (settings: object) => w.as(owner, (ctx) => changeWorkspace(ctx, { settings }, outside));
    await change({ currency: 'EUR', locale: 'pt', weekStartsOn: 'monday' });

    const { settings } = await change({ currency: 'USD', locale: null });

    assert.deepEqual(JSON.parse(JSON.stringify(settings)), { currency: 'USD', weekStartsOn: 'monday' });
  });

  test('SE-124 makes no holding of a brand and no brand of a holding or a personal workspace', async () => {
    const { ground, userId } = await somebody();
    for (const kind of ['holding', 'personal'] as const) {
      const id = await addedWorkspace(ground, userId, { kind });
      const w = { ...(await newWorkspace()), workspaceId: id };
      await assert.rejects(
        asPerson(w.ground, userId, (ctx) =>
          ctx.into(id, (inside) =>
            changeWorkspace({ ...inside, actor: { kind: 'system' } }, { kind: 'brand' }, outside),
          ),
        ),
        { code: 'workspaces.kind_is_fixed' },
      );
    }
  });

  test('CR-15 SE-124 refuses an address that another has, and keeps its own', async () => {
    const [w, other] = [await newWorkspace(), await newWorkspace()];
    const owner = await w.member('owner');
    const { slug } = await other.reading(await other.member('owner'), (ctx) => getWorkspace(ctx, outside));

    await assert.rejects(
      w.as(owner, (ctx) => changeWorkspace(ctx, { slug }, outside)),
      { code: 'workspaces.slug_is_taken', status: 409 },
    );
  });
});
