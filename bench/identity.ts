import { hash as hashBytes, randomBytes } from 'node:crypto';
import pg from 'pg';
import { modules } from '../app/modules.ts';
import { allows } from '../kit/access.ts';
import { systemClock } from '../kit/clock.ts';
import { type MemberActor, may, roles } from '../kit/ctx.ts';
import type { Database, Tx } from '../kit/db/database.ts';
import { openDatabase } from '../kit/db/open.ts';
import { MemberId, newId, UserId, uuidv7, WorkspaceId } from '../kit/ids.ts';
import { policyOf } from '../kit/module.ts';
import { hashPassword, passwordFits } from '../modules/identity/sign-in/passwords.ts';
import { openDoor } from '../modules/workspaces/index.ts';
import type { World } from './world.ts';

/** One line: so many a second, and how long one takes. */
export interface Timed {
  readonly name: string;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Round trips to the database for one of them. */
  readonly trips: number;
}

const peopleCount = 400;
const password = 'a long walk by the sea';
const permissionsAtOnce = 10_000;

/**
 * What it costs to know who somebody is: signing in beside the hash alone, the door beside its one statement, and the
 * question whether they may.
 */
export async function benchIdentity(world: World, seconds: number): Promise<Timed[]> {
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 10 });
  const database = await openDatabase({
    url: world.databaseUrl,
    embedded: world.mode === 'embedded',
    applicationName: 'bench identity',
  });
  try {
    const people = await makePeople(pool, world.workspaceId);
    const { db, trips } = counting(database);
    let door = await openDoor(db, systemClock);
    const time = (name: string, once: (i: number) => Promise<unknown>) => timed(name, seconds, trips, once);
    const shown = (i: number) => ({ sessionToken: people[i % peopleCount]!.token, bearer: undefined });
    const workspaceId = WorkspaceId.parse(world.workspaceId);
    const meetEverybody = async () => {
      for (const i of people.keys()) await door.member(shown(i), workspaceId);
    };
    const lines = [
      await time('argon2 alone', () => passwordFits(password, people[0]!.hash)),
      await time('sign-in over HTTP', (i) => signIn(world.url, people[i % peopleCount]!.email, i)),
      await time('the door’s statement alone', (i) => bareCheck(pool, people[i % peopleCount]!, workspaceId)),
      await time('door, never seen before', async (i) => {
        if (i % peopleCount === 0) {
          await door.close();
          door = await openDoor(db, systemClock);
        }
        await door.member(shown(i), workspaceId);
      }),
      await meetEverybody().then(() => time('door, remembered', (i) => door.member(shown(i), workspaceId))),
      await time(`${permissionsAtOnce.toLocaleString('en')} permission checks`, async () =>
        checkPermissions(),
      ),
    ];
    await door.close();
    return lines;
  } finally {
    await database.close();
    await pool.end();
  }
}

interface Bencher {
  readonly email: string;
  readonly hash: string;
  readonly token: string;
  readonly tokenHash: Buffer;
}

/** Past Stoa: with one password, whose hash is made once. */
async function makePeople(pool: pg.Pool, workspaceId: string): Promise<Bencher[]> {
  const hash = await hashPassword(password);
  const people = Array.from({ length: peopleCount }, () => {
    const token = randomBytes(32).toString('base64url');
    const id = uuidv7();
    return { id, email: `${id}@bench.local`, hash, token, tokenHash: hashBytes('sha256', token, 'buffer') };
  });
  const ids = people.map(({ id }) => id);
  await pool.query(
    `insert into identity.users (id, email, name, email_confirmed_at, created_at, updated_at)
     select id, id || '@bench.local', 'Bench', now(), now(), now() from unnest($1::uuid[]) id`,
    [ids],
  );
  await pool.query(
    `insert into identity.profiles (user_id, created_at, updated_at) select id, now(), now() from unnest($1::uuid[]) id`,
    [ids],
  );
  await pool.query(
    `insert into identity.passwords (user_id, hash, created_at) select id, $2, now() from unnest($1::uuid[]) id`,
    [ids, hash],
  );
  await pool.query(
    `insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
     select $1, id, id, 'manager', now(), now() from unnest($2::uuid[]) id`,
    [workspaceId, ids],
  );
  await pool.query(
    `insert into identity.sessions (token_hash, id, user_id, created_at, expires_at, last_used_at, proved_at)
     select hash, gen_random_uuid(), id, now(), now() + interval '1 day', now(), now()
       from unnest($1::bytea[], $2::uuid[]) s (hash, id)`,
    [people.map(({ tokenHash }) => tokenHash), ids],
  );
  return people;
}

/** From ever another address of this machine's own network, because one may not try as often as a bench does. */
async function signIn(url: string, email: string, i: number): Promise<void> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, 'x-forwarded-for': addressOf(i) },
    body: JSON.stringify({ email, password }),
  });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`signing in was answered ${response.status}`);
}
const addressOf = (i: number) => `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;

const bareCheck = (pool: pg.Pool, { tokenHash }: Bencher, workspaceId: string) =>
  pool.query({
    name: 'bench_door',
    text: `select m.id, m.role from identity.sessions s join workspaces.members m on m.user_id = s.user_id
            where s.token_hash = $1 and s.expires_at > now() and m.workspace_id = $2`,
    values: [tokenHash, workspaceId],
  });

const policy = policyOf(modules);
const names = Object.keys(policy);
const member: MemberActor = {
  kind: 'member',
  userId: newId(UserId),
  memberId: newId(MemberId),
  role: 'member',
  access: {
    role: 'member',
    extra: [names[1]!],
    withdrawn: [names[2]!],
    locations: roles.slice(1).map((role) => ({ locationId: uuidv7(), role, extra: [], withdrawn: [] })),
  },
};

function checkPermissions(): number {
  let allowed = 0;
  for (let i = 0; i < permissionsAtOnce; i++) {
    const permission = names[i % names.length]!;
    const { locationId } = member.access!.locations[i % member.access!.locations.length]!;
    if (
      i % 2 === 0 ? may(policy, member, permission, locationId) : allows(policy, member.access!, permission)
    )
      allowed += 1;
  }
  return allowed;
}

/** The same database, and how often it was gone to. */
function counting(database: Database): { db: Database; trips: { count: number } } {
  const trips = { count: 0 };
  const counted =
    <Given extends unknown[], Answer>(ask: (...given: Given) => Answer) =>
    (...given: Given): Answer => {
      trips.count += 1;
      return ask(...given);
    };
  const reader: Database['reader'] = (...given) => {
    const tx = database.reader(...given);
    return {
      ...tx,
      many: counted(tx.many) as Tx['many'],
      maybeOne: counted(tx.maybeOne) as Tx['maybeOne'],
      one: counted(tx.one) as Tx['one'],
      run: counted(tx.run),
    };
  };
  return { db: { ...database, reader }, trips };
}

async function timed(
  name: string,
  seconds: number,
  trips: { count: number },
  once: (i: number) => Promise<unknown>,
): Promise<Timed> {
  const took: number[] = [];
  const before = trips.count;
  const began = performance.now();
  while (performance.now() - began < seconds * 1000) {
    const from = performance.now();
    await once(took.length);
    took.push(performance.now() - from);
  }
  const elapsed = (performance.now() - began) / 1000;
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))]!;
  return {
    name,
    perSecond: took.length / elapsed,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    trips: (trips.count - before) / took.length,
  };
}
