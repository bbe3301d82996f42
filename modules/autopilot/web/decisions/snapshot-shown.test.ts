import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatesInOrder } from '../../contract.ts';
import { gatesPassed, lookUpWords, shownOf } from './snapshot-shown.ts';

test('what was decided by a gate came through those before it, and not to those after it', () => {
  const states = gatesPassed('gate.channel_switch').map(({ state }) => state);
  assert.deepEqual(states.slice(0, 3), ['passed', 'decided', 'not_reached']);
  assert.equal(states.length, gatesInOrder.length);
});

test('what a model decided came through all of them', () => {
  assert.ok(gatesPassed('model.respond').every(({ state }) => state === 'passed'));
});

test('a decision whose basis was too much to keep is shown without it', () => {
  assert.deepEqual(shownOf({}), { asked: '', said: [], sources: null, used: [], persona: null });
});

test('what was looked up is named by what was found, or by why it is for a person', () => {
  const words = (given: object) => {
    const one = { name: 'look_up_order', output: 'Nothing was found.', found: [], forPeople: null, ...given };
    return lookUpWords(shownOf({ used: [one] }).used[0]!);
  };
  assert.equal(
    words({ found: [{ title: 'Shopify · order #1001' }] }),
    'Look up an order: Shopify · order #1001',
  );
  assert.equal(words({ forPeople: 'There is none.' }), 'Look up an order: There is none.');
  assert.equal(words({ found: [{ title: 'look_up_order' }] }), 'Look up an order: Nothing was found.');
});
