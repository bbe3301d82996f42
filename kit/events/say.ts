import type { Tx } from '../db/database.ts';
import { uuidv7, type WorkspaceId } from '../ids.ts';
import { sql } from '../sql.ts';

/** What is worth seeing only now: progress, who is here. Not stored, so whoever is away misses it. */
export const sayingsChannel = 'stoa_sayings';
/** PostgreSQL carries up to 8,000 bytes. */
const sayingBytesMax = 7_800;

export interface Saying {
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly payload: object;
}

/** To every open browser in the workspace, when the transaction commits. */
export async function say(tx: Tx, saying: Saying): Promise<void> {
  const word = JSON.stringify({ id: uuidv7(), ...saying });
  if (Buffer.byteLength(word) > sayingBytesMax)
    throw new Error(`${saying.name} is too long to be said: send ids`);
  await tx.run(sql`select pg_notify(${sayingsChannel}, ${word})`);
}
