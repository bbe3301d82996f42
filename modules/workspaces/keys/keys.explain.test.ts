import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { ApiKeyId, MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { colleagues, hashOf } from '../../identity/index.ts';
import * as keys from './keys.sql.ts';

/* Two workspaces that have made keys for years, and revoked most of them. */
const keysCount = 4_000;
const workspaceId = WorkspaceId.parse(numberedId(1));
const scope = { kind: 'workspace', workspaceId } as const;
const start = new Date('2026-01-01T00:00:00Z');
const now = new Date('2026-01-20T00:00:00Z');
const page = { limit: 20, after: undefined };
const id = ApiKeyId.parse(numberedId(4_000));
const maker = MemberId.parse(numberedId(1));

let db: Database;
let next: string;
before(async () => {
  db = await (await scratchDatabase()).open();
  const [n, w] = [numberedIn(sql`n`), numberedIn(sql`w`)];
  await db.transaction({ kind: 'owner' }, async (tx) => {
    await tx.run(sql`
      insert into identity.users (id, email, name, created_at, updated_at)
      select ${n}, n || '@test.local', 'Person', ${start}, ${start} from generate_series(1, 2000) n`);
    await tx.run(sql`
      insert into workspaces.workspaces (id, name, created_at, updated_at)
      select ${w}, 'Testing', ${start}, ${start} from generate_series(1, 2) w`);
    await tx.run(sql`
      insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
      select ${w}, ${n}, ${n}, 'owner', ${start}, ${start}
        from generate_series(1, 2) w, generate_series(1, 2000) n`);
    await tx.run(sql`
      insert into workspaces.api_keys (workspace_id, id, name, token_hash, hint, permissions, made_by, created_at,
                                       revoked_at)
      select ${w}, ${n}, 'Key', sha256(n::text::bytea), 'hint', '{workspaces.read}', ${numberedIn(sql`1 + n % 2000`)},
             ${start}::timestamptz + n * interval '1 m', case when n < 3900 then ${now}::timestamptz end
        from generate_series(1, 2) w, generate_series(1, ${keysCount}::int) n`);
  });
  await analyze(db, 'identity.users', 'workspaces.members', 'workspaces.api_keys');
  next = (await keys.keysOfWorkspace(db.reader(scope), colleagues, { now }, page)).next!;
});

describe('API keys', () => {
  const shown = ['members_pkey', 'users_pkey'];
  explainEach(keys, () => ({ db, scope }), {
    keysOfWorkspace: [
      { given: () => [colleagues, { now }, page], by: [...shown, 'api_keys_by_age'] },
      {
        when: 'on a later page',
        given: () => [colleagues, { now }, { ...page, after: next }],
        by: [...shown, 'api_keys_by_age'],
      },
      {
        when: 'those that work',
        given: () => [colleagues, { now, status: 'live' as const }, page],
        by: [...shown, 'api_keys_by_age'],
      },
    ],
    findKey: { given: () => [colleagues, id, now], by: [...shown, 'api_keys_pkey'] },
    countLiveKeys: { given: () => [now, 1_000], by: ['api_keys_by_age'], rowsMax: 1_000 },
    insertKey: {
      given: () => [
        {
          ...{ workspaceId, id: ApiKeyId.parse(numberedId(9_999)), name: 'Key', tokenHash: hashOf('new') },
          ...{
            hint: 'hint',
            permissions: ['workspaces.read'],
            madeBy: maker,
            createdAt: now,
            expiresAt: null,
          },
        },
      ],
      by: ['api_keys_pkey'],
    },
    renameKey: { given: () => [id, 'Other'], by: ['api_keys_pkey'] },
    revokeKey: { given: () => [id, maker, now], by: ['api_keys_pkey'] },
  });
});
