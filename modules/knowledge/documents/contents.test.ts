import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { type TestOutside, testOutside } from '../../../kit/testing/outside.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { knowledge } from '../index.ts';
import { broughtFile } from '../ingesting/testing.ts';
import { getDocumentFile, listDocumentPieces } from './contents.ts';
import type { DocumentId, DocumentPiece } from './contract.ts';
import { deleteDocument } from './documents.ts';
import { indexAll, typedDocument } from './testing.ts';

let w: TestWorkspace;
let outside: TestOutside;
before(async () => {
  w = await newWorkspace([identity, workspaces, connections, knowledge]);
  outside = await testOutside();
});

const body = Array.from({ length: 40 }, (_, n) => `Fabric ${n} is woven in Porto. `.repeat(12).trim()).join(
  '\n\n',
);
const missing = { code: 'knowledge.document_not_found' };

async function readAll(documentId: DocumentId, from = 0, limit = 3): Promise<DocumentPiece[]> {
  const all: DocumentPiece[] = [];
  for (let after: string | undefined; ; ) {
    const page = await w.system.work((ctx) =>
      listDocumentPieces(ctx, { documentId, from, limit, ...(after && { after }) }),
    );
    all.push(...page.items);
    if (page.next === null) return all;
    after = page.next;
  }
}

describe('what a document says', () => {
  test('is read a page at a time, in order, and is its text letter for letter', async () => {
    const documentId = await typedDocument(w, { body });
    await indexAll(w, [documentId]);
    const pieces = await readAll(documentId);
    assert.ok(pieces.length > 6);
    for (const { content, start, end } of pieces) assert.equal(content, body.slice(start, end));
    assert.deepEqual(
      pieces.map(({ start }) => start),
      pieces.map(({ start }) => start).sort((a, b) => a - b),
    );
  });

  test('is read from the piece on that a letter of it is in', async () => {
    const documentId = await typedDocument(w, { body });
    await indexAll(w, [documentId]);
    const all = await readAll(documentId);
    const later = await readAll(documentId, all[4]!.end - 1);
    assert.deepEqual(later[0], all[4]);
    assert.equal(later.length, all.length - 4);
  });

  test('is not told of what is deleted, or of another workspace', async () => {
    const documentId = await typedDocument(w, { body });
    await indexAll(w, [documentId]);
    const other = await newWorkspace([identity, workspaces, connections, knowledge]);
    const page = { documentId, from: 0, limit: 5 };
    await assert.rejects(
      other.system.work((ctx) => listDocumentPieces(ctx, page)),
      missing,
    );
    await w.system.work((ctx) => deleteDocument(ctx, { documentId, forever: false }));
    await assert.rejects(
      w.system.work((ctx) => listDocumentPieces(ctx, page)),
      missing,
    );
  });
});

describe('the file of a document', () => {
  const fileOf = (documentId: DocumentId) =>
    w.system.work((ctx) => getDocumentFile(ctx, { documentId }, outside));

  test('is the one that was brought, under a name any machine can keep', async () => {
    const given = { name: 'Größe & Pflege.txt', title: 'Größe & "Pflege"' };
    const documentId = await broughtFile(w, outside.storage, 'Wash linen cold.', given);
    const { stream, fileName, contentType } = await fileOf(documentId);
    const bytes: Uint8Array[] = [];
    for await (const piece of stream) bytes.push(Buffer.from(piece));
    assert.equal(Buffer.concat(bytes).toString(), 'Wash linen cold.');
    assert.deepEqual([fileName, contentType], ['Gro-e-Pflege.txt', 'text/plain']);
  });

  test('is refused where a text was typed, and of what is deleted', async () => {
    await assert.rejects(fileOf(await typedDocument(w)), { code: 'knowledge.document_has_no_file' });
    const documentId = await broughtFile(w, outside.storage, 'Wash linen cold.');
    await w.system.work((ctx) => deleteDocument(ctx, { documentId, forever: false }));
    await assert.rejects(fileOf(documentId), missing);
  });
});
