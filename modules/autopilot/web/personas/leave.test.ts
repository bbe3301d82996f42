import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heldBackBy } from '../../answering/autonomy.ts';
import { builtInPersona } from '../../personas/contract.ts';
import { leaveInWords } from './leave.ts';
import { levelOptions } from './words.ts';

const grounds = ['faq', 'sources', 'small_talk'] as const;

test('the preview says of every level what the machine does on it', () => {
  for (const [level] of levelOptions.entries()) {
    const persona = { ...builtInPersona, autonomyLevel: level, allowedTools: [] };
    const sent = grounds.filter((ground) => heldBackBy(ground, undefined, persona) === undefined);
    assert.equal(leaveInWords(persona).alone.length, sent.length, `level ${level}`);
  }
});

test('what a list keeps for a person is said to wait, and a tool in it with it', () => {
  const { alone, waits } = leaveInWords({
    ...builtInPersona,
    allowedTools: ['look_up_order', 'look_up_product'],
    requiresApprovalFor: ['refund', 'look_up_order'],
  });
  assert.ok(waits.includes('Whatever is about money back.'));
  assert.ok(waits.includes('Before it looks up orders.'));
  assert.ok(alone.includes('It looks up products for it.'));
  assert.ok(waits.includes('Whatever else is worth more than $50.00.'));
});

test('one that only suggests does nothing by itself', () => {
  assert.deepEqual(leaveInWords({ ...builtInPersona, autonomyLevel: 0 }).alone, []);
});
