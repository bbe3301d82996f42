import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { before, describe, test } from 'node:test';
import { newId } from '../../../kit/ids.ts';
import { type TestOutside, testOutside } from '../../../kit/testing/outside.ts';
import { billing } from '../../billing/index.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { DocumentId } from '../documents/contract.ts';
import { deleteDocument, getDocument } from '../documents/documents.ts';
import { runEraseDocument } from '../documents/erasing.ts';
import { typedDocument, unitOf } from '../documents/testing.ts';
import { knowledge } from '../index.ts';
import { embedderAmong, hashedEmbedder } from '../pieces/testing.ts';
import { makePdf } from '../reading/testing/pdf.ts';
import { searchKnowledge } from '../search/search.ts';
import type { IngestionJob } from './contract.ts';
import { runIngestFile } from './files.ts';
import { cancelIngestionJob, listIngestionItems, listIngestionJobs, retryIngestionJob } from './ingestion.ts';
import { broughtFile } from './testing.ts';

let w: TestWorkspace;
let outside: TestOutside;
before(async () => {
  w = await newWorkspace([identity, workspaces, billing, connections, knowledge]);
  outside = await testOutside();
});

const bring = (bytes: Buffer | string, given: object = {}) => broughtFile(w, outside.storage, bytes, given);
const show = (documentId: DocumentId) => w.system.work((ctx) => getDocument(ctx, { documentId }));
const jobsOf = async (documentId: DocumentId): Promise<IngestionJob[]> =>
  (await w.system.work((ctx) => listIngestionJobs(ctx, { limit: 20, documentId }))).items;
const run = async (documentId: DocumentId, embedder = hashedEmbedder()): Promise<IngestionJob> => {
  const [job] = await jobsOf(documentId);
  const world = { storage: outside.storage, embedder: embedderAmong(embedder) };
  await runIngestFile(unitOf(w), { jobId: job!.id }, world);
  return (await jobsOf(documentId))[0]!;
};
const itemsOf = async ({ id: jobId }: IngestionJob) =>
  (await w.system.work((ctx) => listIngestionItems(ctx, { jobId, limit: 20 }))).items;
const found = async (q: string) =>
  (await w.system.work((ctx) => searchKnowledge(ctx, { q, limit: 5 }))).items.map(
    ({ documentId }) => documentId,
  );

describe('a file that was brought', () => {
  test('SS-58 is found when it has been read, with its pages counted and its kind by its bytes', async () => {
    const pages = ['Velvet cushions are filled with feathers.', 'Each cushion is sewn in Porto.'];
    const documentId = await bring(makePdf({ pages: pages.map((text) => [text]) }), { name: 'cushions.pdf' });
    assert.equal((await show(documentId)).status, 'processing');
    assert.deepEqual(await found('velvet feathers'), []);
    const job = await run(documentId);
    assert.deepEqual(
      [job.status, job.itemsTotal, job.itemsProcessed, job.failureCode],
      ['completed', 2, 2, null],
    );
    const { status, mediaType, chunksCount } = await show(documentId);
    assert.deepEqual([status, mediaType], ['indexed', 'application/pdf']);
    assert.equal(job.chunksCreated, chunksCount);
    assert.deepEqual(await found('velvet feathers'), [documentId]);
    assert.deepEqual(
      (await itemsOf(job)).map(({ address, outcome }) => [address, outcome]),
      [['cushions.pdf', 'indexed']],
    );
  });

  test('is one document and read once when it comes twice', async () => {
    const documentId = await bring('Curtains are washed at thirty degrees.');
    await run(documentId);
    await bring('Curtains are washed at thirty degrees.', { documentId });
    assert.equal((await jobsOf(documentId)).length, 1);
    assert.equal((await show(documentId)).status, 'indexed');
  });

  test('embeds only what is new of another version, and lets go of the file before', async () => {
    const embedder = hashedEmbedder();
    const part = (n: number) => `Paragraph ${n} tells of fabric ${n}. `.repeat(25).trim();
    const documentId = await bring([1, 2, 3, 4].map(part).join('\n\n'));
    const first = await run(documentId, embedder);
    const asked = embedder.asked.length;
    await bring([1, 2, 3, 5].map(part).join('\n\n'), { documentId });
    const second = await run(documentId, embedder);
    assert.equal(second.status, 'completed');
    assert.ok(second.chunksCreated > 0 && second.chunksCreated < first.chunksCreated);
    assert.equal(embedder.asked.length - asked, second.chunksCreated);
    const { items } = await outside.storage.list(`w/${w.workspaceId}/knowledge/${documentId}/`);
    assert.equal(items.length, 1);
  });

  test('SS-58 says by name why it cannot be read, on the document and on its job', async () => {
    const documentId = await bring(Buffer.from('%PDF-1.7\nbroken'), { name: 'broken.pdf' });
    const job = await run(documentId);
    const { status, failureCode } = await show(documentId);
    assert.deepEqual(
      [status, failureCode, job.status, job.failureCode],
      ['failed', 'corrupt', 'failed', 'corrupt'],
    );
    assert.deepEqual(
      (await itemsOf(job)).map(({ outcome, failureCode: code }) => [outcome, code]),
      [['failed', 'corrupt']],
    );
  });

  test('is read again when somebody retries, and only when it failed', async () => {
    const documentId = await bring('Buttons are made of horn.');
    const [{ id: jobId }] = (await jobsOf(documentId)) as [IngestionJob];
    const retry = () => w.system.work((ctx) => retryIngestionJob(ctx, { jobId }));
    await assert.rejects(retry(), { code: 'knowledge.job_has_not_failed' });
    const key = (await outside.storage.list(`w/${w.workspaceId}/knowledge/${documentId}/`)).items[0]!.key;
    const kept = await outside.storage.get(key);
    const bytes = Buffer.concat(await kept!.stream.toArray());
    await outside.storage.delete(key);
    assert.equal((await run(documentId)).failureCode, 'file_is_gone');
    await outside.storage.put(key, Readable.from([bytes]), { contentType: 'text/plain', bytesMax: 1_000 });
    assert.equal((await retry()).status, 'pending');
    assert.equal((await run(documentId)).status, 'completed');
    assert.deepEqual(await found('horn buttons'), [documentId]);
  });

  test('is not read when somebody cancelled it, nor when it is deleted', async () => {
    const documentId = await bring('Zippers are made of brass.');
    const [{ id: jobId }] = (await jobsOf(documentId)) as [IngestionJob];
    await w.system.work((ctx) => cancelIngestionJob(ctx, { jobId }));
    assert.equal((await run(documentId)).status, 'cancelled');
    assert.equal((await show(documentId)).status, 'processing');
    const other = await bring('Hooks are made of steel.');
    await w.system.work((ctx) => deleteDocument(ctx, { documentId: other, forever: false }));
    assert.equal((await run(other)).status, 'cancelled');
  });

  test('is among what is not over until it is read', async () => {
    const documentId = await bring('Ribbons are made of silk.');
    const open = async () =>
      (await w.system.work((ctx) => listIngestionJobs(ctx, { limit: 200, open: true }))).items.map(
        (job) => job.documentId,
      );
    assert.ok((await open()).includes(documentId));
    await run(documentId);
    assert.ok(!(await open()).includes(documentId));
    const over = await w.system.work((ctx) => listIngestionJobs(ctx, { limit: 20, documentId, open: false }));
    assert.equal(over.items.length, 1);
  });

  test('is refused where a text was typed, and empty', async () => {
    const documentId = await typedDocument(w);
    await assert.rejects(bring('Another.', { documentId }), { code: 'knowledge.document_is_not_a_file' });
    await assert.rejects(bring('', { documentId: newId(DocumentId) }), { code: 'knowledge.empty' });
  });

  test('SS-59 leaves no file behind when it is deleted for good', async () => {
    const documentId = await bring('Threads are made of cotton.');
    await run(documentId);
    await w.system.work((ctx) => deleteDocument(ctx, { documentId, forever: true }));
    await runEraseDocument(unitOf(w), { documentId }, outside);
    const { items } = await outside.storage.list(`w/${w.workspaceId}/knowledge/${documentId}/`);
    assert.deepEqual(items, []);
  });
});
