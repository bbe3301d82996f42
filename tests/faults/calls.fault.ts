import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../kit/sql.ts';
import type { AccountId } from '../../modules/connections/accounts/contract.ts';
import { requestCall } from '../../modules/connections/calls/calls.ts';
import { messageOf, openAccount } from '../../modules/connections/calls/testing.ts';
import { openPlatformWorld, type PlatformWorld } from './platform-world.ts';
import type { Point } from './points.ts';

/*
 * What was asked for is done exactly once, wherever the process that does it dies. Nothing of it is repeated before
 * the platform has said that it was not done.
 */

/** How often a process dies at each of the points; `--rounds=100` for a long night. */
const rounds = Number(
  process.argv.find((one) => one.startsWith('--rounds='))?.slice('--rounds='.length) ?? 2,
);

const calledOutside: Point = { name: 'while the platform does it', path: /messages/ };
const whereAWorkerDies: readonly Point[] = [
  {
    name: 'before it is said to be under way',
    hold: 'lock table connections.send_limits in share mode',
    until: /insert into connections\.send_limits/,
    statement: 'dies',
  },
  {
    name: 'after that was committed, before it knew of it',
    answer: 'COMMIT',
    when: `exists (select from connections.calls where status = 'sending')`,
  },
  calledOutside,
  {
    name: 'before its outcome is written',
    after: calledOutside,
    hold: 'lock table connections.calls in share mode',
    until: /set status = 'done'/,
    statement: 'dies',
  },
  {
    name: 'before its outcome is written, while the database goes on without it',
    after: calledOutside,
    hold: 'lock table connections.calls in share mode',
    until: /set status = 'done'/,
    statement: 'runs',
  },
  {
    name: 'after its outcome was committed, before it knew of it',
    answer: 'COMMIT',
    when: `exists (select from connections.calls where status = 'done' and conversation_key = (
             select conversation_key from connections.calls order by created_at desc limit 1))`,
  },
];

describe('a call', () => {
  let world: PlatformWorld;
  let accountId: AccountId;
  before(async () => {
    world = await openPlatformWorld();
    accountId = await openAccount(world.place, { vault: world.vault });
  });
  after(() => world?.close());

  for (const point of whereAWorkerDies)
    test(`is made exactly once though its worker is killed ${rounds} times ${point.name}`, async () => {
      for (let round = 0; round < rounds; round++) {
        const to = randomUUID();
        const call = messageOf(accountId, to, 'Yes, to Rome too.');
        await world.killAt(point, () => world.inside((ctx) => requestCall(ctx, call)));
        await world.workUntil('it is done', async () => (await statusOf(world, call.id)) === 'done');
        assert.equal(world.platform.done.filter((one) => one.to === to).length, 1);
      }
    });
});

const Status = z.object({ status: z.string() });
const statusOf = async ({ inside }: PlatformWorld, id: string): Promise<string> => {
  const query = sql`select status from connections.calls where id = ${id}`;
  return (await inside(({ tx }) => tx.one(Status, query))).status;
};
