import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { workIn } from '../../../kit/work.ts';
import { conversationWithWords } from '../messages/testing.ts';
import type { Walk } from '../walk.ts';
import { BulkId } from './contract.ts';

export const newBulkId = () => newId(BulkId);

/** Of whoever is to ask, as far as it has come. */
const asked = (isFinished: boolean) => async (w: Walk) => {
  const bulkId = newBulkId();
  const { ground, workspaceId, ownerId } = w;
  const { conversationId } = await conversationWithWords(w);
  await workIn(ground, workspaceId, { actor: { kind: 'system' } }, async ({ tx, now }) => {
    await tx.run(sql`
      insert into inbox.bulk_actions (workspace_id, id, asked_by, action, items_count, finished_at, created_at, updated_at)
      select workspace_id, ${bulkId}, id, 'close', 1, ${isFinished ? now : null}, ${now}, ${now}
        from workspaces.members where user_id = ${ownerId}`);
    await tx.run(sql`
      insert into inbox.bulk_items (workspace_id, bulk_id, conversation_id)
      values (${workspaceId}, ${bulkId}, ${conversationId})`);
  });
  return { params: { bulkId } };
};

/** A good input for every route of this part. */
export const bulkSamples: Samples<Walk> = {
  'GET /w/:workspaceId/inbox/bulk-size': async (w) => {
    await conversationWithWords(w);
    return { query: { status: 'open' } };
  },
  'PUT /w/:workspaceId/inbox/bulk/:bulkId': async (w) => ({
    makesId: true,
    params: { bulkId: newBulkId() },
    body: {
      wish: { action: 'priority', priority: 'high' },
      conversationIds: [(await conversationWithWords(w)).conversationId],
    },
  }),
  'GET /w/:workspaceId/inbox/bulk/:bulkId': asked(false),
  'PUT /w/:workspaceId/inbox/bulk/:bulkId/cancellation': asked(false),
  'PUT /w/:workspaceId/inbox/bulk/:bulkId/undoing': asked(true),
};
