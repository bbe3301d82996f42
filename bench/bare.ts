import { createHash } from 'node:crypto';
import pg from 'pg';
import { uuidv7 } from '../kit/ids.ts';
import { runCase } from './loop.ts';

/*
 * The database and its driver alone, from a process of its own as the server's is: named statements, the same rows,
 * no tenant context, no row security (the owner asks), no HTTP. What Stoa does is divided by what this does.
 */

export interface BareSpec {
  readonly url: string;
  readonly work: 'read' | 'write' | 'job' | 'event';
  readonly workspaceId: string;
  readonly memberId: string;
  readonly clients: number;
  readonly connections: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
}

const spec: BareSpec = JSON.parse(process.argv[2]!);
const pool = new pg.Pool({ connectionString: spec.url, max: spec.connections });
const named = (name: string, text: string) => (values: unknown[]) => ({ name, text, values });

const list = named(
  'list',
  `select id, name, timezone, created_at, closed_at from workspaces.locations
    where workspace_id = $1 and closed_at is null order by name, id limit 51`,
);
const claimKey = named(
  'claim key',
  `insert into app.idempotency_keys (workspace_id, member_id, key, request_hash, created_at)
   values ($1, $2, $3, $4, $5) on conflict (workspace_id, member_id, key) do nothing`,
);
const insertLocation = named(
  'location',
  `insert into workspaces.locations (workspace_id, id, name, timezone, created_by, created_at, updated_at, closed_at)
   values ($1, $2, $3, $4, $5, $6, $6, $6) on conflict (workspace_id, id) do nothing
   returning id, name, timezone, created_at, closed_at`,
);
const insertEvent = named(
  'event',
  `with happened as (
     insert into app.events (workspace_id, id, name, payload, published_at)
     values ($1, $2, 'workspaces.location_changed', $3, $4) returning workspace_id)
   select pg_notify('bench_events', workspace_id::text) from happened`,
);
const keepAnswer = named(
  'answer',
  `update app.idempotency_keys set status = 200, reply = $4 where workspace_id = $1 and member_id = $2 and key = $3`,
);
const putJob = named('put job', `insert into bench_jobs (id, data) values ($1, $2)`);
const takeJob = named(
  'take job',
  `update bench_jobs set state = 'active' where id =
     (select id from bench_jobs where state = 'created' order by id limit 1 for update skip locked) returning id, data`,
);
const endJob = named('end job', `update bench_jobs set state = 'completed' where id = $1`);

async function read() {
  await pool.query(list([spec.workspaceId]));
}

async function write() {
  const { workspaceId, memberId } = spec;
  const [id, now] = [uuidv7(), new Date()];
  await inTransaction(async (client) => {
    const hash = createHash('sha256').update(id).digest();
    await client.query(claimKey([workspaceId, memberId, id, hash, now]));
    const made = await client.query(
      insertLocation([workspaceId, id, 'Bench', 'Europe/Zurich', memberId, now]),
    );
    await client.query(insertEvent([workspaceId, uuidv7(), { locationId: id }, now]));
    await client.query(keepAnswer([workspaceId, memberId, id, JSON.stringify(made.rows[0])]));
  });
}

async function job() {
  await pool.query(putJob([uuidv7(), { workspaceId: spec.workspaceId, payload: {} }]));
  const { rows } = await pool.query<{ id: string }>(takeJob([]));
  if (rows[0]) await pool.query(endJob([rows[0].id]));
}

/** One event, and one listener that reads it: what the database does of telling a thousand browsers. */
async function eventReader() {
  const listener = new pg.Client(spec.url);
  await listener.connect();
  await listener.query('listen bench_events');
  let heard: () => void = () => undefined;
  listener.on('notification', () => heard());
  return async () => {
    const told = new Promise<void>((done) => {
      heard = done;
    });
    await write();
    await told;
    await pool.query(list([spec.workspaceId]));
  };
}

async function inTransaction(work: (client: pg.PoolClient) => Promise<void>) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await work(client);
    await client.query('commit');
  } finally {
    client.release();
  }
}

const works = { read: async () => read, write: async () => write, job: async () => job, event: eventReader };
if (spec.work === 'job') {
  await pool.query(
    `create table if not exists bench_jobs (id uuid primary key, data jsonb not null, state text not null default 'created');
     create index if not exists bench_jobs_waiting on bench_jobs (id) where state = 'created'`,
  );
}
console.log(JSON.stringify(await runCase(await works[spec.work](), spec)));
await pool.end();
process.exit(0);
