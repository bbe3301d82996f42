import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answeredBy, saysSomething, subjectOf } from './threading.ts';

describe('subjectOf', () => {
  const subjects: readonly (readonly [string, string])[] = [
    ['Order 12', 'order 12'],
    ['Re: Order 12', 'order 12'],
    ['RE: re: Re:Order 12', 'order 12'],
    ['AW: Antw: Order 12', 'order 12'],
    ['Fwd: FW: Order 12', 'order 12'],
    ['Re[3]: Order 12', 'order 12'],
    ['Re [2]: Order 12', 'order 12'],
    ['[Support] Re: Order 12', 'order 12'],
    ['RE : Order 12', 'order 12'],
    ['回复：Order 12', 'order 12'],
    ['Re:\r\n Order\t12', 'order 12'],
    ['Regarding: Order 12', 'regarding: order 12'],
    ['Return of order 12', 'return of order 12'],
    ['Re:', ''],
  ];
  for (const [written, meant] of subjects) {
    test(`finds ${JSON.stringify(meant)} in ${JSON.stringify(written)}`, () => {
      assert.equal(subjectOf(written), meant);
    });
  }

  test('says nothing where there is nothing in it', () => {
    assert.deepEqual(['', 'Re: ', 'hi', 'Invoice'].map(saysSomething), [false, false, false, true]);
  });
});

describe('answeredBy', () => {
  test('is nearest first, and each once', () => {
    assert.deepEqual(answeredBy('<3@x>', ['<1@x>', '<2@x>', '<3@x>']), ['<3@x>', '<2@x>', '<1@x>']);
    assert.deepEqual(answeredBy(null, []), []);
  });
});
