import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { coworkers } from '../../workspaces/index.ts';
import type { ConversationFilter } from '../conversations/filter.sql.ts';
import {
  conversationId,
  crowded,
  memberId,
  now,
  scope,
  start,
  workspaceId,
} from '../conversations/testing/crowd.ts';
import { ConversationId } from '../messages/contract.ts';
import * as db from './bulk.sql.ts';
import { BulkId } from './contract.ts';
import { newBulkId } from './testing.ts';

const asker = { me: memberId, places: { everywhere: true, except: [], only: [] } };
const anywhere = asker.places;
const open: ConversationFilter = { status: 'open' };
/** Half done, half put back. */
const bulkId = BulkId.parse(numberedId(500));
/** Not begun, and with no items yet. */
const waitingId = BulkId.parse(numberedId(1_990));
const some = [1, 2, 3].map((n) => ConversationId.parse(numberedId(n)));
const item = (n: number) => ConversationId.parse(numberedId(n));
let database: Database;

before(async () => {
  database = await crowded();
  const [w, b, n] = [numberedIn(sql`w`), numberedIn(sql`b`), numberedIn(sql`n`)];
  const at = sql`${start}::timestamptz + b * interval '1 m'`;
  await database.transaction({ kind: 'owner' }, async (tx) => {
    await tx.run(sql`
      insert into inbox.bulk_actions (workspace_id, id, asked_by, action, items_count, done_count, changed_count,
        finished_at, created_at, updated_at)
      select ${w}, ${b}, ${numberedIn(sql`1 + b % 500`)}, 'close', 10000, 10000, 5000,
             case when b < 1980 then ${at} end, ${at}, ${at} from generate_series(1, 2) w, generate_series(1, 2000) b`);
    await tx.run(sql`
      insert into inbox.bulk_items (workspace_id, bulk_id, conversation_id, done_at, before, undone_at)
      select ${w}, ${b}, ${n}, case when n % 2 = 0 then ${at} end, case when n % 2 = 0 then '{}'::jsonb end,
             case when n % 4 = 0 then ${at} end
        from generate_series(1, 2) w, generate_series(490, 510) b, generate_series(1, 1000) n`);
  });
  await analyze(database, 'inbox.bulk_actions', 'inbox.bulk_items');
});

describe('many conversations at once', () => {
  explainEach(db, () => ({ db: database, scope }), {
    countMatching: {
      given: () => [asker, open, anywhere, 50],
      by: ['conversations_by_status'],
    },
    meantByName: { given: () => [asker, some, anywhere], by: ['conversations_pkey'] },
    meantByFilter: {
      given: () => [asker, open, anywhere, 50],
      by: ['conversations_by_status'],
    },
    insertBulk: {
      given: () => [
        { workspaceId, id: newBulkId(), askedBy: memberId, wish: { action: 'close' }, at: now } as const,
        3,
      ],
      by: ['bulk_actions_pkey'],
    },
    insertItems: { given: () => [workspaceId, waitingId, [conversationId]], by: [] },
    findBulk: { given: () => [coworkers, bulkId], by: ['bulk_actions_pkey', 'members_pkey', 'users_pkey'] },
    holdBulk: { given: () => [bulkId], by: ['bulk_actions_pkey'] },
    itemsToDo: { given: () => [bulkId, 20], by: ['bulk_items_to_do'] },
    itemsToUndo: { given: () => [bulkId, 20], by: ['bulk_items_to_undo'] },
    markDone: {
      given: () => [bulkId, [1, 3, 5].map((n) => ({ id: item(n), before: null })), now],
      by: [/^bulk_items_/],
    },
    markUndone: { given: () => [bulkId, [2, 6, 10].map(item), now], by: [/^bulk_items_/] },
    advance: { given: () => [bulkId, { done: 0, changed: 0, undone: 0 }, now], by: ['bulk_actions_pkey'] },
    markBulk: { given: () => [waitingId, 'finished_at' as const, now], by: ['bulk_actions_pkey'] },
    stuckBulks: { given: () => [now, 20], by: ['bulk_actions_under_way'] },
    dropOldBulks: { given: () => [now, 5], by: ['bulk_actions_by_age', 'bulk_actions_pkey'] },
  });
});
