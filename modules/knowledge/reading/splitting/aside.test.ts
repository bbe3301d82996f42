import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { splitText } from '../split.ts';
import { splitAside } from './aside.ts';

const never = new AbortController().signal;
const long = Array.from({ length: 4_000 }, (_, i) => `Fabric ${i} is washed cold 🧺 and dried flat. `).join(
  '',
);

describe('splitAside', () => {
  test('cuts a text as splitText does, short or long', async () => {
    const headings = [{ at: 0, level: 1, text: 'Fabrics' }];
    for (const text of ['We deliver to Porto.', long])
      assert.deepEqual(
        await splitAside(text, headings, { language: 'en' }, never),
        splitText(text, headings, { language: 'en' }),
      );
  });

  test('lets this process go on with its work meanwhile', async () => {
    let isOver = false;
    const cutting = splitAside(long, [], { language: 'en' }, never).finally(() => {
      isOver = true;
    });
    let turns = 0;
    for (; !isOver; turns += 1) await turn();
    assert.ok((await cutting).length > 100);
    assert.ok(turns > 20, `${turns} turns`);
  });

  test('ends when it is told to', async () => {
    const stopping = new AbortController();
    const cutting = splitAside(long, [], {}, stopping.signal);
    stopping.abort(new Error('enough'));
    await assert.rejects(cutting, /enough/);
  });
});
