import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { beginning, snippetOf } from './marks.ts';
import { distance, nearest, parseQuery } from './query.ts';

describe('parseQuery', () => {
  const cases: [q: string, words: string[], phrases: string[], isTyping: boolean][] = [
    ['blue dress', ['blue', 'dress'], [], true],
    ['blue "late delivery"', ['blue'], ['late delivery'], false],
    ['"late delivery" blu', ['blu'], ['late delivery'], true],
    ['"not closed', [], ['not closed'], false],
    ['+41 (79) 123-45', ['417912345'], [], true],
    ['order 4711', ['order', '4711'], [], true],
    ['""', [], [''], false],
  ];
  for (const [q, words, phrases, isTyping] of cases)
    test(`takes ${q} apart`, () => assert.deepEqual(parseQuery(q), { words, phrases, isTyping }));

  test('reads ten words, and takes none of them for a beginning when there were more', () => {
    const { words, isTyping } = parseQuery('a b c d e f g h i j k');
    assert.deepEqual([words.length, isTyping], [10, false]);
  });
});

describe('distance', () => {
  const cases: [a: string, b: string, away: number][] = [
    ['invoice', 'invoice', 0],
    ['invocie', 'invoice', 1],
    ['invoic', 'invoice', 1],
    ['envoise', 'invoice', 2],
    ['cat', 'invoice', 3],
  ];
  for (const [a, b, away] of cases)
    test(`is ${away} from ${a} to ${b}`, () => assert.equal(distance(a, b, 2), away));
});

describe('nearest', () => {
  test('is as many as are as near as any, and none that is too far', () => {
    assert.deepEqual(nearest('dres', ['dress', 'drew', 'address'], 3), ['dress', 'drew']);
    assert.deepEqual(nearest('parcel', ['marble', 'parsnip'], 3), []);
  });
});

describe('snippetOf', () => {
  const term = { words: ['straße', 'strasse'], stems: ['ship'] };
  const marked = (text: string) => {
    const snippet = snippetOf(text, [term]);
    return snippet?.marks.map(([from, to]) => snippet.text.slice(from, to));
  };

  test('marks words whatever their case, and forms of a stem', () => {
    assert.deepEqual(marked('Hauptstraße? STRASSE! They shipped the shipbuilding.'), ['STRASSE', 'shipped']);
    assert.equal(marked('nothing of it'), undefined);
  });

  test('cuts no character in two', () => {
    for (let lead = 30; lead < 50; lead++) {
      const { text } = snippetOf(`${'😀'.repeat(lead)}strasse${'😀'.repeat(100)}`, [term]) ?? beginning('');
      assert.ok(text.isWellFormed());
    }
  });
});
