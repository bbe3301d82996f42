import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { type Manner, openPostOffice, type PostOffice } from './courier.ts';
import { keep } from './keep.ts';
import { settledKeptMax, waitingKeptMax } from './parcels.ts';
import type { Delivered, Delivery } from './world.ts';

const plain: Manner = {
  sign: (body, at, id) => ({ signature: `${body}|${at.toISOString()}|${id}` }),
  retryAfterMs: [60_000, 3_600_000],
  isFinal: (status) => status === 410,
};
const open: PostOffice[] = [];
afterEach(async () => {
  for (const office of open.splice(0)) await office.close();
});

/** A post office whose time stands still until it is moved, and somebody who takes what it brings. */
async function office(
  answer: (delivery: Delivery) => number | undefined | Promise<number | undefined> = () => 200,
) {
  let nowMs = Date.parse('2026-03-01T09:00:00Z');
  const brought: Delivery[] = [];
  const state = await keep(undefined, () => ({ parcels: [], habits: {} }) as any);
  const deliver = async (delivery: Delivery, signal: AbortSignal): Promise<Delivered> => {
    brought.push(delivery);
    const given = Promise.resolve(answer(delivery)).then((status) => ({ status, body: `said ${status}` }));
    const none = new Promise<Delivered>((resolve) =>
      signal.addEventListener('abort', () => resolve({ status: undefined, body: '' })),
    );
    return Promise.race([given, none]);
  };
  const post = openPostOffice({ state, now: () => new Date(nowMs), deliver, stirred: () => {} });
  open.push(post);
  return {
    post,
    brought,
    state,
    bodies: () => brought.map(({ body }) => body),
    move: (ms: number) => {
      nowMs += ms;
      post.wake();
    },
  };
}

/** Until nothing is on the way any more, as far as that needs no time. */
async function settled(): Promise<void> {
  for (let i = 0; i < 200; i += 1) await turn();
}
const to = (body: string, more: object = {}) => ({
  url: 'http://hook/',
  body,
  about: `about ${body}`,
  ...more,
});

describe('a courier', () => {
  test('signs the very bytes anew for each attempt, under the id of the message', async () => {
    const answers = [500, 204];
    const { post, brought, move } = await office(() => answers.shift());
    const { send } = post.courier('shop', plain);
    const { message } = send(to('caf\\u00e8'));
    await settled();
    move(60_000);
    await settled();
    assert.deepEqual(
      brought.map(({ headers }) => headers.signature),
      ['2026-03-01T09:00:00.000Z', '2026-03-01T09:01:00.000Z'].map((at) => `caf\\u00e8|${at}|${message}`),
    );
    const [parcel] = post.parcels();
    assert.deepEqual(
      [parcel!.state, parcel!.attempts.map(({ status }) => status)],
      ['delivered', [500, 204]],
    );
    assert.equal(parcel!.attempts[0]!.said, 'said 500');
  });

  test('tries again on its schedule, in the sandbox’s time, and gives up after the last wait', async () => {
    const { post, brought, move } = await office(() => 503);
    post.courier('shop', plain).send(to('a'));
    await settled();
    move(59_000);
    await settled();
    assert.equal(brought.length, 1, 'a second before it is due');
    for (const ms of [1_000, 3_600_000, 86_400_000]) {
      move(ms);
      await settled();
    }
    assert.deepEqual([brought.length, post.parcels()[0]!.state], [3, 'given-up']);
  });

  test('gives up at once where the platform does', async () => {
    const { post } = await office(() => 410);
    post.courier('shop', plain).send(to('a'));
    await settled();
    assert.equal(post.parcels()[0]!.state, 'given-up');
  });

  test('keeps the order of what one account says, however slow the answers are', async () => {
    let answerFirst = (_status: number) => {};
    const first = new Promise<number>((resolve) => (answerFirst = resolve));
    const { post, bodies } = await office(({ body }) => (body === '1' ? first : 200));
    const { send } = post.courier('chat', plain);
    for (const body of ['1', '2', '3']) send(to(body, { lane: 'one' }));
    send(to('other', { lane: 'two' }));
    await settled();
    assert.deepEqual(bodies(), ['1', 'other'], 'another account does not wait for it');
    answerFirst(200);
    await settled();
    assert.deepEqual(bodies(), ['1', 'other', '2', '3']);
  });

  test('is not delayed by another platform whose receivers never answer', async () => {
    const { post, bodies } = await office(({ part }) => (part === 'stuck' ? new Promise(() => {}) : 200));
    const { send } = post.courier('stuck', plain);
    for (let i = 0; i < 20; i += 1) send(to(`stuck ${i}`, { lane: String(i) }));
    post.courier('shop', plain).send(to('mine'));
    await settled();
    assert.equal(bodies().length, 9, 'eight connections of one, one of the other');
    assert.ok(bodies().includes('mine'));
  });

  test('storms with fifty copies of one message over eight connections, more than once at a time', async () => {
    let [inside, most] = [0, 0];
    const { post, brought, state } = await office(async () => {
      inside += 1;
      most = Math.max(most, inside);
      await turn();
      inside -= 1;
      return 200;
    });
    const { send } = post.courier('chat', plain);
    for (let i = 0; i < 12; i += 1) send(to(`m${i}`, { failure: 'duplicate-storm' }));
    assert.equal(
      state.value.parcels.length,
      600,
      'what still waits is kept, though it is more than is kept of old',
    );
    for (let i = 0; i < 20; i += 1) await settled();
    assert.deepEqual([brought.length, most], [600, 8]);
    assert.equal(new Set(brought.map(({ headers }) => headers.signature)).size, 12, 'copies carry one id');
    assert.equal(state.value.parcels.length, settledKeptMax);
  });

  test('forgets the oldest of what is held for ever', async () => {
    const { post } = await office();
    const { send } = post.courier('chat', plain);
    post.change('chat', { held: true });
    const first = send(to('first'));
    post.change('chat', { copies: 1_000 });
    for (let i = 0; i < waitingKeptMax / 1_000; i += 1) send(to('more'));
    assert.deepEqual([post.parcels().length, post.find(first.id)], [waitingKeptMax, undefined]);
  });

  test('swaps two messages of a lane that are out of order, and brings a single one late', async () => {
    const { post, bodies, move } = await office();
    const { send } = post.courier('chat', plain);
    for (const body of ['1', '2', '3']) send(to(body, { failure: 'out-of-order' }));
    await settled();
    assert.deepEqual(bodies(), ['2', '1']);
    send(to('usual'));
    await settled();
    assert.deepEqual(bodies(), ['2', '1', 'usual', '3']);
    send(to('alone', { failure: 'out-of-order' }));
    move(10_000);
    await settled();
    assert.equal(bodies().at(-1), 'alone');
  });

  test('survives a platform that cannot sign', async () => {
    const { post } = await office();
    const broken = { ...plain, retryAfterMs: [], sign: () => assert.fail('no key') };
    post.courier('shop', broken).send(to('a'));
    await settled();
    const [parcel] = post.parcels();
    assert.equal(parcel!.state, 'given-up');
    assert.match(parcel!.attempts[0]!.said, /no key/);
  });
});

describe('habits', () => {
  test('hold what is new and what was to be tried again, until it is let go or they end', async () => {
    const answers = [500];
    const { post, bodies, move } = await office(() => answers.shift() ?? 200);
    const { send } = post.courier('chat', plain);
    send(to('failed'));
    await settled();
    post.change('chat', { held: true });
    send(to('held'));
    move(60_000);
    await settled();
    assert.deepEqual(bodies(), ['failed']);
    assert.equal(post.release('chat'), 2);
    await settled();
    assert.deepEqual(bodies().slice(1).sort(), ['failed', 'held']);
    send(to('last'));
    await settled();
    assert.equal(bodies().length, 3, 'still held');
    post.change('chat', { held: false });
    await settled();
    assert.equal(bodies().at(-1), 'last');
  });

  test('deliver late, and at once when time is moved past it', async () => {
    const { post, bodies, move } = await office();
    const { send } = post.courier('chat', plain);
    post.change('chat', { lateMs: 5_000 });
    send(to('late'));
    move(4_999);
    await settled();
    assert.deepEqual(bodies(), []);
    move(1);
    await settled();
    assert.deepEqual(bodies(), ['late']);
  });

  test('put into one what is said at the same time, where the platform does so', async () => {
    const { post, bodies } = await office();
    const { send } = post.courier('chat', { ...plain, batch: (all) => all.join('+') });
    const alone = post.courier('shop', plain);
    for (const part of ['chat', 'shop']) post.change(part, { batched: true });
    for (const body of ['1', '2', '3']) {
      send(to(body));
      await settled();
    }
    for (const body of ['x', 'y']) alone.send(to(body));
    send(to('elsewhere', { url: 'http://other/' }));
    await wait(300);
    await settled();
    assert.deepEqual(bodies().sort(), ['1+2+3', 'elsewhere', 'x', 'y']);
    assert.ok(post.parcels().every(({ state }) => state === 'delivered'));
    assert.deepEqual([post.batches('chat'), post.batches('shop')], [true, false]);
  });

  test('shuffle what is said at the same time, and lose nothing', async () => {
    const { post, bodies } = await office();
    const { send } = post.courier('chat', plain);
    post.change('chat', { shuffled: true });
    const said = Array.from({ length: 30 }, (_, i) => String(i));
    for (const body of said) send(to(body));
    await wait(300);
    await settled();
    assert.notDeepEqual(bodies(), said);
    assert.deepEqual(bodies().sort(), said.sort());
  });

  test('are refused for a platform that is not there', async () => {
    const { post } = await office();
    assert.equal(post.change('nobody', { held: true }), false);
  });
});

describe('a parcel', () => {
  test('goes once more when it is asked for, also while it is on the way', async () => {
    let arrive = (_status: number) => {};
    const { post, bodies } = await office(() => new Promise<number>((resolve) => (arrive = resolve)));
    const { id } = post.courier('chat', plain).send(to('a'));
    await settled();
    assert.equal(post.again(id), true);
    await settled();
    assert.deepEqual(bodies(), ['a'], 'not twice at the same time');
    arrive(200);
    await settled();
    arrive(200);
    await settled();
    assert.deepEqual([bodies(), post.find(id)!.attempts.length], [['a', 'a'], 2]);
    assert.equal(post.again('no such'), false);
  });

  test('that nobody answered before the end waits for the next start', async () => {
    const { post, state } = await office(() => new Promise(() => {}));
    post.courier('chat', plain).send(to('a'));
    await settled();
    await post.close();
    assert.deepEqual([state.value.parcels[0].state, state.value.parcels[0].attempts], ['waiting', []]);
  });

  test('on the way when everything is forgotten comes back to nothing', async () => {
    const { post } = await office(() => new Promise(() => {}));
    const { send } = post.courier('chat', plain);
    post.change('chat', { held: true });
    post.release('chat');
    send(to('a'));
    post.change('chat', { held: false });
    await settled();
    post.reset();
    await settled();
    assert.deepEqual([post.parcels(), post.habitsOf('chat').held], [[], false]);
  });
});
