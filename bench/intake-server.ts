import { modules } from '../app/modules.ts';
import { systemClock } from '../kit/clock.ts';
import { openDatabase } from '../kit/db/open.ts';
import { buildServer } from '../kit/http/server.ts';
import { newId, uuidv7, WorkspaceId } from '../kit/ids.ts';
import { openJobs } from '../kit/jobs/open.ts';
import { openLog } from '../kit/log.ts';
import { policyOf } from '../kit/module.ts';
import { sql } from '../kit/sql.ts';
import { type ConnectionsOutside, intakePlugin } from '../modules/connections/index.ts';
import { openAccount } from '../modules/connections/intake/testing.ts';
import { openPlatforms } from '../modules/connections/platforms/open.ts';
import { sandboxCredentials } from '../modules/connections/platforms/testing.ts';

/** The product's own intake in a process of its own, with workers where a spec asks for them. */
export interface IntakeServerSpec {
  readonly url: string;
  readonly embedded: boolean;
  readonly workspaces: number;
  readonly works: boolean;
}

const spec: IntakeServerSpec = JSON.parse(process.argv[2]!);
const log = openLog({ name: 'bench', level: 'error' });
const clock = systemClock;
const db = await openDatabase({ url: spec.url, embedded: spec.embedded, log });
const platforms = openPlatforms({
  credentials: sandboxCredentials('http://127.0.0.1:1'),
  clock,
  hookTokens: () => ['token'],
});
const outside = { platforms } as ConnectionsOutside;
const jobs = await openJobs({ db, modules, clock, log, outside, workspaces: async () => [] });
const ground = { db, outlets: jobs.outlets, clock, log, policy: policyOf(modules) };

const accounts: string[] = [];
for (let i = 0; i < spec.workspaces; i++) {
  const workspaceId = newId(WorkspaceId);
  const name = `Bench ${uuidv7().slice(-4)}`;
  await db.transaction({ kind: 'workspace', workspaceId }, (tx) =>
    tx.run(sql`insert into workspaces.workspaces (id, name, created_at, updated_at)
               values (${workspaceId}, ${name}, ${clock.now()}, ${clock.now()})`),
  );
  accounts.push((await openAccount({ ground, workspaceId }, {})).platformAccountId);
}
const app = await buildServer({
  ground,
  modules: [],
  doorkeeper: { person: async () => undefined, member: async () => undefined },
  plugins: [intakePlugin(ground, outside)],
});
const url = await app.listen({ port: 0, host: '127.0.0.1' });
if (spec.works) await jobs.startWorkers(ground);
console.log(`ready ${JSON.stringify({ url, accounts })}`);
