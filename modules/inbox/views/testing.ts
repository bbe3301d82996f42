import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { workIn } from '../../../kit/work.ts';
import type { Walk } from '../walk.ts';
import { ViewId } from './contract.ts';

export const newViewId = () => newId(ViewId);

/** Of whoever is to ask. */
const saved = async ({ ground, workspaceId, ownerId }: Walk) => {
  const viewId = newViewId();
  await workIn(ground, workspaceId, { actor: { kind: 'system' } }, ({ tx, now }) =>
    tx.run(sql`
      insert into inbox.views (workspace_id, id, member_id, name, filters, created_at, updated_at)
      select workspace_id, ${viewId}, id, 'Urgent', '{"priority": "urgent"}', ${now}, ${now}
        from workspaces.members where user_id = ${ownerId}`),
  );
  return { params: { viewId } };
};

/** A good input for every route of this part. */
export const viewsSamples: Samples<Walk> = {
  'GET /w/:workspaceId/inbox/views': async (w) => {
    await saved(w);
    return {};
  },
  'GET /w/:workspaceId/inbox/views/counts': async (w) => {
    await saved(w);
    return {};
  },
  'PUT /w/:workspaceId/inbox/views/:viewId': async () => ({
    makesId: true,
    params: { viewId: newViewId() },
    body: { name: 'Mine and unread', filters: { assignee: 'me', unread: 'true' } },
  }),
  'DELETE /w/:workspaceId/inbox/views/:viewId': async (w) => ({ makesId: true, ...(await saved(w)) }),
};
