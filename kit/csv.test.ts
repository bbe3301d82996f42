import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { csvLine } from './csv.ts';

describe('a line for a spreadsheet', () => {
  test('calculates nothing when it is opened', () => {
    const typed = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', 'plain'];
    assert.equal(csvLine(typed), `"'=1+1","'+1","'-1","'@SUM(A1)","'\t=1","'\r=1","'＝1","plain"\r\n`);
  });

  test('keeps quotes, commas and lines inside a cell, and says what is no text', () => {
    assert.equal(csvLine(['a "b", c', 'two\nlines']), '"a ""b"", c","two\nlines"\r\n');
    const at = new Date('2026-01-05T09:00:00Z');
    assert.equal(
      csvLine([null, undefined, true, { a: 1 }, at]),
      ',,"true","{""a"":1}","2026-01-05T09:00:00.000Z"\r\n',
    );
  });
});
