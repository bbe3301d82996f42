import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { OpeningHours } from './contract.ts';

export const OpeningTimes = z.object({ timezone: z.string(), hours: OpeningHours });
export type OpeningTimes = z.infer<typeof OpeningTimes>;

export function findOpeningTimes(tx: Tx, locationId: string) {
  return tx.maybeOne(
    OpeningTimes,
    sql`select timezone, opening_hours as hours from workspaces.locations where id = ${locationId}`,
  );
}

export function findTimezone(tx: Tx, id: WorkspaceId) {
  return tx.one(
    z.object({ timezone: z.string() }),
    sql`select timezone from workspaces.workspaces where id = ${id}`,
  );
}
