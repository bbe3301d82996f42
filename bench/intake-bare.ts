import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { uuidv7 } from '../kit/ids.ts';
import { type PaceSpec, runPaced } from './pace.ts';

/*
 * What pgbench would do: the row of an event, by a named statement, one commit each, from so many clients. By the
 * owner, so without row security; no receipt, no job, no HTTP, no signature.
 */
export interface IntakeBareSpec extends PaceSpec {
  readonly url: string;
  readonly connections: number;
}

const spec: IntakeBareSpec = JSON.parse(process.argv[2]!);
const pool = new pg.Pool({ connectionString: spec.url, max: spec.connections });
const [workspaceId, accountId] = [randomUUID(), randomUUID()];
await pool.query('select connections.keep_months(now(), 6)');
await pool.query(
  `insert into workspaces.workspaces (id, name, created_at, updated_at) values ($1, 'Bench', now(), now())`,
  [workspaceId],
);
await pool.query(
  `insert into connections.accounts (workspace_id, id, platform, platform_account_id, login, display_name,
                                     connected_at, created_at, updated_at)
   values ($1, $2, 'instagram', $3, 'instagram', 'Bench', now(), now(), now())`,
  [workspaceId, accountId, accountId],
);

const insert = {
  name: 'insert event',
  text: `insert into connections.webhook_events (workspace_id, id, received_at, account_id, platform, source, kind,
           conversation_key, platform_event_id, fingerprint, happened_at, payload)
         values ($1, $2, $3, $4, 'instagram', 'webhook', 'message', $5, $6, $7, $3, $8)`,
};
let turn = 0;

async function work() {
  turn += 1;
  const id = uuidv7();
  const payload = JSON.stringify({
    sender: { id: `9001002${turn % 5_000}` },
    recipient: { id: '17841400000000001' },
    timestamp: 1_763_683_199_456,
    message: { mid: id, text: 'Do you ship to Rome, and by when?' },
  });
  const print = createHash('sha256').update(payload).digest();
  const values = [workspaceId, id, new Date(), accountId, `person/${turn % 5_000}`, id, print, payload];
  await pool.query({ ...insert, values });
}

const summary = await runPaced(async () => work, spec);
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ ...summary, cpuMs: (user + system) / 1000 / summary.total }));
await pool.end();
process.exit(0);
