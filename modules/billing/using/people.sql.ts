import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { MemberId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';

const Named = z.object({ id: MemberId, name: z.string().nullable() });

/** `coworkers` are all there are, as workspaces says. Who has left is not among them. */
export function namesOf(tx: Tx, coworkers: Sql, ids: readonly string[]) {
  return tx.many(Named, sql`select m.id, m.name from (${coworkers}) m where m.id = any(${ids}::uuid[])`);
}
