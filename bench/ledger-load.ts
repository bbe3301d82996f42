import { readFileSync } from 'node:fs';
import { modules } from '../app/modules.ts';
import { systemClock } from '../kit/clock.ts';
import { openDatabase } from '../kit/db/open.ts';
import { uuidv7, WorkspaceId } from '../kit/ids.ts';
import { openLog } from '../kit/log.ts';
import { policyOf } from '../kit/module.ts';
import { type Ground, workIn } from '../kit/work.ts';
import { book } from '../modules/billing/ledger/booking.ts';
import { chargeOf } from '../modules/billing/ledger/orders.ts';
import { openTill } from '../modules/billing/ledger/till.ts';
import { type PaceSpec, runPaced } from './pace.ts';

/** Charges of a unit each, from one wallet or from many. */
export interface LedgerLoadSpec extends PaceSpec {
  readonly url: string;
  readonly wallets: readonly string[];
  readonly connections: number;
  /** `alone`: each in a transaction of its own. `till`: together with what else came meanwhile. */
  readonly way: 'alone' | 'till';
}

const spec: LedgerLoadSpec = JSON.parse(readFileSync(process.argv[2]!, 'utf8'));
const log = openLog({ name: 'bench', level: 'error' });
const db = await openDatabase({ url: spec.url, log, connectionsMax: spec.connections });
const nobodyListens = async (): Promise<never> => {
  throw new Error('a charge of what is there tells nobody');
};
const outlets = { enqueue: nobodyListens, publish: nobodyListens };
const ground: Ground = { db, outlets, clock: systemClock, log, policy: policyOf(modules) };
const wallets = spec.wallets.map((id) => WorkspaceId.parse(id));

const till = openTill(ground);
const order = () => chargeOf({ key: `charge:${uuidv7()}`, reason: 'Measured' }, 1);
const ways = {
  alone: async (workspaceId: WorkspaceId) => {
    const system = { actor: { kind: 'system' } } as const;
    return (await workIn(ground, workspaceId, system, (ctx) => book(ctx, [order()])))[0]!;
  },
  till: (workspaceId: WorkspaceId) => till.book(workspaceId, order()),
};

/** Far apart in turn, so that neighbours on a page are not what is measured. */
const stride = 7_919;
let turn = 0;
const client = async () => async () => {
  turn += 1;
  const outcome = await ways[spec.way](wallets[(turn * stride) % wallets.length]!);
  if (outcome.state !== 'booked') throw new Error(`a charge was ${outcome.state}`);
};

// What it takes to start is no part of a charge.
const started = process.cpuUsage();
const summary = await runPaced(client, spec);
const { user, system } = process.cpuUsage(started);
console.log(JSON.stringify({ ...summary, cpuMs: (user + system) / 1_000 / summary.total }));
process.exit(0);
