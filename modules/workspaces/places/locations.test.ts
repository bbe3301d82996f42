import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { newLocationId, newWorkspace } from '../testing.ts';
import type { Location } from './contract.ts';
import {
  closeLocation,
  getLocation,
  listLocations,
  patchLocation,
  putLocation,
  reopenLocation,
} from './locations.ts';

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

const full = {
  address: '12 Teramachi\nKyoto',
  phone: '+81 75 123 4567',
  email: 'kyoto@example.org',
  website: 'https://example.org/kyoto',
  googlePlaceId: 'ChIJN1t_tDeuEmsRUsoyG83frY4',
  businessInfo: { category: 'Textiles', priceLevel: 2 },
  openingHours: { monday: [{ from: '10:00', to: '18:00' }] },
  brandVoice: { tone: 'calm', dos: ['Say what it is made of'], emoji: 'never' },
  settings: { locale: 'ja', currency: 'JPY' },
} as const satisfies Parameters<typeof patchLocation>[1] extends infer I
  ? Omit<I & object, 'locationId'>
  : never;

const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('CR-16 all there is to know of a location', () => {
  test('is kept with it, and comes back as it was given', async () => {
    const { as, member } = await newWorkspace();
    const manager = await member('manager');
    const input = inAthens('Studio');

    const made = await as(manager, (ctx) => putLocation(ctx, { ...input, ...full }));

    const { locationId: id, ...rest } = input;
    const { createdAt, ...read } = await as(manager, (ctx) => getLocation(ctx, input));
    assert.deepEqual(plain(read), plain({ ...full, ...rest, id, closedAt: null }));
    assert.deepEqual({ createdAt, ...read }, made);
  });

  test('changes where it is named: null takes away, an object is replaced, a setting by itself', async () => {
    const { as, member } = await newWorkspace();
    const manager = await member('manager');
    const input = inAthens('Studio');
    await as(manager, (ctx) => putLocation(ctx, { ...input, ...full }));

    const changed = await as(manager, (ctx) =>
      patchLocation(ctx, {
        ...{ locationId: input.locationId, name: undefined, phone: null },
        ...{ businessInfo: { legalName: 'Loom KK' }, settings: { currency: null } },
      }),
    );

    const { createdAt: _, id: __, ...shown } = changed;
    assert.deepEqual(
      plain(shown),
      plain({
        ...{ ...full, name: 'Studio', timezone: 'Europe/Athens', closedAt: null, phone: null },
        ...{ businessInfo: { legalName: 'Loom KK' }, settings: { locale: 'ja' } },
      }),
    );
  });

  test('stays as it is when only its name is put again', async () => {
    const { as, member } = await newWorkspace();
    const manager = await member('manager');
    const input = inAthens('Studio');
    await as(manager, (ctx) => putLocation(ctx, { ...input, ...full }));

    const renamed = await as(manager, (ctx) => putLocation(ctx, { ...input, name: 'Studio Kyoto' }));

    assert.deepEqual([renamed.name, renamed.address], ['Studio Kyoto', full.address]);
  });

  test('is shown without what a direct client wrote that is none of it', async () => {
    const { as, member, location, system } = await newWorkspace();
    const manager = await member('manager');
    const locationId = await location();
    await system.work((ctx) =>
      ctx.tx.run(sql`
        update workspaces.locations
           set business_info = '{"category": 7, "legalName": "Loom"}', opening_hours = '{"monday": "always"}'
         where id = ${locationId}`),
    );

    const { businessInfo, openingHours } = await as(manager, (ctx) => getLocation(ctx, { locationId }));

    assert.deepEqual(plain([businessInfo, openingHours]), [{ legalName: 'Loom' }, {}]);
  });

  test('CR-19 is in the trail from and to, long texts by their size', async () => {
    const { as, member, location, system, ground } = await newWorkspace();
    const manager = await member('manager');
    const locationId = await location();
    const sample = 'We weave. '.repeat(390);

    await as(manager, (ctx) => patchLocation(ctx, { locationId, phone: '+30 210 000 000' }));
    ground.clock.move(1_000);
    await as(manager, (ctx) => patchLocation(ctx, { locationId, brandVoice: { sample } }));
    await as(manager, (ctx) => patchLocation(ctx, { locationId, phone: '+30 210 000 000' }));

    const entries = await system.work((ctx) =>
      ctx.tx.many(
        z.object({ changes: z.unknown() }),
        sql`select changes from workspaces.audit_entries where action = 'workspaces.location_changed' order by created_at`,
      ),
    );
    assert.deepEqual(
      entries.map(({ changes }) => changes),
      [{ phone: { from: null, to: '+30 210 000 000' } }, { brandVoice: { from: {}, to: '[3913 bytes]' } }],
    );
  });
});

describe('somebody who manages one location', () => {
  async function keeper() {
    const w = await newWorkspace();
    const [own, other] = [await w.location('Bari'), await w.location('Delphi')];
    const role = { locationId: own, role: 'manager', extra: [], withdrawn: [] } as const;
    const access = { role: null, extra: [], withdrawn: [], locations: [role] };
    const guest = { ...(await w.member('viewer')), role: null, access } as const;
    return { ...w, own, other, guest };
  }
  const refused = { code: 'stoa.not_permitted', status: 403 };

  test('CR-18 changes, closes and reopens that one, and no other', async () => {
    const { as, own, other, guest } = await keeper();
    const name = 'Old harbour';
    await as(guest, (ctx) => patchLocation(ctx, { locationId: own, name }));
    await as(guest, (ctx) => putLocation(ctx, { locationId: own, name, timezone: 'UTC' }));
    await as(guest, (ctx) => closeLocation(ctx, { locationId: own }));
    await as(guest, (ctx) => reopenLocation(ctx, { locationId: own }));

    const locationId = other;
    await assert.rejects(
      as(guest, (ctx) => patchLocation(ctx, { locationId, name })),
      refused,
    );
    await assert.rejects(
      as(guest, (ctx) => putLocation(ctx, { locationId, name, timezone: 'UTC' })),
      refused,
    );
    await assert.rejects(
      as(guest, (ctx) => closeLocation(ctx, { locationId })),
      refused,
    );
  });

  test('CR-18 adds none, also under an id they were given a role at', async () => {
    const { as, guest } = await keeper();
    const place = { ...guest.access.locations[0]!, locationId: newLocationId() };
    const early = { ...guest, access: { ...guest.access, locations: [place] } };
    await assert.rejects(
      as(early, (ctx) => putLocation(ctx, { locationId: place.locationId, name: 'Mine', timezone: 'UTC' })),
      { code: 'workspaces.location_not_found' },
    );
  });

  test('sees that one, and cannot tell another from none at all', async () => {
    const { reading, own, other, guest } = await keeper();
    const seen = await reading(guest, (ctx) => listLocations(ctx, { limit: 10 }));
    assert.deepEqual(
      seen.items.map(({ id }) => id),
      [own],
    );
    for (const locationId of [other, newLocationId()]) {
      await assert.rejects(
        reading(guest, (ctx) => getLocation(ctx, { locationId })),
        { code: 'workspaces.location_not_found', status: 404 },
      );
    }
  });

  test('does not see where reading was withdrawn', async () => {
    const { reading, own, other, member } = await keeper();
    const withdrawn = { locationId: own, role: null, extra: [], withdrawn: ['workspaces.read'] };
    const viewer = await member('viewer');
    const actor = {
      ...viewer,
      access: { role: 'viewer', extra: [], withdrawn: [], locations: [withdrawn] },
    } as const;
    const seen = await reading(actor, (ctx) => listLocations(ctx, { limit: 10 }));
    assert.deepEqual(
      seen.items.map(({ id }) => id),
      [other],
    );
  });
});

describe('closing', () => {
  test('takes a location out of the list, and reopening brings it back', async () => {
    const { as, member, location } = await newWorkspace();
    const owner = await member('owner');
    const locationId = await location();

    await as(owner, (ctx) => closeLocation(ctx, { locationId }));
    assert.deepEqual((await as(owner, (ctx) => listLocations(ctx, { limit: 10 }))).items, []);

    const closed = await as(owner, (ctx) => listLocations(ctx, { limit: 10, closed: true }));
    assert.deepEqual(
      closed.items.map(({ id }) => id),
      [locationId],
    );

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
