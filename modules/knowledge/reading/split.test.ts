import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { tokensOf } from '../../../kit/ai/tokens.ts';
import type { Heading } from './contract.ts';
import { splitText } from './split.ts';

const contents = (text: string, headings: Heading[] = [], options = {}) =>
  splitText(text, headings, options).map(({ content }) => content);
const boundaries = (text: string) =>
  new Set([...new Intl.Segmenter().segment(text)].map(({ index }) => index)).add(text.length);
const one = { tokensMin: 1, overlapSentences: 0 };

/** Letters that joins, marks, pairs and directions are made of, sentence ends, and white space between. */
const unruly = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom(
        '👩‍👩‍👧',
        '🇩🇪',
        '🇫🇷',
        '🏻',
        '\u0301',
        '\u200d',
        '\u0600',
        'ก็',
        'नमस्ते',
        '각',
        '…',
        '\r\n',
        '\u0600 ',
      ),
      fc.constantFrom('. ', '! ', '。', '\n', '\n\n', ' ', '   ', 'Dr. ', 'A. ', '3. ', 'word ', '漢字'),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

describe('splitText', () => {
  test('gives parts that are letter for letter in the text, in order, and leave none of it out', () => {
    fc.assert(
      fc.property(unruly, fc.integer({ min: 1, max: 30 }), fc.nat(2), (text, tokensMax, overlapSentences) => {
        const chunks = splitText(text, [], { tokensMax, tokensMin: 5, overlapSentences });
        let end = 0;
        for (const chunk of chunks) {
          assert.equal(text.slice(chunk.start, chunk.end), chunk.content);
          assert.match(chunk.content, /\S/);
          if (chunk.start > end) assert.equal(text.slice(end, chunk.start).trim(), '');
          assert.ok(chunk.end > end);
          end = chunk.end;
        }
        assert.equal(text.slice(end).trim(), '');
      }),
      { numRuns: 1000 },
    );
  });

  test('never cuts what is seen as one letter, and takes no more than fits unless one letter is more', () => {
    fc.assert(
      fc.property(unruly, fc.integer({ min: 1, max: 30 }), fc.nat(2), (text, tokensMax, overlapSentences) => {
        const whole = boundaries(text);
        for (const { start, end, content, tokens } of splitText(text, [], { tokensMax, overlapSentences })) {
          assert.ok(whole.has(start) && whole.has(end), `${start} to ${end}`);
          assert.ok(tokens <= tokensMax || boundaries(content).size === 2, content);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('counts tokens as calls to models are counted', () => {
    for (const text of ['Plain words.', 'Grüße für Ünal', 'Привет, мир', '我们每天送货。', 'مرحبا 👋🏽 word'])
      assert.equal(splitText(text, [])[0]!.tokens, tokensOf(text), text);
  });

  test('ends between sentences, which an abbreviation, an initial or an ordinal does not end', () => {
    const text =
      'Ask Dr. Weber or J. Smith at St. Pauls. We are closed am 3. Oktober, e.g. for repairs. ' +
      'Das gilt z. B. sonntags. Come again!';
    assert.deepEqual(contents(text, [], { ...one, tokensMax: 13 }), [
      'Ask Dr. Weber or J. Smith at St. Pauls.',
      'We are closed am 3. Oktober, e.g. for repairs.',
      'Das gilt z. B. sonntags. Come again!',
    ]);
  });

  test('begins a part at a heading', () => {
    const sentence = 'We deliver on every working day of the week. ';
    const text = ['Delivery', 'Returns', 'Abroad']
      .map((title) => `${title}\n\n${sentence.repeat(12)}`)
      .join('\n\n');
    const headings = [
      { at: 0, level: 1, text: 'Delivery' },
      { at: text.indexOf('Returns'), level: 1, text: 'Returns' },
      { at: text.indexOf('Abroad'), level: 2, text: 'Abroad' },
    ];
    const chunks = splitText(text, headings, { tokensMax: 60, tokensMin: 20 });
    for (const { content } of chunks) assert.doesNotMatch(content, /\n\s*(Returns|Abroad)/);
    assert.deepEqual(
      [...new Set(chunks.map((chunk) => chunk.headings.join(' > ')))],
      ['Delivery', 'Returns', 'Returns > Abroad'],
    );
  });

  test('never ends a part with a heading', () => {
    const words = (count: number) => `${'word '.repeat(count).trim()}.`;
    for (let count = 5; count < 60; count += 1) {
      const text = `${words(count)}\n\nReturns\n\n${words(30)} ${words(30)}`;
      const headings = [{ at: text.indexOf('Returns'), level: 1, text: 'Returns' }];
      for (const { content } of splitText(text, headings, { tokensMax: 60, tokensMin: 60 }))
        assert.doesNotMatch(content, /Returns$/);
    }
  });

  test('begins a part with what the part before ended with', () => {
    const text = Array.from({ length: 30 }, (_, i) => `This is sentence number ${i + 100}.`).join(' ');
    const chunks = contents(text, [], { tokensMax: 40, tokensMin: 10, overlapSentences: 1 });
    for (const [i, chunk] of chunks.entries())
      if (i > 0) assert.ok(chunks[i - 1]!.endsWith(chunk.slice(0, 'This is sentence number 100.'.length)));
  });

  test('cuts a sentence without an end between words, and a word without an end between letters', () => {
    const words = contents(`${'several words '.repeat(500)}`, [], { ...one, tokensMax: 50 });
    for (const part of words) assert.match(part, /^(several|words)\b.*\b(several|words)$/);
    for (const letter of ['x', '漢', 'ก', '👩‍👩‍👧', '🇩🇪']) {
      const text = letter.repeat(2000);
      const parts = contents(text, [], { ...one, tokensMax: 50 });
      assert.equal(parts.join(''), text);
      assert.ok(parts.length > 9);
    }
  });

  test('has the same parts again a little behind a change', () => {
    fc.assert(
      fc.property(
        fc.array(fc.lorem({ mode: 'sentences', maxCount: 3 }), { minLength: 120, maxLength: 120 }),
        (texts) => {
          const text = texts.join(' ');
          const before = new Set(
            splitText(text, [], { tokensMax: 100, tokensMin: 30 }).map(({ hash }) => hash),
          );
          const after = splitText(`Something else comes first. ${text}`, [], {
            tokensMax: 100,
            tokensMin: 30,
          });
          const added = after.filter(({ hash }) => !before.has(hash));
          assert.ok(added.length <= after.length / 3, `${added.length} of ${after.length} are new`);
        },
      ),
      { numRuns: 30, seed: 6 },
    );
  });

  test('knows a part by its words and headings, however its lines are broken', () => {
    const hash = (text: string, heading?: string) =>
      splitText(text, heading ? [{ at: 0, level: 1, text: heading }] : [])[0]!.hash;
    assert.equal(hash('A mug\nis 9 €.'), hash('A  mug is 9 €.'));
    assert.notEqual(hash('A mug is 9 €.'), hash('A mug is 8 €.'));
    assert.notEqual(hash('A mug is 9 €.', 'Prices'), hash('A mug is 9 €.', 'Old prices'));
  });

  test('takes as long as the text is, whatever it is made of', (t) => {
    const long = (piece: string) => piece.repeat(Math.ceil(200_000 / piece.length));
    for (const piece of [
      'A sentence of some words. ',
      'a. ',
      'x',
      'a ',
      '\n',
      'हिन्दी ',
      '漢字',
      '🇩🇪',
      '"',
      '.',
    ]) {
      const begun = performance.now();
      const count = splitText(long(piece), []).length;
      t.diagnostic(`${JSON.stringify(piece)}: ${count} parts, ${Math.round(performance.now() - begun)} ms`);
    }
  });
});
