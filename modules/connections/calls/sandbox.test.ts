import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import {
  connectedTo,
  ownConnectionsOutside,
  play,
  type TestConnectionsOutside,
} from '../platforms/testing.ts';
import type { CallId } from './contract.ts';
import { listLimits } from './limits.ts';
import { type CallsWorld, sandboxCallsWorld } from './testing.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const account = 'linen.and.oak';

let outside: TestConnectionsOutside;
let w: CallsWorld;
before(async () => {
  outside = await ownConnectionsOutside({ now: () => outside.sandbox.world.now() });
  const { candidate } = await connectedTo(outside, 'instagram', 'instagram', { accounts: [account] });
  w = await sandboxCallsWorld(outside, candidate);
});

let persons = 0;
/** A customer who has written, and what they are told since. */
async function customer() {
  persons += 1;
  const person = `asker-${persons}`;
  const { from } = await play(outside, 'meta', 'message', { account, person, text: 'Do you ship to Rome?' });
  return { person, id: String(from) };
}

interface Facts {
  readonly threads: readonly {
    readonly person: string;
    readonly messages: readonly { readonly by: string; readonly mid: string; readonly text: string }[];
  }[];
}

async function toldTo(person: string) {
  const facts = (await (await fetch(`${outside.sandbox.url}/meta/accounts/${account}`)).json()) as Facts;
  const thread = facts.threads.find((one) => one.person === person);
  return thread?.messages.filter(({ by }) => by === 'business') ?? [];
}

const arm = (name: string) =>
  fetch(`${outside.sandbox.url}/failures`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ part: 'meta', name, times: '1' }),
  });
const stateOf = async (id: CallId) => (await w.callsOf(id))[0]!;
async function letPass(ms: number, stepMs: number) {
  for (let passed = 0; passed < ms; passed += stepMs) {
    await w.workOff();
    w.clock.move(stepMs);
    outside.sandbox.world.time.value.offsetMs += stepMs;
  }
  await w.workOff();
}

describe('a message to a customer in the sandbox', () => {
  test('arrives, and is kept with its id there', async () => {
    const { person, id: to } = await customer();
    const { id } = await w.say(to, 'Yes, to Rome too.');
    await w.workOff();
    const [message] = await toldTo(person);
    const call = await stateOf(id);
    assert.deepEqual([call.status, call.platformId], ['done', message!.mid]);
  });

  for (const failure of ['lost-answer', 'half-stream'])
    test(`arrives exactly once though it met ${failure}`, async () => {
      const { person, id: to } = await customer();
      await arm(failure);
      const { id } = await w.say(to, 'Yes, to Rome too.');
      await w.workOff();
      assert.equal((await stateOf(id)).status, 'unknown');
      await letPass(15 * minuteMs, 15 * secondMs);
      const told = await toldTo(person);
      const call = await stateOf(id);
      assert.deepEqual([call.status, call.platformId, told.length], ['done', told[0]!.mid, 1]);
    });

  test('arrives exactly once though the platform was in trouble of its own', async () => {
    const { person, id: to } = await customer();
    await arm('server-error');
    const { id } = await w.say(to, 'Yes, to Rome too.');
    await letPass(15 * minuteMs, 15 * secondMs);
    assert.deepEqual([(await stateOf(id)).status, (await toldTo(person)).length], ['done', 1]);
  });

  test('waits for as long as a platform says that it is limited', async () => {
    const { person, id: to } = await customer();
    await arm('rate-limited');
    const { id } = await w.say(to, 'Yes, to Rome too.');
    await w.workOff();
    const call = await stateOf(id);
    assert.equal(call.status, 'queued');
    assert.match(String(call.heldReason), /platform_said_so|app_limit/);
    await letPass(2 * 60 * minuteMs, 10 * minuteMs);
    assert.deepEqual([(await stateOf(id)).status, (await toldTo(person)).length], ['done', 1]);
  });

  test('after the window says that it is over', async () => {
    const { person, id: to } = await customer();
    await play(outside, 'meta', 'window', { account, person, hours: '25' });
    const { id } = await w.say(to, 'Too late');
    await w.workOff();
    assert.equal((await stateOf(id)).failureCode, 'window_over');
    assert.equal((await toldTo(person)).length, 0);
  });

  test('tells how much of what the account may call is used', async () => {
    const { items } = await w.inside((ctx) => listLimits(ctx, { accountId: w.accountId }, outside));
    assert.ok(items.find(({ lane }) => lane === 'messages')!.usagePercent !== null);
  });
});
