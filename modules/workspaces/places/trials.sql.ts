import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';

const Trial = z.object({ id: WorkspaceId, name: z.string(), timezone: z.string(), trialEndsAt: z.date() });
const byEnd = keyset({ trialEndsAt: 'asc', id: 'asc' });

/** In the scope of the installation. */
export function trialsEndingBetween(tx: Tx, from: Date, until: Date, page: PageQuery) {
  return byEnd.page(
    tx,
    Trial,
    page,
    (where, order) => sql`
    select id, name, timezone, trial_ends_at
      from workspaces.workspaces
     where trial_ends_at > ${from} and trial_ends_at <= ${until} and deleted_at is null and not is_demo and ${where}
     ${order}`,
  );
}
