import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileTypes, readingErrors, readingLimits } from '../../contract.ts';
import { sendableOf, whyNotFile } from './file-kinds.ts';

test('a file is refused before it is sent where that can be known', () => {
  const why = (name: string, size = 10) => whyNotFile({ name, size });
  assert.equal(why('care.pdf'), undefined);
  assert.equal(why('CARE.PDF', readingLimits.bytesMax), undefined);
  assert.match(why('care.pdf', readingLimits.bytesMax + 1)!, /50 MB at most/);
  assert.equal(why('care.txt', 0), readingErrors.empty[1]);
  assert.equal(why('shirt.png'), readingErrors.type_not_supported[1]);
  assert.match(why('letter.doc')!, /Save it as DOCX/);
});

test('a file is sent under a type the server takes, and keeps its name', () => {
  for (const name of ['a.md', 'a.csv', 'a.HTM', 'a.docx']) {
    const sent = sendableOf(new File(['x'], name, { type: 'application/vnd.something' }));
    assert.equal(sent.name, name);
    assert.ok(fileTypes.some((type) => type === sent.type));
  }
});
