import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { ApiKeyId, UserId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { AuditEntryId } from './contract.ts';
import * as trail from './trail.sql.ts';

/* Two workspaces of many people, in use for a while. */
const entriesPerWorkspace = 12_000;
const peopleCount = 2_000;
const workspaceId = WorkspaceId.parse(numberedId(1));
const scope = { kind: 'workspace', workspaceId } as const;
const start = new Date('2026-01-01T00:00:00Z');
const page = { limit: 20, after: undefined };
const byName = ['users_pkey', 'profiles_pkey', 'api_keys_pkey'];
/** A page, a few past its end, and the names of twenty people and their keys. */
const pageRowsMax = 21 * 4;
const stretchRowsMax = trail.lookedThroughMax + pageRowsMax;

let db: Database;
let next: string;
before(async () => {
  db = await (await scratchDatabase()).open();
  await fill(db);
  next = (await trail.linesOf(db.reader(scope), {}, page)).next!;
});

async function fill(db: Database) {
  const people = sql`generate_series(1, ${peopleCount}::int) n`;
  await db.transaction({ kind: 'owner' }, async (tx) => {
    await tx.run(sql`
      insert into identity.users (id, email, name, created_at, updated_at)
      select ${numberedIn(sql`n`)}, n || '@test.local', 'Person ' || n, ${start}, ${start} from ${people}`);
    await tx.run(sql`
      insert into identity.profiles (user_id, created_at, updated_at)
      select ${numberedIn(sql`n`)}, ${start}, ${start} from ${people}`);
    await tx.run(sql`
      insert into workspaces.workspaces (id, name, created_at, updated_at)
      select ${numberedIn(sql`w`)}, 'Testing', ${start}, ${start} from generate_series(1, 2) w`);
    await tx.run(sql`
      insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
      select ${numberedIn(sql`w`)}, ${numberedIn(sql`n`)}, ${numberedIn(sql`n`)}, 'admin', ${start}, ${start}
        from generate_series(1, 2) w, ${people}`);
    await tx.run(sql`
      insert into workspaces.api_keys (workspace_id, id, name, token_hash, hint, permissions, made_by, created_at)
      select ${numberedIn(sql`w`)}, ${numberedIn(sql`n`)}, 'Key ' || n, sha256((w || ' ' || n)::bytea), 'abcd',
             '{workspaces.read}', ${numberedIn(sql`n`)}, ${start}
        from generate_series(1, 2) w, ${people}`);
    await tx.run(sql`
      insert into workspaces.audit_entries (workspace_id, id, actor_kind, actor_user_id, actor_key_id, category, action,
        subject_type, subject_id, succeeded, created_at)
      select ${numberedIn(sql`w`)}, ${numberedIn(sql`n`)}, case when n % 20 = 0 then 'key' else 'member' end,
             ${numberedIn(sql`1 + n % ${peopleCount}::int`)},
             case when n % 20 = 0 then ${numberedIn(sql`1 + n % ${peopleCount}::int`)} end,
             (array['settings', 'membership', 'secrets'])[1 + n % 3],
             (array['workspaces.renamed', 'workspaces.member_added', 'workspaces.key_made'])[1 + n % 3],
             (array['workspace', 'member', 'key'])[1 + n % 3], (n % 500)::text, n % 100 <> 0,
             ${start}::timestamptz + n * interval '1 minute'
        from generate_series(1, 2) w, generate_series(1, ${entriesPerWorkspace}::int) n`);
  });
  await analyze(
    db,
    ...['workspaces.audit_entries', 'workspaces.api_keys', 'identity.users', 'identity.profiles'],
  );
}

const whose = UserId.parse(numberedId(7));
const whichKey = ApiKeyId.parse(numberedId(21));
const found = (by: string, wanted: trail.Wanted, when: string, rowsMax = pageRowsMax) => ({
  when,
  given: () => [wanted, page] as const,
  by: [by, ...byName],
  rowsMax,
});

describe('the trail of a workspace', () => {
  explainEach(trail, () => ({ db, scope }), {
    linesOf: [
      found('audit_entries_by_age', {}, 'as it is'),
      {
        ...found('audit_entries_by_age', {}, 'on a later page'),
        given: () => [{}, { ...page, after: next }],
      },
      found('audit_entries_by_age', { from: start, to: new Date('2026-01-05T00:00:00Z') }, 'in a time'),
      found('audit_entries_by_category', { category: 'secrets' }, 'of a category'),
      found('audit_entries_by_actor', { actorUserId: whose }, 'of a person'),
      found('audit_entries_by_key', { actorKeyId: whichKey }, 'of a key'),
      found('audit_entries_by_subject', { subjectType: 'member', subjectId: '7' }, 'about a thing'),
      found('audit_entries_refused', { succeeded: false }, 'that was refused'),
      found('audit_entries_by_age', { action: 'workspaces.key_' }, 'of an action', 200),
      found('audit_entries_by_age', { subjectType: 'member' }, 'about a kind of thing', 200),
      found('audit_entries_by_age', { succeeded: true }, 'that was done'),
      found('audit_entries_by_actor', { actorUserId: whose, category: 'settings' }, 'of two', 200),
      found('audit_entries_by_age', { q: 'no such words' }, 'where there is none', stretchRowsMax),
    ],
    entriesOf: found('audit_entries_by_age', {}, 'in full'),
    endOfStretch: {
      given: () => [{ q: 'no such words' }, undefined],
      by: ['audit_entries_by_age'],
      rowsMax: trail.lookedThroughMax + 1,
    },
    findEntry: {
      given: () => [AuditEntryId.parse(numberedId(7))],
      by: ['audit_entries_pkey', ...byName],
    },
  });
});
