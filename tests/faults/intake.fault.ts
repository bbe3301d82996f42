import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { message, signed } from '../../modules/connections/intake/testing/hook.ts';
import type { SingleEvent } from '../../modules/connections/platforms/platform.ts';
import { openWorld, type Person, type Stoa, type World } from './harness.ts';
import { within } from './hold.ts';
import type { Point } from './points.ts';

/*
 * Whoever tells us something tells it again until we have said 200, and nothing that was told with a 200 may be
 * missing or be there twice, wherever a process dies.
 */

/** How often a process dies at each of the points; `--rounds=100` for a long night. */
const rounds = Number(
  process.argv.find((one) => one.startsWith('--rounds='))?.slice('--rounds='.length) ?? 10,
);

const storing = /insert into connections\.webhook_receipts/;
/** Of an account that is told of for the first time. */
const beforeWhose: Point = {
  name: 'before it knows whose the account is',
  hold: 'lock table connections.account_routes in access exclusive mode',
  until: /connections\.account_routes/,
  statement: 'dies',
};
const whereTheWebDies: readonly Point[] = [
  beforeWhose,
  {
    name: 'before the receipt is written',
    hold: 'lock table connections.webhook_receipts in share mode',
    until: storing,
    statement: 'dies',
  },
  {
    name: 'before the receipt is written, while the database goes on without it',
    hold: 'lock table connections.webhook_receipts in share mode',
    until: storing,
    statement: 'runs',
  },
  {
    name: 'between the receipt and the event',
    hold: 'lock table connections.webhook_events in share mode',
    until: storing,
    statement: 'dies',
  },
  {
    name: 'between the event and its job',
    hold: 'lock table pgboss.job_common in share mode',
    until: storing,
    statement: 'dies',
  },
  {
    name: 'after the commit, before it knew of it',
    answer: 'COMMIT',
    when: `exists (select from connections.webhook_events where platform_event_id like '%now')`,
  },
];

const whereAWorkerDies: readonly Point[] = [
  {
    name: 'before the event is claimed',
    hold: 'lock table connections.webhook_events in share mode',
    until: /set status = 'processing'/,
    statement: 'dies',
  },
  {
    name: 'before the event is told to others',
    hold: 'lock table app.events in share mode',
    until: /insert into app\.events/,
    statement: 'dies',
  },
  {
    name: 'in the last statement of its work',
    hold: 'lock table connections.health in share mode',
    until: /connections\.health/,
    statement: 'dies',
  },
  {
    name: 'after its work was committed, before it knew of it',
    answer: 'COMMIT',
    when: `exists (select from connections.webhook_events where platform_event_id like '%now' and status = 'completed')`,
  },
];

// Both at once, each in a world of its own: most of the time goes by while somebody starts.
describe('what a platform told', { concurrency: true }, () => {
  describe('to the web', { concurrency: false }, () => {
    let telling: Telling;
    before(async () => {
      telling = await openTelling();
    });
    after(() => telling?.world.close());

    for (const point of whereTheWebDies)
      test(`is stored once though it is killed ${rounds} times ${point.name}`, async () => {
        const { world, fresh, tell } = telling;
        let web = await world.start('web');
        for (let round = 0; round < rounds; round++) {
          const account = await openAccount(telling);
          if (point !== beforeWhose) await tell(web, [message(account, fresh('before'))]);
          const now = [message(account, fresh('now')), message(account, fresh('now'))];
          await world.killAt(point, web, () => tell(web, now));
          web = await world.start('web');
          await tell(web, now);
          await tell(web, now);
          await forget(world);
        }
        await web.process.kill();
        await assertEverythingIsThere(telling);
      });
  });

  describe('and a worker works off', { concurrency: false }, () => {
    let telling: Telling;
    let web: Stoa;
    before(async () => {
      telling = await openTelling();
      web = await telling.world.start('web');
    });
    after(() => telling?.world.close());

    for (const point of whereAWorkerDies)
      test(`is worked off once though it is killed ${rounds} times ${point.name}`, async () => {
        const { world, fresh, tell } = telling;
        const account = await openAccount(telling);
        let worker = await world.start('worker');
        for (let round = 0; round < rounds; round++) {
          await world.pause(worker);
          await tell(web, [message(account, fresh('now')), message(account, fresh('now'))]);
          await world.killAt(point, worker, async () => worker.process.resume());
          await world.letTimePass();
          worker = await world.start('worker');
          await workedOff(world);
          await forget(world);
        }
        await worker.process.kill();
        await assertEverythingIsThere(telling);
        await assertToldOnce(world);
      });
  });
});

/** Somebody outside who tells, and remembers what was said to have arrived. */
interface Telling {
  readonly world: World;
  readonly person: Person;
  readonly acknowledged: ReadonlySet<string>;
  fresh(when: 'before' | 'now'): string;
  tell(web: Stoa, events: readonly SingleEvent[]): Promise<void>;
}

async function openTelling(): Promise<Telling> {
  const world = await openWorld();
  const acknowledged = new Set<string>();
  let count = 0;
  return {
    world,
    person: await world.person(),
    acknowledged,
    fresh(when) {
      count += 1;
      return `${count} ${when}`;
    },
    async tell(web, events) {
      const body = JSON.stringify(events);
      const answer = await fetch(`${web.url}/hooks/testing`, { method: 'POST', body, headers: signed(body) });
      await answer.arrayBuffer();
      assert.equal(answer.status, 200);
      for (const event of events) acknowledged.add(event.eventId!);
    },
  };
}

async function assertEverythingIsThere({ world: { ask }, acknowledged }: Telling): Promise<void> {
  const rows = await ask<{ id: string }>(
    `select replace(platform_event_id, ' then', ' now') as id from connections.webhook_events`,
  );
  assert.deepEqual(rows.map(({ id }) => id).sort(), [...acknowledged].sort());
  const [jobless] = await ask<{ count: number }>(
    `select count(*)::int as count from connections.webhook_events e
      where status <> 'completed' and not exists (
        select from pgboss.job_common j
         where j.name = 'connections.handle_event' and j.data->'payload'->>'eventId' = e.id::text)`,
  );
  assert.deepEqual(jobless, { count: 0 });
}

/** What happened in earlier rounds is not what the next one waits for. */
const forget = ({ ask }: World) =>
  ask(
    `update connections.webhook_events set platform_event_id = replace(platform_event_id, ' now', ' then')
      where platform_event_id like '%now'`,
  );

async function openAccount({ world: { ask }, person: { workspaceId } }: Telling) {
  const account = { platform: 'instagram', platformAccountId: randomUUID() } as const;
  await ask(
    `with a as (
       insert into connections.accounts (workspace_id, id, platform, platform_account_id, login, display_name,
                                         connected_at, created_at, updated_at)
       values ($1, gen_random_uuid(), $2, $3, 'other', 'Faults', now(), now(), now())
       returning workspace_id, id, platform, platform_account_id)
     insert into connections.account_routes (platform, platform_account_id, workspace_id, account_id, created_at)
     select platform, platform_account_id, workspace_id, id, now() from a`,
    [workspaceId, account.platform, account.platformAccountId],
  );
  return account;
}

const workedOff = ({ ask, letTimePass }: World) =>
  within(
    'everything is worked off',
    async () => {
      const [open] = await ask(`select from connections.webhook_events where status <> 'completed' limit 1`);
      if (open) await letTimePass();
      // Nobody sits out the wait before another attempt either.
      await ask(
        `update pgboss.job_common set start_after = now() where state = 'retry' and start_after > now()`,
      );
      return open === undefined;
    },
    60_000,
  );

async function assertToldOnce({ ask }: World): Promise<void> {
  const twice = await ask(
    `select payload->>'eventId' as id, count(*)::int as times from app.events
      where name = 'connections.event_received' group by 1 having count(*) <> 1`,
  );
  assert.deepEqual(twice, []);
  const [missing] = await ask<{ count: number }>(
    `select count(*)::int as count from connections.webhook_events e
      where not exists (select from app.events a where a.name = 'connections.event_received'
                          and a.payload->>'eventId' = e.id::text)`,
  );
  assert.deepEqual(missing, { count: 0 });
}
