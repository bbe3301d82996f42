import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isOf } from './whose.ts';

const order = { email: 'Samira@People.test', phone: '+39 347 123-4567' };
const nobody = { emails: [], phones: [] };

describe('isOf', () => {
  test('knows somebody by all of their mail address or number, however it is written', () => {
    assert.ok(isOf(order, { emails: ['samira@people.test '], phones: [] }));
    assert.ok(isOf(order, { emails: [], phones: ['393471234567'] }));
    assert.ok(isOf(order, { emails: [], phones: ['+393471234567'] }));
  });

  test('takes nobody for somebody else', () => {
    for (const emails of [['nora@people.test'], ['samira@people.test.evil.test'], ['@people.test'], ['']])
      assert.ok(!isOf(order, { ...nobody, emails }), emails[0]);
    for (const phones of [['3471234567'], ['13471234567'], ['4567'], ['+'], ['']])
      assert.ok(!isOf(order, { ...nobody, phones }), phones[0]);
    assert.ok(!isOf(order, { emails: ['393471234567'], phones: ['samira@people.test'] }));
    assert.ok(!isOf(order, nobody));
  });

  test('finds nobody in an order that does not say whose it is, or not for certain', () => {
    const anybody = { emails: ['', 'undefined', 'samira@people.test'], phones: ['', '3471234567'] };
    for (const blank of [
      { email: undefined, phone: undefined },
      { email: '', phone: '' },
      { email: undefined, phone: '347 123 4567' },
      { email: 'undefined', phone: '+' },
    ])
      assert.ok(!isOf(blank, anybody), JSON.stringify(blank));
  });
});
