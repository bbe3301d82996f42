import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../kit/sql.ts';
import { billing } from '../../modules/billing/index.ts';
import { addedUp } from '../../modules/billing/ledger/booking.ts';
import { openTestHouse } from '../../modules/billing/reloading/testing/house.ts';
import { buy, reloading, spend, usual } from '../../modules/billing/reloading/testing.ts';
import { openPaymentHouse, type PaymentHouse } from './payment-house.ts';
import type { Point } from './points.ts';
import type { Receiver } from './receiver.ts';
import { openWorkerWorld, type WorkerWorld } from './worker-world.ts';

/*
 * Credits are bought exactly once, and are there exactly once, wherever the process that buys them dies and though the
 * answers of whoever takes the money are lost.
 */

/** How often a process dies at each of the points; `--rounds=100` for a long night. */
const rounds = Number(
  process.argv.find((one) => one.startsWith('--rounds='))?.slice('--rounds='.length) ?? 2,
);

const newest = '(select state from billing.reloads order by created_at desc, id desc limit 1)';
const reloadsHeld = 'lock table billing.reloads in share mode';
const calledOutside: Point = { name: 'while the card is charged', path: /./ };
const settling = { after: calledOutside, hold: reloadsHeld, until: /set state = 'paid'/ };
const booking = {
  after: calledOutside,
  hold: 'lock table billing.ledger_transactions in share mode',
  until: /insert into billing\.ledger_transactions/,
};

const whereABuyerDies: readonly Point[] = [
  {
    name: 'before it is written down that something is bought',
    ...{ hold: reloadsHeld, until: /insert into billing\.reloads/, statement: 'dies' },
  },
  {
    name: 'before that is written down, while the database goes on without it',
    ...{ hold: reloadsHeld, until: /insert into billing\.reloads/, statement: 'runs' },
  },
  { name: 'after that was committed, before it knew of it', answer: 'COMMIT', when: `${newest} = 'queued'` },
  { name: 'after it was said to be asked for', answer: 'COMMIT', when: `${newest} = 'calling'` },
  calledOutside,
  { name: 'before it is written that it is paid', ...settling, statement: 'dies' },
  {
    name: 'before it is written that it is paid, while the database goes on without it',
    ...{ ...settling, statement: 'runs' },
  },
  { name: 'before the credits are booked', ...booking, statement: 'dies' },
  {
    name: 'after the credits were there, before it knew of it',
    answer: 'COMMIT',
    when: `${newest} = 'paid'`,
  },
];

describe('credits', () => {
  let world: WorkerWorld;
  let house: PaymentHouse;
  before(async () => {
    house = await openPaymentHouse();
    const program = join(import.meta.dirname, 'reload-worker.ts');
    world = await openWorkerWorld({
      modules: [billing],
      receiver: house as unknown as Receiver,
      args: (databaseUrl) => [program, databaseUrl, house.url],
      letTimePass: (tx) =>
        tx.run(sql`
          update billing.reloads
             set asked_at = asked_at - interval '10 minutes', ask_again_at = ask_again_at - interval '10 minutes'
           where settled_at is null`),
    });
    await reloading(world.place, openTestHouse().payments, { dayMaxMicro: 10_000_000_000 });
  });
  after(async () => {
    await world?.close();
    house?.close();
  });

  for (const point of whereABuyerDies)
    test(`are bought exactly once though the buyer is killed ${rounds} times ${point.name}`, async () => {
      for (let round = 0; round < rounds; round++)
        await boughtOnce(world, house, (fall) => world.killAt(point, fall));
    });

  test('are bought exactly once though answers are lost', async () => {
    for (let round = 0; round < rounds; round++) {
      house.lose(2);
      await boughtOnce(world, house, (fall) => fall());
    }
  });
});

/** Falls below the threshold while this happens, and afterwards has been charged once and has what that bought. */
async function boughtOnce(
  world: WorkerWorld,
  house: PaymentHouse,
  meanwhile: (fall: () => Promise<unknown>) => Promise<unknown>,
): Promise<void> {
  const { place } = world;
  const [before, charged] = [await bought(world), house.charged.length];
  const rest = usual.thresholdMicro - 1_000;
  if (before <= usual.thresholdMicro) await buy(place, usual.thresholdMicro, randomUUID());
  const there = await bought(world);
  await meanwhile(() => spend(place, there - rest, randomUUID()));
  const isThere = async () => {
    await askAgainNow(world);
    return (await bought(world)) !== rest;
  };
  await world.workUntil('it is there', isThere, 60_000);
  assert.equal(await bought(world), rest + usual.amountMicro);
  assert.equal(house.charged.length, charged + 1);
  const open = await world.inside(({ tx }) =>
    tx.many(z.object({ state: z.string() }), sql`select state from billing.reloads where settled_at is null`),
  );
  assert.deepEqual(open, []);
}

/** Nobody has to sit out the pauses between questions. */
const askAgainNow = ({ inside }: WorkerWorld) =>
  inside(({ tx }) => tx.run(sql`update billing.reloads set ask_again_at = asked_at where state = 'unknown'`));

const bought = async ({ inside }: WorkerWorld) => (await inside(addedUp)).payg;
