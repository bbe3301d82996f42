import { before, describe } from 'node:test';
import type { Database, Tx } from '../../kit/db/database.ts';
import { MemberId, UserId, WorkspaceId } from '../../kit/ids.ts';
import { sql } from '../../kit/sql.ts';
import { scratchDatabase } from '../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../kit/testing/explain.ts';
import * as leaving from './leaving.sql.ts';

/* Some thousand workspaces of a few people each, and one of many. */
const workspacesCount = 2_000;
const membersOfLarge = 3_000;
const start = new Date('2026-01-01T00:00:00Z');
const large = WorkspaceId.parse(numberedId(1));
const small = WorkspaceId.parse(numberedId(7));
const whose = UserId.parse(numberedId(7));

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, fill);
  await analyze(db, 'identity.users', 'identity.profiles', 'workspaces.workspaces', 'workspaces.members');
});

async function fill(tx: Tx): Promise<void> {
  const id = numberedIn(sql`n`);
  const people = sql`generate_series(1, ${membersOfLarge}::int) n`;
  await tx.run(sql`
    insert into identity.users (id, email, name, created_at, updated_at)
    select ${id}, n || '@test.local', 'Person ' || n, ${start}, ${start} from ${people}`);
  await tx.run(sql`
    insert into identity.profiles (user_id, created_at, updated_at) select ${id}, ${start}, ${start} from ${people}`);
  await tx.run(sql`
    insert into workspaces.workspaces (id, name, created_at, updated_at)
    select ${id}, 'Testing', ${start}, ${start} from generate_series(1, ${workspacesCount}::int) n`);
  await tx.run(sql`
    insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
    select ${large}, ${id}, ${id}, case when n <= 2 then 'owner' else 'member' end, ${start}, ${start} from ${people}`);
  await tx.run(sql`
    insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
    select ${id}, ${numberedIn(sql`p`)}, ${numberedIn(sql`p`)}, case when p % 3 = 0 then 'owner' else 'member' end,
           ${start}, ${start}
      from generate_series(2, ${workspacesCount}::int) n, generate_series(1 + n % 900, 3 + n % 900) p`);
}

const inLarge = { kind: 'workspace', workspaceId: large } as const;
const inSmall = { kind: 'workspace', workspaceId: small } as const;
const me = MemberId.parse(numberedId(7));

describe('leaving', () => {
  explainEach(leaving, () => ({ db, scope: inLarge }), {
    asPerson: { given: () => [whose, async () => undefined], by: [] },
    placesOf: {
      scope: { kind: 'person', userId: whose },
      given: () => [whose, { limit: 20, after: undefined }],
      by: [/^members/, 'workspaces_pkey'],
    },
    holdOwners: { given: () => [], by: ['members_owners'] },
    findStanding: {
      given: () => [large, whose],
      by: ['workspaces_pkey', /member/, 'users_pkey', 'profiles_pkey'],
    },
    findSuccessor: [
      {
        when: 'of a few',
        scope: inSmall,
        given: () => [whose],
        by: [/members/, 'users_pkey', 'profiles_pkey'],
      },
    ],
    makeOwner: { given: () => [me, start], by: ['members_pkey'] },
    deleteMember: { given: () => [me], by: ['members_pkey'] },
    // Whoever may delete it is asked of its members as well.
    deleteWorkspace: { scope: inSmall, given: () => [small], by: ['workspaces_pkey', /^members/] },
  });
});
