import { before, describe, test } from 'node:test';
import type { Database, Tx } from '../db/database.ts';
import { UserId, WorkspaceId } from '../ids.ts';
import { sql } from '../sql.ts';
import { scratchDatabase } from '../testing/database.ts';
import { analyze, assertUsesIndex, explainEach, numberedId, numberedIn } from '../testing/explain.ts';
import * as idempotency from './idempotency.ts';

/* A month of writes of two workspaces with 100 members each, and what those people did outside of them. */
const membersCount = 100;
const keysPerMember = 100;
const workspaceId = WorkspaceId.parse(numberedId(1));
const userId = UserId.parse(numberedId(1));
const at = new Date('2026-01-01T12:00:00Z');
const requestHash = Buffer.alloc(32);

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, fill);
  await analyze(db, 'app.idempotency_keys', 'app.person_idempotency_keys');
});

async function fill(tx: Tx): Promise<void> {
  const members = sql`generate_series(1, 2) w, generate_series(1, ${membersCount}::int) m`;
  const keys = sql`generate_series(1, ${keysPerMember}::int) k`;
  const kept = sql`'k' || k, ${requestHash}, 200, '{}', ${at}::timestamptz + k * interval '400 min'`;
  await tx.run(sql`
    insert into workspaces.workspaces (id, name, created_at, updated_at)
    select ${numberedIn(sql`w`)}, 'Testing', ${at}, ${at} from generate_series(1, 2) w`);
  await tx.run(sql`
    insert into identity.users (id, email, name, created_at, updated_at)
    select ${numberedIn(sql`m`)}, m || '@test.local', 'Testing', ${at}, ${at}
      from generate_series(1, ${membersCount}::int) m`);
  await tx.run(sql`
    insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
    select ${numberedIn(sql`w`)}, ${numberedIn(sql`m`)}, ${numberedIn(sql`m`)}, 'member', ${at}, ${at} from ${members}`);
  await tx.run(sql`
    insert into app.idempotency_keys (workspace_id, member_id, key, request_hash, status, reply, created_at)
    select ${numberedIn(sql`w`)}, ${numberedIn(sql`m`)}, ${kept} from ${members}, ${keys}`);
  await tx.run(sql`
    insert into app.person_idempotency_keys (user_id, key, request_hash, status, reply, created_at)
    select ${numberedIn(sql`m`)}, ${kept} from generate_series(1, ${membersCount}::int) m, ${keys}`);
}

const inWorkspace = { kind: 'workspace', workspaceId } as const;
const asPerson = { kind: 'person', userId } as const;
const ofMember = { owner: { workspaceId, memberId: numberedId(1) }, key: 'k1', requestHash, at };
const ofPerson = { owner: { userId }, key: 'k1', requestHash, at };

describe('keys of writes', () => {
  explainEach(idempotency, () => ({ db, scope: inWorkspace }), {
    // Sent twice: the key is refused, and then what was answered is read.
    claimKey: [
      { given: () => [ofMember], by: ['idempotency_keys_pkey'] },
      {
        when: 'outside any workspace',
        given: () => [ofPerson],
        scope: asPerson,
        by: ['person_idempotency_keys_pkey'],
      },
    ],
    purgeIdempotencyKeys: {
      given: () => [new Date(at.getTime() + 86_400_000), 20],
      by: ['idempotency_keys_by_age', 'idempotency_keys_pkey'],
    },
    purgePersonIdempotencyKeys: {
      given: () => [new Date(at.getTime() + 86_400_000), 20],
      scope: { kind: 'installation' },
      by: ['person_idempotency_keys_by_age', 'person_idempotency_keys_pkey'],
    },
  });

  test('get their answer by their primary key', async () => {
    const answer = { status: 200, text: '{}', replayed: false };
    const kept = idempotency.keepAnswer(ofMember, answer);
    await assertUsesIndex(db, inWorkspace, kept, 'idempotency_keys_pkey');
    const keptOfPerson = idempotency.keepAnswer(ofPerson, answer);
    await assertUsesIndex(db, asPerson, keptOfPerson, 'person_idempotency_keys_pkey');
  });
});
