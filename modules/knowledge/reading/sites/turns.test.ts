import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as later } from 'node:timers/promises';
import { atHost } from './turns.ts';

test('a host is asked one thing at a time, with a pause behind each, also behind one that failed', async () => {
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const rest = Promise.withResolvers<void>();
  const none = async () => {};
  const failing = atHost(
    'a.example',
    () => rest.promise,
    () => first.promise,
  );
  const next = atHost('a.example', none, async () => void order.push('next'));
  await atHost('b.example', none, async () => void order.push('elsewhere'));
  await later();
  assert.deepEqual(order, ['elsewhere']);
  first.reject(new Error('lost'));
  await assert.rejects(failing, { message: 'lost' });
  await later();
  assert.deepEqual(order, ['elsewhere']);
  rest.resolve();
  await next;
  assert.deepEqual(order, ['elsewhere', 'next']);
});
