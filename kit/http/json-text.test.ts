import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { jsonText } from './json-text.ts';

const same = (value: unknown) => assert.equal(jsonText(value), JSON.stringify(value));

describe('jsonText', () => {
  test('writes every instant as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: false }), (at) => same({ at, list: [at, 1, at], inner: { at } })),
      { numRuns: 1_000 },
    );
    for (const text of ['0000-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z']) {
      const at = new Date(text);
      for (const ms of [-1, 0, 1]) same([new Date(at.getTime() + ms)]);
    }
  });

  test('writes everything else as JSON.stringify does', () => {
    const at = new Date(0);
    class Money {
      readonly at = at;
      readonly #micro = 5;
      toJSON() {
        return `${this.#micro}`;
      }
    }
    fc.assert(
      fc.property(fc.anything({ withDate: true, withNullPrototype: true, withSparseArray: true }), same),
    );
    same(new Money());
    const own = {
      at,
      toJSON() {
        return this.at.getTime();
      },
    };
    same({ own, money: [new Money()], url: new URL('https://a.example/') });
    same(JSON.parse('{"__proto__":{"at":1},"b":[]}', (key, value) => (key === 'at' ? at : value)));
    same({ nothing: undefined, none: null, call: () => 1, text: '"\u2028\ud800', buffer: Buffer.from('a') });
  });

  test('leaves what it was given as it was', () => {
    const at = new Date(0);
    const value = { rows: [{ at }], at };
    jsonText(value);
    assert.deepEqual(value, { rows: [{ at }], at });
  });
});
