import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { usageOf } from './usage.ts';

const app = (value: unknown) => ({ 'x-app-usage': JSON.stringify(value) });
const account = (value: unknown) => ({ 'x-business-use-case-usage': JSON.stringify(value) });
const read = (headers: Record<string, string>) => usageOf(new Headers(headers));

describe('what is left of the allowance', () => {
  test('is the strictest of what the platform counts', () => {
    const entry = { type: 'instagram', call_count: 95, total_cputime: 20, total_time: 97 };
    const other = { type: 'pages', call_count: 3, total_time: 1, estimated_time_to_regain_access: 19 };
    assert.deepEqual(
      read({
        ...app({ call_count: 28, total_time: 25, total_cputime: 31 }),
        ...account({ '17841': [entry], '99': [other] }),
      }),
      { appPercent: 31, accountPercent: 97, regainMinutes: 19 },
    );
    assert.deepEqual(read(app({ call_count: 28 })), { appPercent: 28 });
  });

  test('is unknown where the platform says nothing, or nothing that can be read', () => {
    for (const headers of [
      {},
      { 'x-app-usage': 'none' },
      app(null),
      app([]),
      app({ call_count: 'many' }),
      account([[null]]),
      account({ a: {} }),
    ])
      assert.equal(read(headers), undefined, JSON.stringify(headers));
  });
});
