import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { PieceId } from './pieces.sql.ts';

export const IndexState = z.object({
  model: z.string().nullable(),
  dimensions: z.number().nullable(),
  nextModel: z.string().nullable(),
  nextDimensions: z.number().nullable(),
  reachedId: PieceId.nullable(),
  tsconfigs: z.array(z.string()),
});
export type IndexState = z.infer<typeof IndexState>;

export function findIndex(tx: Tx) {
  return tx.maybeOne(
    IndexState,
    sql`
    select model, dimensions, next_model, next_dimensions, reached_id, tsconfigs from knowledge.indexes`,
  );
}

/** Nobody else decides by which model a workspace is searched meanwhile. */
export function holdIndex(tx: Tx) {
  return tx.one(
    IndexState,
    sql`
    select model, dimensions, next_model, next_dimensions, reached_id, tsconfigs from knowledge.indexes
       for no key update`,
  );
}

export function insertIndex(tx: Tx, workspaceId: WorkspaceId) {
  return tx.run(sql`
    insert into knowledge.indexes (workspace_id) values (${workspaceId}) on conflict (workspace_id) do nothing`);
}

export function changeIndex(tx: Tx, state: Omit<IndexState, 'tsconfigs'>) {
  const { model, dimensions, nextModel, nextDimensions, reachedId } = state;
  return tx.run(sql`
    update knowledge.indexes
       set model = ${model}, dimensions = ${dimensions}, next_model = ${nextModel},
           next_dimensions = ${nextDimensions}, reached_id = ${reachedId}`);
}

export function addTsconfig(tx: Tx, tsconfig: string) {
  return tx.run(sql`
    update knowledge.indexes set tsconfigs = tsconfigs || ${tsconfig}::text
     where not tsconfigs @> array[${tsconfig}::text]`);
}
