import { before, describe } from 'node:test';
import * as audit from './audit.ts';
import type { Database } from './db/database.ts';
import { WorkspaceId } from './ids.ts';
import { sql } from './sql.ts';
import { scratchDatabase } from './testing/database.ts';
import { explainEach, numberedId, numberedIn } from './testing/explain.ts';

const workspaceId = WorkspaceId.parse(numberedId(1));
const now = new Date('2026-01-31T12:00:00Z');
const bySystem = { actor: { kind: 'system' }, now, requestId: 'r1', client: undefined } as const;
const change = { category: 'settings', action: 'testing.changed', subject: { type: 'note' } } as const;

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, (tx) =>
    tx.run(sql`
      insert into workspaces.workspaces (id, name, created_at, updated_at)
      values (${numberedIn(sql`1`)}, 'Testing', ${now}, ${now})`),
  );
});

describe('the trail', () => {
  explainEach(audit, () => ({ db, scope: { kind: 'workspace', workspaceId } }), {
    // A plan does not show what a function does inside; this one inserts a row and looks for none.
    recordChange: { given: () => [bySystem, change], by: [] },
  });
});
