import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { before, describe, test } from 'node:test';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { installationId, newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import type { Storage } from '../../../kit/storage/storage.ts';
import { type TestOutside, testOutside } from '../../../kit/testing/outside.ts';
import { ctxOf } from '../../../kit/work.ts';
import { billing } from '../../billing/index.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { deleteFaq } from '../faqs/faqs.ts';
import { writtenFaq } from '../faqs/testing.ts';
import { knowledge } from '../index.ts';
import { insertPage } from '../ingesting/pages.sql.ts';
import { broughtFile, startedReading } from '../ingesting/testing.ts';
import { insertItem } from '../ingesting/working.sql.ts';
import { embedMissing, runEmbedFaq } from '../pieces/embedding.ts';
import { indexText } from '../pieces/indexing.ts';
import { keepPiecesInSteps } from '../pieces/pieces.ts';
import { embedderAmong, flatEmbedder } from '../pieces/testing.ts';
import { runEraseSite } from '../sites/erasing.ts';
import { deleteSite } from '../sites/sites.ts';
import { namedSite } from '../sites/testing.ts';
import { DocumentId, type SiteId } from './contract.ts';
import { deleteDocument } from './documents.ts';
import { eraseDeleted, runEraseDocument } from './erasing.ts';
import { allFilesOf, filesOf } from './files.ts';
import { brokenAtEveryStep, rowsLeft } from './testing/breaking.ts';
import { indexAll, typedDocument, unitOf } from './testing.ts';

const modules = [identity, workspaces, billing, connections, knowledge];
const embedder = embedderAmong(flatEmbedder());
let outside: TestOutside;
before(async () => {
  outside = await testOutside();
});

const filesIn = async ({ workspaceId }: TestWorkspace) =>
  (await outside.storage.list(allFilesOf(workspaceId))).items.length;
/** How it is searched stays: by which model, in which languages. */
const nothingIsLeft = (own: TestWorkspace) => async (message: string) =>
  assert.deepEqual([await rowsLeft(own, { except: ['indexes'] }), await filesIn(own)], [{}, 0], message);
const remove = (own: TestWorkspace, documentId: DocumentId, forever = true) =>
  own.system.work((ctx) => deleteDocument(ctx, { documentId, forever }));

describe('erasing', () => {
  test('SS-59 leaves nothing of a file, wherever it is broken off, when it goes on', async () => {
    const own = await newWorkspace(modules);
    const begin = async () => {
      const documentId = await keptFile(own, 60);
      const lost = `${filesOf(own.workspaceId, documentId)}of-an-upload-that-ended`;
      await outside.storage.put(lost, Readable.from([Buffer.from('half')]), {
        contentType: 'text/plain',
        bytesMax: 100,
      });
      await remove(own, documentId);
      return (unit: ReturnType<typeof unitOf>, storage: Storage) =>
        runEraseDocument(unit, { documentId }, { storage });
    };
    const times = await brokenAtEveryStep(begin, worldOf(own), nothingIsLeft(own));
    assert.ok(times > 7, 'it was broken off at several steps');
  });

  test('SS-59 leaves nothing of a site, its pages and its readings, wherever it is broken off', async () => {
    const own = await newWorkspace(modules);
    const begin = async () => {
      const siteId = await keptSite(own);
      await own.system.work((ctx) => deleteSite(ctx, { siteId, forever: true }));
      return (unit: ReturnType<typeof unitOf>, storage: Storage) =>
        runEraseSite(unit, { siteId }, { storage });
    };
    const times = await brokenAtEveryStep(begin, worldOf(own), nothingIsLeft(own));
    assert.ok(times > 10, 'it was broken off at several steps');
  });

  test('takes all of an answer or nothing of it, wherever it is broken off', async () => {
    const own = await newWorkspace(modules);
    const begin = async () => {
      const faqId = await writtenFaq(own);
      await runEmbedFaq(unitOf(own), { faqId }, { embedder });
      return (unit: ReturnType<typeof unitOf>) => unit.work((ctx) => deleteFaq(ctx, { faqId }));
    };
    const times = await brokenAtEveryStep(begin, worldOf(own), nothingIsLeft(own));
    assert.ok(times >= 1);
  });

  test('leaves nothing of a workspace that is removed, wherever that is broken off', async () => {
    const removal = workspaces.work!.find(({ job }) => job.name === 'workspaces.remove_workspace')!;
    let last: TestWorkspace | undefined;
    const begin = async () => {
      const own = await newWorkspace(modules);
      last = own;
      await indexAll(own, [await typedDocument(own)]);
      await keptFile(own, 2);
      await broughtFile(own, outside.storage, 'Oak is oiled.');
      await writtenFaq(own);
      await own.ground.db.transaction({ kind: 'owner' }, (tx) =>
        tx.run(sql`
          update workspaces.workspaces set deleted_at = '2020-01-01T00:00:00Z' where id = ${own.workspaceId}`),
      );
      return (unit: ReturnType<typeof inInstallation>, storage: Storage) =>
        removal.run(
          { ...unit, progress: async () => {} } as unknown as Unit,
          { id: own.workspaceId },
          { ...outside, storage },
        );
    };
    const one = await newWorkspace(modules);
    const check = async (message: string) =>
      assert.deepEqual([await rowsLeft(last!), await filesIn(last!)], [{}, 0], message);
    assert.ok((await brokenAtEveryStep(begin, { ...worldOf(one), unit: inInstallation(one) }, check)) >= 2);
  });

  test('touches nothing that is not deleted, nor of another workspace', async () => {
    const own = await newWorkspace(modules);
    const documentId = await keptFile(own, 2);
    const before = await rowsLeft(own);
    await runEraseDocument(unitOf(own), { documentId }, outside);
    const other = await newWorkspace(modules);
    await runEraseDocument(unitOf(other), { documentId }, outside);
    assert.deepEqual([await rowsLeft(own), await filesIn(own)], [before, 1]);
  });

  test('begins by itself when it was deleted seven days ago', async () => {
    const own = await newWorkspace(modules);
    const documentId = await typedDocument(own);
    await remove(own, documentId, false);
    const sought: unknown[] = [];
    const sweep = () => own.system.work((ctx) => eraseDeleted(noting(ctx, sought)));
    own.ground.clock.move(6.9 * 86_400_000);
    await sweep();
    assert.deepEqual(sought, []);
    own.ground.clock.move(0.2 * 86_400_000);
    await sweep();
    assert.deepEqual(sought, [{ documentId }]);
  });
});

/** As a file that was read is. Nothing is read or cut here, since it is done again for every step. */
async function keptFile(own: TestWorkspace, count: number): Promise<DocumentId> {
  const documentId = await broughtFile(own, outside.storage, 'Linen');
  const pieces = Array.from({ length: count }, (_, i) => ({
    ...{ content: `Linen ${i}`, start: i * 10, end: i * 10 + 8, tokens: 2, heading: null },
    hash: createHash('sha256').update(`Linen ${i}`).digest('hex'),
  }));
  await keepPiecesInSteps(unitOf(own), { documentId, tsconfig: 'english' }, pieces);
  await embedMissing(unitOf(own), { documentId }, { embedder });
  return documentId;
}

/** A site with three pages of which each says something, and a reading that came by them. */
async function keptSite(own: TestWorkspace): Promise<SiteId> {
  const siteId = await namedSite(own);
  const jobId = await startedReading(own, siteId);
  for (const place of [0, 1, 2]) {
    const id = newId(DocumentId);
    const address = `http://127.0.0.1:9/help/${place}`;
    const told = {
      title: 'Help',
      language: 'en',
      tsconfig: 'english',
      mediaType: 'text/html',
      sizeBytes: 10,
    };
    await own.system.work(async (ctx) => {
      const page = { ...told, id, siteId, address, locationId: null };
      await insertPage(ctx.tx, ctx.workspaceId, page, ctx.now);
      const item = { place, address, documentId: id, outcome: 'indexed', failureCode: null } as const;
      await insertItem(ctx.tx, ctx.workspaceId, jobId, item, ctx.now);
    });
    await indexText(unitOf(own), id, textOf(`Page ${place} is about linen.`), { embedder });
  }
  return siteId;
}

const textOf = (text: string) => ({ text, headings: [], language: 'en', tsconfig: 'english' });

const worldOf = (own: TestWorkspace) => ({ unit: unitOf(own), storage: outside.storage });

/** For what is done to a workspace from outside of it. */
const inInstallation = (own: TestWorkspace) => ({
  ...unitOf(own),
  workspaceId: installationId,
  work: <T>(fn: (ctx: Ctx) => Promise<T>) =>
    own.ground.db.transaction({ kind: 'installation' }, (tx) =>
      fn(ctxOf(own.ground, tx, installationId, { actor: { kind: 'system' } })),
    ),
});

const noting = (ctx: Ctx, sought: unknown[]): Ctx => ({
  ...ctx,
  enqueue: async (_, payload) => {
    sought.push(payload);
    return { jobId: '' };
  },
});
