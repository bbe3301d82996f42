import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { coworkers } from '../../workspaces/index.ts';
import {
  channelId,
  crowded,
  memberId,
  now,
  scope,
  start,
  tagId,
  workspaceId,
} from '../conversations/testing/crowd.ts';
import { ViewId } from './contract.ts';
import { newViewId } from './testing.ts';
import * as db from './views.sql.ts';

const asker = { me: memberId, places: { everywhere: true, except: [], only: [] } };
const viewId = ViewId.parse(numberedId(500));
const view = { id: viewId, memberId, name: 'Open', filters: {}, search: null, place: 0 };
const counted = [{ status: 'open' }, { channelId }, { assignee: 'me' }, { tagId, unread: true }] as const;
/** Whoever saved it, by name. */
const who = ['members_pkey', 'users_pkey'];
let database: Database;

before(async () => {
  database = await crowded();
  await database.transaction({ kind: 'owner' }, (tx) =>
    tx.run(sql`
      insert into inbox.views (workspace_id, id, member_id, name, filters, created_by, created_at, updated_at)
      select ${numberedIn(sql`w`)}, ${numberedIn(sql`n`)},
             case when n > 10 then ${numberedIn(sql`1 + n % 500`)} end, 'View ' || n, '{}',
             ${numberedIn(sql`1 + n % 500`)}, ${start}, ${start}
        from generate_series(1, 2) w, generate_series(1, 5000) n`),
  );
  await analyze(database, 'inbox.views');
});

describe('views', () => {
  explainEach(db, () => ({ db: database, scope }), {
    viewsOf: { given: () => [coworkers, memberId, 20], by: ['views_by_member', ...who] },
    findView: { given: () => [coworkers, viewId], by: ['views_pkey', ...who] },
    holdView: { given: () => [viewId], by: ['views_pkey'] },
    countViewsOf: [
      { given: () => [memberId, 20], by: ['views_by_member'] },
      { when: 'for everybody', given: () => [null, 20], by: ['views_by_member'] },
    ],
    insertView: {
      given: () => [workspaceId, { ...view, id: newViewId() }, memberId, now],
      by: ['views_pkey'],
    },
    changeView: { given: () => [view, now], by: ['views_pkey'] },
    dropView: { given: () => [viewId], by: ['views_pkey'] },
    countsOf: {
      given: () => [asker, counted.map((filter) => ({ id: viewId, filter })), 50],
      by: [
        ...['conversations_by_status', 'conversations_by_channel', 'conversations_by_assignee'],
        ...['conversation_tags_by_tag', 'conversations_pkey', 'conversation_reads_pkey'],
      ],
      rowsMax: 1_000,
    },
  });
});
