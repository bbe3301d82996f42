import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { MemberId, UserId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { colleagues } from '../../identity/index.ts';
import * as published from '../opening-hours/published.sql.ts';
import { LocationId } from './contract.ts';
import * as holdings from './holdings.sql.ts';
import * as locations from './locations.sql.ts';
import * as ownership from './ownership.sql.ts';
import * as trials from './trials.sql.ts';
import * as workspaces from './workspaces.sql.ts';

/*
 * Four thousand workspaces, of which every tenth is deleted and one is a holding of twenty. The first two have five
 * thousand locations and two thousand members each; everybody has one place, and the first person thirty.
 */
const workspacesCount = 4_000;
const locationsPerWorkspace = 5_000;
const membersPerWorkspace = 2_000;
const idOf = (n: number) => WorkspaceId.parse(numberedId(n));
const [workspaceId, deletedId] = [idOf(1), idOf(10)];
const userId = UserId.parse(numberedId(1));
const [locationId, memberId] = [LocationId.parse(numberedId(7)), MemberId.parse(numberedId(7))];
const at = new Date('2026-01-31T12:00:00Z');
const inWorkspace = { kind: 'workspace', workspaceId } as const;
const inDeleted = { kind: 'workspace', workspaceId: deletedId } as const;
const inInstallation = { kind: 'installation' } as const;
const ofPerson = { kind: 'person', userId } as const;

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, async (tx) => {
    await tx.run(sql`
      insert into identity.users (id, email, name, created_at, updated_at)
      select ${numberedIn(sql`n`)}, n || '@test.local', 'Testing', ${at}, ${at}
        from generate_series(1, ${membersPerWorkspace}::int) n`);
    await tx.run(sql`
      insert into identity.profiles (user_id, created_at, updated_at)
      select id, ${at}, ${at} from identity.users`);
    await tx.run(sql`
      insert into workspaces.workspaces (id, name, slug, deleted_at, trial_ends_at, created_at, updated_at)
      select ${numberedIn(sql`n`)}, 'Testing ' || n, 'testing-' || n,
             case when n % 10 = 0 then ${at}::timestamptz - n * interval '1 hour' end,
             case when n % 2 = 0 then ${at}::timestamptz + n * interval '1 hour' end, ${at}, ${at}
        from generate_series(1, ${workspacesCount}::int) n`);
    await tx.run(sql`
      update workspaces.workspaces set parent_id = ${workspaceId}
       where id between ${idOf(101)} and ${idOf(120)}`);
    await tx.run(sql`
      insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
      select ${numberedIn(sql`w`)}, ${numberedIn(sql`n`)}, ${numberedIn(sql`n`)},
             case when n <= 3 then 'owner' else 'viewer' end, ${at}, ${at}
        from generate_series(1, 2) w, generate_series(1, ${membersPerWorkspace}::int) n`);
    await tx.run(sql`
      insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
      select ${numberedIn(sql`w`)}, ${numberedIn(sql`1`)}, ${userId}, 'owner', ${at}, ${at}
        from generate_series(3, 30) w`);
    await tx.run(sql`
      insert into workspaces.locations (workspace_id, id, name, timezone, created_at, updated_at, closed_at)
      select ${numberedIn(sql`w`)}, ${numberedIn(sql`n`)}, 'Location ' || md5(n::text), 'UTC', ${at}, ${at},
             case when n % 2 = 0 then ${at}::timestamptz end
        from generate_series(1, 2) w, generate_series(1, ${locationsPerWorkspace}::int) n`);
  });
  await analyze(db, 'workspaces.locations', 'workspaces.workspaces', 'workspaces.members', 'identity.users');
  await analyze(db, 'identity.profiles');
});

/** The policy of workspaces looks here for a person, and finds nothing to do for anybody else. */
const own = /^members_(by_|owners)/;
const page = { limit: 50, after: undefined };
const location = {
  ...{ id: locationId, name: 'Harbour shop', timezone: 'UTC', createdAt: at, closedAt: null },
  ...{ address: null, phone: null, email: null, website: null, googlePlaceId: null },
  ...{ businessInfo: {}, openingHours: {}, brandVoice: {}, settings: {} },
};
const newWorkspace: workspaces.NewWorkspace = {
  ...{ id: idOf(9_000), name: 'New', kind: 'brand', slug: 'new', timezone: 'UTC', personalOf: null },
  ...{ parentId: null, isDemo: false, trialEndsAt: null, at },
};

describe('locations', () => {
  const some = { everywhere: false, except: [], only: [locationId] };
  explainEach(published, () => ({ db, scope: inWorkspace }), {
    findOpeningTimes: { given: () => [locationId], by: ['locations_pkey'] },
    findTimezone: { given: () => [workspaceId], by: ['workspaces_pkey', /^members_/] },
  });
  explainEach(locations, () => ({ db, scope: inWorkspace }), {
    openLocations: [
      { given: () => [page], by: ['locations_by_name'] },
      { when: 'of a guest', given: () => [page, some], by: ['locations_pkey'] },
    ],
    closedLocations: {
      when: 'of a guest',
      given: () => [page, { ...some, only: [numberedId(8)] }],
      by: ['locations_pkey'],
    },
    findLocation: { given: () => [locationId], by: ['locations_pkey'] },
    holdLocation: { given: () => [locationId], by: ['locations_pkey'] },
    insertLocation: {
      given: () => [workspaceId, { ...location, id: LocationId.parse(numberedId(9_001)) }, null, at],
      by: ['locations_pkey'],
    },
    changeLocation: { given: () => [location, at], by: ['locations_pkey'] },
    closeLocation: { given: () => [locationId, null, at], by: ['locations_pkey'] },
    reopenLocation: { given: () => [LocationId.parse(numberedId(8)), at], by: ['locations_pkey'] },
  });
});

describe('workspaces', () => {
  const row = async () => (await workspaces.findWorkspace(db.reader(inWorkspace), workspaceId))!;
  let held: workspaces.WorkspaceRow;
  before(async () => {
    held = await row();
  });
  explainEach(workspaces, () => ({ db, scope: inWorkspace }), {
    insertWorkspace: {
      given: () => [newWorkspace],
      by: [],
      scope: { kind: 'workspace', workspaceId: newWorkspace.id },
    },
    workspaceIsThere: {
      given: () => [workspaceId, userId],
      by: ['workspaces_personal', 'workspaces_pkey', own],
      scope: inInstallation,
    },
    workspacesOf: [
      { given: () => [userId, page, undefined], by: ['workspaces_pkey', own], scope: ofPerson },
      {
        when: 'by a word',
        given: () => [userId, page, 'Testing 3'],
        by: ['workspaces_pkey', own],
        scope: ofPerson,
      },
    ],
    deletedWorkspacesOf: {
      given: () => [userId, page],
      by: ['workspaces_pkey', own],
      scope: ofPerson,
    },
    findPlace: {
      given: () => [workspaceId, userId],
      by: ['workspaces_pkey', own],
      scope: ofPerson,
    },
    countOwned: { given: () => [userId, 200], by: [own], scope: ofPerson },
    findWorkspace: { given: () => [workspaceId], by: ['workspaces_pkey', own] },
    holdWorkspace: { given: () => [workspaceId], by: ['workspaces_pkey', own] },
    changeWorkspace: { given: () => [held, at], by: ['workspaces_pkey', own] },
    setAvatar: { given: () => [workspaceId, 'w/x', at], by: ['workspaces_pkey', own] },
    workspaceIds: {
      given: () => [idOf(500), 50],
      by: ['workspaces_pkey', own],
      scope: inInstallation,
    },
  });
});

describe('holdings', () => {
  explainEach(holdings, () => ({ db, scope: inWorkspace }), {
    findHolding: {
      given: () => [workspaceId, userId],
      by: ['workspaces_pkey', own],
    },
    findParent: { given: () => [workspaceId], by: ['workspaces_pkey', own], scope: inInstallation },
    childrenOf: {
      given: () => [workspaceId, page],
      by: ['workspaces_by_parent', own],
      scope: inInstallation,
    },
    sumOfChildren: { given: () => [workspaceId], by: ['workspaces_by_parent', own], scope: inInstallation },
    joinHolding: { given: () => [workspaceId, idOf(2), at], by: ['workspaces_pkey', own] },
    leaveHolding: {
      given: () => [idOf(101), workspaceId, at],
      by: ['workspaces_pkey', own],
      scope: { kind: 'workspace', workspaceId: idOf(101) },
    },
  });
});

describe('ownership', () => {
  const second = MemberId.parse(numberedId(8));
  explainEach(ownership, () => ({ db, scope: inWorkspace }), {
    holdMembers: {
      given: () => [workspaceId, [memberId, second]],
      by: ['members_pkey', 'profiles_pkey', 'users_pkey'],
    },
    changeOwner: { given: () => [{ workspaceId, to: memberId, from: second, at }], by: ['members_pkey'] },
    ownersOf: {
      given: () => [workspaceId, colleagues],
      by: ['users_pkey', own],
    },
    markDeleted: { given: () => [workspaceId, userId, at], by: ['workspaces_pkey', own] },
    markRestored: { given: () => [deletedId, at], by: ['workspaces_pkey', own], scope: inDeleted },
    deletedBefore: { given: () => [at, 50], by: ['workspaces_to_be_removed', own], scope: inInstallation },
    removeForGood: { given: () => [deletedId, at], by: ['workspaces_pkey', own], scope: inInstallation },
    isThere: { given: () => [workspaceId], by: ['workspaces_pkey', own], scope: inInstallation },
  });
});

describe('trials', () => {
  const until = new Date(at.getTime() + 60 * 3_600_000);
  explainEach(trials, () => ({ db, scope: inInstallation }), {
    trialsEndingBetween: { given: () => [at, until, page], by: ['workspaces_by_trial_end', own] },
  });
});
