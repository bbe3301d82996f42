import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asked, below, pasted, sameAs, sentPlace, without } from './phrasings.ts';

test('a list that is pasted becomes as many ways to ask, without its marks', () => {
  const text = '- Do you ship?\r\n\n2) Where to?\n • 3 days?\n10 days?';
  const ways = ['Do you ship?', 'Where to?', '3 days?', '10 days?'];
  assert.deepEqual(pasted([''], 0, text), { lines: ways, at: 3 });
  assert.deepEqual(pasted(['First', 'Last'], 0, text), { lines: ['First', ...ways, 'Last'], at: 4 });
});

test('Enter goes to an empty line, and makes one where there is none', () => {
  assert.deepEqual(below(['a', 'b'], 0), { lines: ['a', '', 'b'], at: 1 });
  assert.deepEqual(below(['a', ''], 0), { lines: ['a', ''], at: 1 });
  assert.deepEqual(below(['a', ' '], 1), { lines: ['a', ' '], at: 1 });
});

test('one line is always left to write in', () => {
  assert.deepEqual(without(['a'], 0), { lines: [''], at: 0 });
  assert.deepEqual(without(['a', 'b', 'c'], 1), { lines: ['a', 'c'], at: 0 });
});

test('what says the same is told as the server will find it', () => {
  const lines = ['Größe?', '', 'GROSSE', ' größe '];
  assert.deepEqual(
    lines.map((_, at) => sameAs(lines, at)),
    [undefined, undefined, undefined, 0],
  );
  assert.deepEqual(asked(lines), ['Größe?', 'GROSSE', 'größe']);
  assert.equal(sentPlace(lines, 2), 1);
});
