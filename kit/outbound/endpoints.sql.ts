import { z } from 'zod';
import type { Tx } from '../db/database.ts';
import { sql } from '../sql.ts';

const Found = z.object({ found: z.boolean() });

/** Whether anybody in this workspace would be told. */
export async function hasEndpoint(tx: Tx, eventName: string): Promise<boolean> {
  const { found } = await tx.one(
    Found,
    sql`
    select exists (select from app.webhook_endpoints
                    where workspace_id = app.current_workspace_id() and disabled_at is null
                      and (event_names = '{}' or ${eventName} = any(event_names))) as found`,
  );
  return found;
}
