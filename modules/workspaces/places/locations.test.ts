import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sql } from '../../../kit/sql.ts';
import { newLocationId, newWorkspace } from '../testing.ts';
import type { Location } from './contract.ts';
import { closeLocation, getLocation, listLocations, putLocation, reopenLocation } from './locations.ts';

const inAthens = (name: string) => ({ locationId: newLocationId(), name, timezone: 'Europe/Athens' });

describe('putLocation', () => {
  test('is one location when the same id comes twice', async () => {
    const { as, member } = await newWorkspace();
    const manager = await member('manager');
    const input = inAthens('Harbour shop');

    const first = await as(manager, (ctx) => putLocation(ctx, input));
    const again = await as(manager, (ctx) => putLocation(ctx, input));

    assert.deepEqual(again, first);
    assert.equal((await as(manager, (ctx) => listLocations(ctx, { limit: 10 }))).items.length, 1);
  });

  test('changes name and time zone of the one that is there', async () => {
    const { as, member } = await newWorkspace();
    const manager = await member('manager');
    const input = inAthens('Harbour shop');
    await as(manager, (ctx) => putLocation(ctx, input));

    const changed = await as(manager, (ctx) => putLocation(ctx, { ...input, name: 'Old harbour' }));

    assert.equal(changed.name, 'Old harbour');
  });

  test('refuses to change a closed one', async () => {
    const { as, member } = await newWorkspace();
    const manager = await member('manager');
    const input = inAthens('Harbour shop');
    await as(manager, (ctx) => putLocation(ctx, input));
    await as(manager, (ctx) => closeLocation(ctx, input));

    await assert.rejects(
      as(manager, (ctx) => putLocation(ctx, { ...input, name: 'Old harbour' })),
      {
        code: 'workspaces.location_is_closed',
      },
    );
  });

  test('is refused to those who only work here', async () => {
    const { as, member } = await newWorkspace();
    for (const role of ['member', 'viewer'] as const) {
      const actor = await member(role);
      await assert.rejects(
        as(actor, (ctx) => putLocation(ctx, inAthens('Mine'))),
        { code: 'stoa.not_permitted' },
      );
    }
  });
});

describe('closing', () => {
  test('takes a location out of the list, and reopening brings it back', async () => {
    const { as, member, location } = await newWorkspace();
    const owner = await member('owner');
    const locationId = await location();

    await as(owner, (ctx) => closeLocation(ctx, { locationId }));
    assert.deepEqual((await as(owner, (ctx) => listLocations(ctx, { limit: 10 }))).items, []);

    await as(owner, (ctx) => reopenLocation(ctx, { locationId }));
    assert.equal((await as(owner, (ctx) => listLocations(ctx, { limit: 10 }))).items.length, 1);
  });

  test('keeps who closed it first, and when', async () => {
    const { as, member, location, system } = await newWorkspace();
    const [first, second] = [await member('owner'), await member('admin')];
    const locationId = await location();

    const closed = await as(first, (ctx) => closeLocation(ctx, { locationId }));
    const again = await as(second, (ctx) => closeLocation(ctx, { locationId }));

    assert.deepEqual(again.closedAt, closed.closedAt);
    const byFirst = sql`select from workspaces.locations where id = ${locationId} and closed_by = ${first.memberId}`;
    assert.equal(await system.work((ctx) => ctx.tx.run(byFirst)), 1);
  });
});

describe('listLocations', () => {
  test('reads every location once, page by page, also when one is added meanwhile', async () => {
    const { reading, member, location } = await newWorkspace();
    const viewer = await member('viewer');
    for (const name of ['Bari', 'Delphi', 'Corinth', 'Aigina', 'Eretria']) await location(name);

    const seen: Location[] = [];
    let after: string | undefined;
    do {
      const page = await reading(viewer, (ctx) => listLocations(ctx, { after, limit: 2 }));
      seen.push(...page.items);
      after = page.next ?? undefined;
      if (seen.length === 2) await location('Aegae');
    } while (after);

    assert.deepEqual(
      seen.map(({ name }) => name),
      ['Aigina', 'Bari', 'Corinth', 'Delphi', 'Eretria'],
    );
  });
});

describe('table workspaces.locations', () => {
  // The two answers must be the same, or an outsider could find out which locations exist.
  test("cannot tell another workspace's location from none at all", async () => {
    const [ours, theirs] = [await newWorkspace(), await newWorkspace()];
    const owner = await ours.member('owner');

    for (const locationId of [await theirs.location(), newLocationId()]) {
      await assert.rejects(
        ours.as(owner, (ctx) => getLocation(ctx, { locationId })),
        {
          code: 'workspaces.location_not_found',
          status: 404,
        },
      );
    }
  });

  test("takes no other workspace's member, even by direct SQL", async () => {
    const [ours, theirs] = [await newWorkspace(), await newWorkspace()];
    const stranger = await theirs.member('owner');
    const now = ours.ground.clock.now();

    await assert.rejects(
      ours.system.work((ctx) =>
        ctx.tx.run(sql`
          insert into workspaces.locations (workspace_id, id, name, timezone, created_by, created_at, updated_at)
          values (${ours.workspaceId}, ${newLocationId()}, 'x', 'UTC', ${stranger.memberId}, ${now}, ${now})`),
      ),
      { constraint: 'locations_workspace_id_created_by_fkey' },
    );
  });

  test('answers nothing at all without a workspace', async () => {
    const { system, location } = await newWorkspace();
    await location();

    await assert.rejects(
      system.work(async (ctx) => {
        await ctx.tx.run(sql`select set_config('app.workspace_id', '', true)`);
        await ctx.tx.run(sql`select from workspaces.locations`);
      }),
      { code: 'WS001' },
    );
  });
});
