import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { inbox } from '../index.ts';
import { beginConversation, said } from '../messages/testing.ts';
import { putMessage, type Wish } from './sends.ts';
import { type Fault, faults, manners, unluckyWorkers } from './testing/misfortune.ts';
import { type SendingWorld, sendingWorld } from './testing/world.ts';
import { wishIn } from './testing.ts';

/*
 * What many send at once arrives once, or is said not to have, whatever befalls it. Workers of one process stand for
 * those of many here; tests/faults/sends.fault.ts kills real ones.
 */

/** How many are sent; `--sends=10000` for a long night. */
const sends = Number(process.argv.find((one) => one.startsWith('--sends='))?.slice('--sends='.length) ?? 120);
const atOnce = 40;
const peopleCount = 15;
const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const stepMs = 10 * secondMs;
const unknownMaxMs = 15 * minuteMs;
const nobodyCanSayMs = 2 * minuteMs;
const roundMaxMs = 3 * 60 * minuteMs;

const seen = new Map<Fault, number>();

test(`${sends} messages sent under twelve faults arrive once each, or are said not to have`, async () => {
  for (let round = 0; round * atOnce < sends; round++)
    await sendMany(randomOf(round), Math.min(atOnce, sends - round * atOnce));
  for (const fault of faults) assert.ok(seen.get(fault)! > 0, `it never happened: ${fault}`);
});

async function sendMany(random: (below: number) => number, many: number): Promise<void> {
  const w = await sendingWorld(inbox);
  const coming = Array.from({ length: many }, () => faults[random(faults.length)]!);
  const refusals = coming.flatMap((fault) => refused[fault] ?? []);
  const twice = coming.filter((fault) => fault === 'it is put twice at once').length;
  const isMute = coming.includes('nobody can say for two minutes what became of it');
  w.server.next(
    ...coming.flatMap((fault) => (fault in manners ? manners[fault as keyof typeof manners] : [])),
  );
  w.server.until = new Date(w.clock.now().getTime() + minuteMs);

  const wishes = await write(w, many, random);
  await Promise.all(
    [...wishes, ...wishes.slice(0, twice)].map((wish) =>
      w.as(w.me, (ctx) => putMessage(ctx, wish, w.outside)),
    ),
  );
  const workers = unluckyWorkers(w, random, coming);
  await letSettle(w, workers, isMute);
  await everyVerdictIsTrue(w, wishes, refusals, workers.deaths());
  for (const fault of coming) count(fault, 1);
  for (const fault of workers.spared()) count(fault, -1);
}

const count = (fault: Fault, more: number) => seen.set(fault, (seen.get(fault) ?? 0) + more);

const refused: Partial<Record<Fault, string>> = {
  'the window is over there': 'window_over',
  'it is refused': 'rejected',
};

/** Several to some of them, so that one waits behind the other. */
async function write(w: SendingWorld, many: number, random: (below: number) => number): Promise<Wish[]> {
  const people = [w.begun];
  while (people.length < peopleCount) {
    const begun = await beginConversation(w.place, { channelId: w.begun.channelId });
    await said(w.place, begun);
    people.push(begun);
  }
  return Array.from({ length: many }, (_, n) =>
    wishIn(people[random(people.length)]!, { body: `Yes, to Rome too: ${n}` }),
  );
}

const Waiting = z.object({ id: z.string(), status: z.string() });
const waitingIn = ({ sql: rows }: SendingWorld) =>
  rows(
    Waiting,
    sql`
    select id, status from inbox.messages
     where direction = 'outbound' and status in ('held', 'queued', 'sending', 'unknown')`,
  );

/** Until nothing waits; and nothing is in doubt for longer than it may be. */
async function letSettle(
  w: SendingWorld,
  workers: ReturnType<typeof unluckyWorkers>,
  isMute: boolean,
): Promise<void> {
  const doubtfulSince = new Map<string, number>();
  for (let passedMs = 0; passedMs < roundMaxMs; passedMs += stepMs) {
    w.server.tells = isMute && passedMs < nobodyCanSayMs ? 'it is down' : 'the truth';
    await workers.workOff();
    const waiting = await waitingIn(w);
    if (waiting.length === 0 && workers.isIdle()) return;
    for (const { id, status } of waiting) {
      if (status !== 'unknown') doubtfulSince.delete(id);
      else if (!doubtfulSince.has(id)) doubtfulSince.set(id, passedMs);
      else
        assert.ok(
          passedMs - doubtfulSince.get(id)! <= unknownMaxMs,
          'it is known within a quarter of an hour',
        );
    }
    w.clock.move(stepMs);
  }
  assert.deepEqual(await waitingIn(w), []);
}

const Verdict = z.object({
  body: z.string(),
  status: z.string(),
  failureCode: z.string().nullable(),
  platformMessageId: z.string().nullable(),
});

async function everyVerdictIsTrue(
  w: SendingWorld,
  wishes: readonly Wish[],
  refusals: readonly string[],
  deaths: number,
) {
  const verdicts = await w.sql(
    Verdict,
    sql`
    select body, status, failure_code, platform_message_id from inbox.messages where direction = 'outbound'`,
  );
  assert.equal(verdicts.length, wishes.length);
  for (const { body, status, platformMessageId } of verdicts) {
    const there = w.server.done.filter(({ text }) => text === body).map(({ id }) => id);
    assert.deepEqual(there, status === 'failed' ? [] : [platformMessageId], `"${body}", which is ${status}`);
  }
  const failures = verdicts.flatMap(({ failureCode }) => failureCode ?? []);
  const unheard = [...refusals];
  for (const code of failures) {
    assert.ok(unheard.includes(code), `the platform did not say ${code}`);
    unheard.splice(unheard.indexOf(code), 1);
  }
  // A refusal that is lost with the worker that heard it is asked for again, and is none then.
  assert.ok(unheard.length <= deaths, `${unheard.join(', ')} came to nothing`);
}

/** The same numbers for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed + 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
