import { hash } from 'node:crypto';
import { before, describe } from 'node:test';
import type { Database, Tx } from '../../../kit/db/database.ts';
import { ApiKeyId, MemberId, UserId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { colleagues, hashOf, liveSession } from '../../identity/index.ts';
import { LocationId } from '../places/contract.ts';
import { InvitationId } from './contract.ts';
import * as door from './door.sql.ts';
import * as invitations from './invitations.sql.ts';
import * as members from './members.sql.ts';
import * as published from './published.sql.ts';

/*
 * Two workspaces of the same people: three owners, every tenth a guest at two locations, every tenth with a session in
 * one of which they look around, and more invitations than anybody answers.
 */
const peopleCount = 6_000;
const locationsCount = 400;
const invitationsCount = 4_000;
const keysCount = 2_000;
const workspaceId = WorkspaceId.parse(numberedId(1));
const scope = { kind: 'workspace', workspaceId } as const;
const where = () => ({ db, scope });
const start = new Date('2026-01-01T00:00:00Z');
const now = new Date('2026-01-20T00:00:00Z');
const later = new Date('2026-02-20T00:00:00Z');
const page = { limit: 20, after: undefined };
const memberId = MemberId.parse(numberedId(20));
const userId = UserId.parse(numberedId(20));
const locationId = LocationId.parse(numberedId(7));
const decidedCount = 3_900;
const invitationId = InvitationId.parse(numberedId(3_901));
const tables = ['workspaces', 'members', 'locations', 'location_roles', 'invitations', 'api_keys'];

let db: Database;
let laterMembers: string;
let laterInvitations: string;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, fill);
  await analyze(db, ...['users', 'profiles', 'sessions'].map((table) => `identity.${table}`));
  await analyze(db, ...tables.map((table) => `workspaces.${table}`));
  const reader = db.reader(scope);
  laterMembers = (await members.membersOfWorkspace(reader, colleagues, {}, page)).next!;
  laterInvitations = (await invitations.invitationsOfWorkspace(reader, colleagues, { now }, page)).next!;
});

async function fill(tx: Tx): Promise<void> {
  const [n, w] = [numberedIn(sql`n`), numberedIn(sql`w`)];
  const both = (count: number) => sql`generate_series(1, 2) w, generate_series(1, ${count}::int) n`;
  await tx.run(sql`
    insert into identity.users (id, email, name, created_at, updated_at)
    select ${n}, 'person-' || n || '@test.local', 'Person ' || md5(n::text), ${start}, ${start}
      from generate_series(1, ${peopleCount}::int) n`);
  await tx.run(sql`
    insert into identity.profiles (user_id, created_at, updated_at) select id, ${start}, ${start} from identity.users`);
  await tx.run(sql`
    insert into identity.sessions (token_hash, id, user_id, created_at, expires_at, last_used_at, proved_at)
    select sha256(('session ' || n)::bytea), ${n}, ${n}, ${start}, ${later}, ${start}, ${start}
      from generate_series(1, ${peopleCount}::int) n`);
  await tx.run(sql`
    insert into workspaces.workspaces (id, name, slug, kind, personal_of, created_at, updated_at)
    select ${w}, 'Testing', 'shop-' || w, case when w < 100 then 'brand' else 'personal' end,
           case when w >= 100 then ${numberedIn(sql`w - 80`)} end, ${start}, ${start}
      from generate_series(1, 200) w`);
  // As it is once the database had a quiet moment: what waits to be put into the index is read whole by every search.
  await tx.run(sql`select gin_clean_pending_list('identity.users_by_words')`);
  for (const statement of [
    sql`members (workspace_id, id, user_id, role, joined_at, created_at, updated_at)
        select ${w}, ${n}, ${n}, case when n <= 3 then 'owner' when n % 10 = 0 then null else 'viewer' end,
               ${start}::timestamptz + n * interval '1 m', ${start}, ${start} from ${both(peopleCount)}`,
    sql`locations (workspace_id, id, name, timezone, created_at, updated_at)
        select ${w}, ${n}, 'Location ' || md5(n::text), 'UTC', ${start}, ${start} from ${both(locationsCount)}`,
    sql`location_roles (workspace_id, member_id, location_id, role, created_at, updated_at)
        select ${w}, ${n}, ${numberedIn(sql`at`)}, 'viewer', ${start}, ${start}
          from ${both(peopleCount)}, generate_series(1, 2) at where n % 10 = 0`,
    sql`invitations (workspace_id, id, email, token_hash, role, invited_by, created_at, expires_at, sent_at,
                     accepted_at, revoked_at, revoked_by, updated_at)
        select ${w}, ${n}, 'guest-' || n || '@test.local', sha256(('link ' || n)::bytea), 'viewer',
               ${numberedIn(sql`1 + n % 3`)}, ${start}::timestamptz + n * interval '1 m', ${later},
               case when n % 50 > 0 then ${start}::timestamptz end,
               case when n <= ${decidedCount}::int and n % 2 = 0 then ${start}::timestamptz end,
               case when n <= ${decidedCount}::int and n % 2 = 1 then ${start}::timestamptz end,
               case when n <= ${decidedCount}::int and n % 2 = 1 then ${numberedIn(sql`1`)} end,
               ${start}::timestamptz from ${both(invitationsCount)}`,
    sql`api_keys (workspace_id, id, name, token_hash, hint, permissions, made_by, created_at)
        select ${w}, ${n}, 'Key', sha256(('key ' || n)::bytea), 'hint', '{workspaces.read}', ${n}, ${start}
          from ${both(keysCount)}`,
  ]) {
    await tx.run(sql`insert into workspaces.${statement}`);
  }
}

const session = () => liveSession(hashOf('session 20'), now);
const known = ['sessions_pkey', 'users_pkey'];
const place = ['location_roles_pkey'];
const memberByPerson = /^member(s_by_user|_once_per_workspace)$/;
/** What people see of their own is in the walls of `workspaces`, and not asked for in a workspace. */
const notAsked = { whole: ['members'] };
const person = ['users_pkey', 'profiles_pkey'];

describe('at the door', () => {
  explainEach(door, where, {
    findVisitor: { given: () => [session()], by: known, scope: { kind: 'installation' } },
    findVisitorAtWork: {
      given: () => [session()],
      by: [...known, ...place, 'workspaces_pkey', memberByPerson],
      ...notAsked,
    },
    findLiveKey: {
      given: () => [colleagues, hashOf('key 20'), now],
      by: [...place, 'api_keys_by_token', 'workspaces_pkey', 'members_pkey', 'users_pkey'],
      ...notAsked,
    },
    touchKeys: {
      given: () => [[4, 5, 6].map((n) => ({ keyId: ApiKeyId.parse(numberedId(n)), at: now }))],
      by: ['api_keys_pkey'],
    },
  });
});

describe('members', () => {
  const shown = [...person, ...place, 'locations_pkey', 'members_pkey'];
  const change = { role: 'viewer', extra: [], withdrawn: [] } as const;
  explainEach(members, where, {
    membersOfWorkspace: [
      { given: () => [colleagues, {}, page], by: [...shown, 'members_by_age'], rowsMax: 250 },
      {
        when: 'on a later page',
        given: () => [colleagues, {}, { ...page, after: laterMembers }],
        by: [...shown, 'members_by_age'],
        rowsMax: 250,
      },
      {
        when: 'by words',
        given: () => [colleagues, { q: hash('md5', '2999').slice(0, 6) }, page],
        by: [...shown, 'users_by_words', memberByPerson],
      },
      {
        when: 'by role',
        given: () => [colleagues, { role: 'owner' as const }, page],
        by: [...shown, 'members_owners'],
      },
    ],
    findMember: { given: () => [colleagues, memberId], by: shown },
    findMemberByEmail: {
      given: () => [colleagues, 'person-20@test.local'],
      by: ['users_by_email', memberByPerson],
    },
    insertMember: {
      given: () => [
        {
          workspaceId,
          id: MemberId.parse(numberedId(9_999)),
          userId,
          role: 'viewer' as const,
          createdAt: now,
        },
      ],
      by: ['member_once_per_workspace'],
    },
    holdMemberAndOwners: { given: () => [memberId], by: [...place, 'members_owners', 'members_pkey'] },
    holdMemberOfPerson: { given: () => [userId], by: [...place, memberByPerson] },
    setMemberRole: { given: () => [memberId, change, now], by: ['members_pkey'] },
    deleteMember: { given: () => [memberId], by: ['members_pkey', 'api_keys_by_maker'] },
    putLocationRole: {
      given: () => [
        { workspaceId, memberId, locationId, role: 'viewer' as const, extra: [], withdrawn: [], at: now },
      ],
      by: ['locations_pkey', 'location_roles_pkey'],
    },
    deleteLocationRole: { given: () => [memberId, numberedId(1)], by: ['location_roles_pkey'] },
  });
});

describe('invitations', () => {
  const shown = ['users_pkey', 'members_pkey'];
  const [linkHash, email] = [hashOf('link 3901'), 'guest-3901@test.local'];
  const inviter = MemberId.parse(numberedId(2));
  const open = {
    by: [
      ...place,
      /^(users|profiles)_pkey$/,
      'invitations_by_token',
      'workspaces_pkey',
      'members_pkey',
      'locations_pkey',
    ],
    ...notAsked,
  };
  explainEach(invitations, where, {
    invitationsOfWorkspace: [
      { given: () => [colleagues, { now }, page], by: [...shown, 'invitations_by_age'], rowsMax: 200 },
      {
        when: 'on a later page',
        given: () => [colleagues, { now }, { ...page, after: laterInvitations }],
        by: [...shown, 'invitations_by_age'],
        rowsMax: 200,
      },
    ],
    findInvitation: { given: () => [colleagues, invitationId, now], by: [...shown, 'invitations_pkey'] },
    holdInvitation: { given: () => [invitationId, now], by: ['invitations_pkey'] },
    insertInvitation: {
      given: () => [
        {
          ...{
            workspaceId,
            id: InvitationId.parse(numberedId(9_999)),
            email: 'new@test.local',
            tokenHash: null,
          },
          ...{
            role: 'viewer' as const,
            locationRoles: [],
            invitedBy: inviter,
            createdAt: now,
            expiresAt: later,
          },
        },
      ],
      by: [],
    },
    revokeExpiredInvitations: { given: () => [email, inviter, later], by: ['invitations_open'] },
    countUndecidedInvitations: { given: () => [500], by: ['invitations_open'], rowsMax: 500 },
    renewInvitation: {
      given: () => [{ id: invitationId, tokenHash: null, expiresAt: later, at: now }],
      by: ['invitations_pkey'],
    },
    claimInvitation: {
      given: () => [colleagues, InvitationId.parse(numberedId(3_950)), hashOf('new'), now],
      by: ['invitations_pkey', 'workspaces_pkey', 'members_pkey', /^(users|profiles)_pkey$/],
      ...notAsked,
    },
    markInvitationSent: { given: () => [invitationId, linkHash, now], by: [/^invitations_(pkey|by_token)$/] },
    revokeInvitation: { given: () => [invitationId, inviter, now], by: ['invitations_pkey'] },
    // As many as somebody invited.
    revokeInvitationsBy: {
      given: () => [inviter, null, now],
      by: [/^invitations_(open|by_inviter)$/],
      rowsMax: 1_500,
    },
    findOpenInvitation: { given: () => [colleagues, linkHash, now], ...open },
    holdOpenInvitation: { given: () => [colleagues, linkHash, now], ...open },
    markInvitationAccepted: { given: () => [invitationId, inviter, now], by: ['invitations_pkey'] },
    // What is not decided yet, and no more than may be.
    unsentInvitations: { given: () => [now, now, 50], by: ['invitations_open'], rowsMax: 1_000 },
    findAcceptor: { given: () => [colleagues, userId], by: ['users_pkey'] },
    countLocations: { given: () => [[1, 2, 3].map(numberedId)], by: ['locations_pkey'] },
  });
});

describe('what modules above ask of workspaces', () => {
  explainEach(published, where, {
    locationIsThere: { given: () => [locationId], by: ['locations_pkey'] },
    findWorker: { given: () => [colleagues, memberId], by: [...place, 'members_pkey', 'users_pkey'] },
    workersOf: { given: () => [colleagues, 20], by: [...place, 'members_pkey', 'users_pkey'] },
    findWorkspaceBySlug: {
      given: () => ['shop-7'],
      by: ['workspaces_by_slug'],
      scope: { kind: 'installation' },
      ...notAsked,
    },
    findPersonalWorkspace: {
      given: () => [userId],
      by: ['workspaces_personal'],
      scope: { kind: 'installation' },
      ...notAsked,
    },
    findFirstOwner: { given: () => [], by: ['members_owners', 'workspaces_pkey'], ...notAsked },
    findMembership: { given: () => [userId], by: ['members_by_user'] },
  });
});
