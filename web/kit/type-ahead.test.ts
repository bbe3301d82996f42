import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginTypeAhead, endTypeAhead, goOnTypingAhead, typedAhead } from './type-ahead.ts';

const press = (key: string) => typedAhead({ key, preventDefault() {} });
const type = (text: string) => [...text].map(press);

test('what is typed before a field is there is kept for it, and is no key', () => {
  beginTypeAhead();
  assert.deepEqual(type('Yes'), [true, true, true]);
  press('Backspace');
  assert.equal(endTypeAhead(), 'Ye');
});

test('a field that is nearly there keeps what was typed since it was wished for', (t) => {
  const now = t.mock.method(performance, 'now', () => 0);
  goOnTypingAhead();
  type('i');
  goOnTypingAhead();
  type('n');
  assert.equal(endTypeAhead(), 'in');
  beginTypeAhead();
  type('gone');
  now.mock.mockImplementation(() => 5_001);
  goOnTypingAhead();
  assert.equal(endTypeAhead(), '');
});

test('keys are keys before, after, and when the wish is taken back', () => {
  assert.equal(press('e'), false);
  beginTypeAhead();
  assert.equal(press('Escape'), true);
  assert.equal(press('e'), false);
  beginTypeAhead();
  endTypeAhead();
  assert.deepEqual([press('e'), endTypeAhead()], [false, '']);
});

test('a field that does not come gives the keys back', (t) => {
  const now = t.mock.method(performance, 'now', () => 0);
  beginTypeAhead();
  now.mock.mockImplementation(() => 5_001);
  assert.equal(press('e'), false);
});
