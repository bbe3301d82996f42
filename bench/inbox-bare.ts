import { readFileSync } from 'node:fs';
import pg from 'pg';
import { statementName } from '../kit/sql.ts';
import { type LoopLengths, timed } from './inbox-loop.ts';

/** A statement as the product sent it. */
export interface Sent {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The driver alone with the product's own statements, in the same role and within the same walls. */
export interface InboxBareSpec extends LoopLengths {
  readonly url: string;
  readonly workspaceId: string;
  readonly connections: number;
  readonly variants: readonly (readonly Sent[])[];
}

const spec: InboxBareSpec = JSON.parse(readFileSync(process.argv[2]!, 'utf8'));
const pool = new pg.Pool({ connectionString: spec.url, max: spec.connections });
pool.on('connect', (client) => {
  void client.query(
    `select set_config('role', 'app_server', false), set_config('app.workspace_id', '${spec.workspaceId}', false)`,
  );
});

const client = async () => async (turn: number) => {
  for (const { text, values } of spec.variants[turn % spec.variants.length]!)
    await pool.query({ name: statementName(text), text, values: [...values] });
};

console.log(JSON.stringify(await timed(client, spec)));
process.exit(0);
