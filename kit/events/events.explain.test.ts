import { before, describe } from 'node:test';
import type { Database } from '../db/database.ts';
import { uuidv7, WorkspaceId } from '../ids.ts';
import { sql } from '../sql.ts';
import { scratchDatabase } from '../testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../testing/explain.ts';
import * as events from './events.sql.ts';
import * as sayings from './say.ts';

/* Three days of three busy workspaces: each transaction published ten events. */
const workspacesCount = 3;
const eventsPerWorkspace = 10_000;
const workspaceId = WorkspaceId.parse(numberedId(1));
const at = new Date('2026-01-31T12:00:00Z');

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, async (tx) => {
    await tx.run(sql`
      insert into workspaces.workspaces (id, name, created_at, updated_at)
      select ${numberedIn(sql`n`)}, 'Testing', ${at}, ${at} from generate_series(1, ${workspacesCount}::int) n`);
    await tx.run(sql`
      insert into app.events (workspace_id, transaction, id, name, payload, published_at)
      select ${numberedIn(sql`w`)}, (3 + n / 100)::text::xid8, ${numberedIn(sql`n`)}, 'testing.noted', '{}',
             ${at}::timestamptz + n * interval '20 s'
        from generate_series(1, ${workspacesCount}::int) w, generate_series(1, ${eventsPerWorkspace}::int) n`);
  });
  await analyze(db, 'app.events');
});

const ours = () => ({ db, scope: { kind: 'workspace', workspaceId } }) as const;
const soon = new Date(at.getTime() + 3_600_000);

describe('what happened', () => {
  explainEach(events, ours, {
    insertEvent: {
      given: () => [{ workspaceId, id: uuidv7(), name: 'testing.noted', payload: {}, publishedAt: at }],
      by: [],
    },
    readEvents: [
      {
        when: 'for who was away',
        given: () => [{ transaction: 50n, position: 1n }, 50] as const,
        by: ['events_pkey'],
      },
      {
        when: 'for who missed nothing',
        given: () => [{ transaction: 103n, position: 99_999_999n }, 50] as const,
        by: ['events_pkey'],
      },
    ],
    deleteEventsBefore: { given: () => [soon, 20], by: ['events_by_age', 'events_pkey'] },
  });
  explainEach(sayings, ours, {
    say: { given: () => [{ workspaceId, name: 'testing.said', payload: {} }], by: [] },
  });
});
