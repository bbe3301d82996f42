import { z } from 'zod';
import type { Actor, Ctx } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { uuidv7 } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { workIn } from '../../../kit/work.ts';
import type { Walk } from '../walk.ts';
import { AuditEntryId } from './contract.ts';

const system: Actor = { kind: 'system' };
const Newest = z.object({ id: AuditEntryId });

/** Something to find in the trail of the workspace. */
async function newEntry({ ground, workspaceId }: Walk): Promise<AuditEntryId> {
  const { id } = await workIn(ground, workspaceId, { actor: system }, async (ctx) => {
    await ctx.record({ category: 'settings', action: 'workspaces.renamed', subject: { type: 'workspace' } });
    return ctx.tx.one(
      Newest,
      sql`select id from workspaces.audit_entries order by created_at desc, id desc limit 1`,
    );
  });
  return id;
}

/** Many at once, without going through the use case for each. */
export async function addEntries(ctx: Ctx, count: number) {
  const first = uuidv7(ctx.now.getTime());
  await ctx.tx.run(sql`
    insert into workspaces.audit_entries (workspace_id, id, actor_kind, category, action, subject_type, subject_id,
      created_at)
    select ${ctx.workspaceId}, (left(${first}, 24) || lpad(to_hex(n), 12, '0'))::uuid, 'system', 'content',
           'testing.added', 'note', n::text, ${ctx.now}
      from generate_series(1, ${count}::int) n`);
}

/** A good input for every route of this part. */
export const trailSamples: Samples<Walk> = {
  'GET /w/:workspaceId/audit': async () => ({ query: { category: 'settings', limit: 10 } }),
  'GET /w/:workspaceId/audit/:entryId': async (w) => ({ params: { entryId: await newEntry(w) } }),
  'GET /w/:workspaceId/audit.csv': async () => ({ query: { succeeded: 'true' } }),
};
