import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { newId } from '../../../kit/ids.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { knowledge } from '../index.ts';
import { searchKnowledge } from '../search/search.ts';
import { DocumentId } from './contract.ts';
import {
  deleteDocument,
  getDocument,
  getUsage,
  listDocuments,
  patchDocument,
  putTypedDocument,
} from './documents.ts';
import { runEraseDocument } from './erasing.ts';
import { indexAll, typedDocument, unitOf } from './testing.ts';

const modules = [identity, workspaces, connections, knowledge];
let w: TestWorkspace;
before(async () => {
  w = await newWorkspace(modules);
});

const remove = (documentId: DocumentId, forever = false, place = w) =>
  place.system.work((ctx) => deleteDocument(ctx, { documentId, forever }));
const found = async (q: string, place = w) =>
  (await place.system.work((ctx) => searchKnowledge(ctx, { q, limit: 5 }))).items.map(
    ({ documentId }) => documentId,
  );

describe('a document', () => {
  test('is one when the same id comes twice, and is indexed anew only for another text', async () => {
    const documentId = newId(DocumentId);
    const put = (body: string, title = 'Care') =>
      w.system.work((ctx) =>
        putTypedDocument(ctx, {
          ...{ documentId, title, body, language: 'en', locationId: null, expiresAt: null },
        }),
      );
    await put('Wash it cold.');
    await indexAll(w, [documentId]);
    assert.deepEqual(pick(await put('Wash it cold.', 'Caring')), ['Caring', 'indexed']);
    assert.deepEqual(pick(await put('Wash it warm.', 'Caring')), ['Caring', 'processing']);
  });

  test('SS-58 is found only when it is indexed, not deleted and not expired', async () => {
    const own = await newWorkspace(modules);
    const expiresAt = new Date(own.ground.clock.now().getTime() + 60_000);
    const documentId = await typedDocument(own, { body: 'Bespoke corduroy trousers.', expiresAt });
    assert.deepEqual(await found('corduroy', own), []);
    await indexAll(own, [documentId]);
    assert.deepEqual(await found('corduroy', own), [documentId]);
    own.ground.clock.move(120_000);
    assert.deepEqual(await found('corduroy', own), [], 'expired');
    await own.system.work((ctx) => patchDocument(ctx, { documentId, expiresAt: null }));
    assert.deepEqual(await found('corduroy', own), [documentId]);
    await remove(documentId, false, own);
    assert.deepEqual(await found('corduroy', own), [], 'deleted');
  });

  test('SS-58, SS-59 is neither listed nor shown once it is deleted, and its id stays taken', async () => {
    const documentId = await typedDocument(w, { title: 'Gone' });
    await remove(documentId);
    const { items } = await w.system.work((ctx) => listDocuments(ctx, { limit: 200 }));
    assert.ok(items.every(({ id }) => id !== documentId));
    const missing = { code: 'knowledge.document_not_found' };
    await assert.rejects(
      w.system.work((ctx) => getDocument(ctx, { documentId })),
      missing,
    );
    await assert.rejects(remove(documentId), missing);
  });

  test('is listed by its state, kind and location, a page at a time', async () => {
    const own = await newWorkspace(modules);
    const harbour = await own.location('Harbour');
    const ids = [
      await typedDocument(own),
      await typedDocument(own, { locationId: harbour }),
      await typedDocument(own),
    ];
    await indexAll(own, [ids[0]!]);
    const list = (filter: object) => own.system.work((ctx) => listDocuments(ctx, { limit: 2, ...filter }));
    const first = await list({});
    const second = await list({ after: first.next! });
    assert.deepEqual([...first.items, ...second.items].map(({ id }) => id).sort(), [...ids].sort());
    const idsOf = async (filter: object) => (await list(filter)).items.map(({ id }) => id);
    assert.deepEqual(await idsOf({ status: 'indexed' }), [ids[0]]);
    assert.deepEqual(await idsOf({ locationId: harbour }), [ids[1]]);
    assert.deepEqual(await idsOf({ kind: 'page' }), []);
    const named = await typedDocument(own, { title: 'How linen is washed' });
    assert.deepEqual(await idsOf({ q: 'LINEN is' }), [named]);
    assert.deepEqual(await idsOf({ q: '%' }), []);
  });

  test('SS-59 counts what is kept: also of what is deleted, until it is gone', async () => {
    const own = await newWorkspace(modules);
    const body = 'Größe M.';
    const documentId = await typedDocument(own, { body });
    await indexAll(own, [documentId]);
    const usage = () => own.system.work((ctx) => getUsage(ctx));
    assert.deepEqual(await usage(), { documents: 1, faqs: 0, pieces: 1, bytes: Buffer.byteLength(body) });
    await remove(documentId, false, own);
    assert.deepEqual(await usage(), { documents: 0, faqs: 0, pieces: 0, bytes: Buffer.byteLength(body) });
    await runEraseDocument(unitOf(own), { documentId }, await testOutside());
    assert.deepEqual(await usage(), { documents: 0, faqs: 0, pieces: 0, bytes: 0 });
  });
});

const pick = ({ title, status }: { title: string; status: string }) => [title, status];
