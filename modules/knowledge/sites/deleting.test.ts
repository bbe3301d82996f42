import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Ctx } from '../../../kit/ctx.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { billing } from '../../billing/index.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { DocumentId, type SiteId } from '../documents/contract.ts';
import { deleteDocument, listDocuments } from '../documents/documents.ts';
import { runEraseDocument } from '../documents/erasing.ts';
import { rowsLeft } from '../documents/testing/breaking.ts';
import { unitOf } from '../documents/testing.ts';
import { knowledge } from '../index.ts';
import { getIngestionJob } from '../ingesting/ingestion.ts';
import { letGo } from '../ingesting/site-pages.ts';
import { runReadSite } from '../ingesting/site-reading.ts';
import { page, readShop, served, shop, world } from '../ingesting/testing/shop.ts';
import { startedReading } from '../ingesting/testing.ts';
import { flatEmbedder } from '../pieces/testing.ts';
import { openSite, type Site } from '../reading/testing/site.ts';
import { searchKnowledge } from '../search/search.ts';
import { eraseDeletedSites, runEraseSite } from './erasing.ts';
import { deleteSite, getSite, listSites, putSite, readSite, readSitesDue } from './sites.ts';
import { namedSite } from './testing.ts';

const modules = [identity, workspaces, billing, connections, knowledge];
let w: TestWorkspace;
before(async () => {
  w = await newWorkspace(modules);
});

const remove = (siteId: SiteId, own = w, forever = false) =>
  own.system.work((ctx) => deleteSite(ctx, { siteId, forever }));
const found = async (q: string, own = w) =>
  (await own.system.work((ctx) => searchKnowledge(ctx, { q, limit: 5 }))).items.length;
const pagesOf = async (siteId: SiteId, own = w) =>
  (await own.system.work((ctx) => listDocuments(ctx, { limit: 100, siteId }))).items;
const missing = { code: 'knowledge.site_not_found' };

describe('deleting a site', () => {
  test('SS-59 is neither shown nor found nor read from then on, with all its pages', async () => {
    const siteId = await readShop(w);
    assert.equal(await found('thirty degrees'), 1);
    await remove(siteId);
    assert.deepEqual([await found('thirty degrees'), await pagesOf(siteId)], [0, []]);
    const { items } = await w.system.work((ctx) => listSites(ctx, { limit: 100 }));
    assert.ok(items.every(({ id }) => id !== siteId));
    const given = { scope: 'below', pagesMax: 5, depthMax: 2, resyncHours: null } as const;
    const whole = { ...given, address: 'http://127.0.0.1:9/help/', language: null, locationId: null };
    const asked: ((ctx: Ctx) => Promise<unknown>)[] = [
      (ctx) => getSite(ctx, { siteId }),
      (ctx) => readSite(ctx, { siteId, isFull: true }),
      (ctx) => putSite(ctx, { siteId, ...whole }, { allowPrivate: true }),
      (ctx) => deleteSite(ctx, { siteId, forever: false }),
    ];
    for (const one of asked) await assert.rejects(w.system.work(one), missing);
  });

  test('is not read when its turn comes, and ends the reading that is under way behind the page it is at', async () => {
    const own = await newWorkspace(modules);
    let siteId: SiteId | undefined;
    const serve = served(shop());
    await using site = await openSite((request, response) => {
      const isBusy = request.url === '/help/care';
      const first = isBusy ? remove(siteId!, own) : Promise.resolve();
      void first.then(() => serve(request, response));
    });
    siteId = await namedSite(own, { address: `${site.origin}/help/`, resyncHours: 1 });
    const jobId = await startedReading(own, siteId);
    await runReadSite(unitOf(own), { jobId }, world());
    const job = await own.system.work((ctx) => getIngestionJob(ctx, { jobId }));
    assert.deepEqual([job.status, job.itemsProcessed], ['cancelled', 1]);
    assert.equal(await found('thirty degrees', own), 0);
    own.ground.clock.move(48 * 3_600_000);
    await own.system.work(readSitesDue);
    assert.deepEqual((await rowsLeft(own)).ingestion_jobs, 1, 'no other reading began');
    await runEraseSite(unitOf(own), { siteId }, await testOutside());
    assert.deepEqual(await rowsLeft(own, { except: ['indexes'] }), {});
  });

  test('is gone for good after seven days, by itself', async () => {
    const own = await newWorkspace(modules);
    const siteId = await namedSite(own);
    await remove(siteId, own);
    const sought: unknown[] = [];
    const sweep = () =>
      own.system.work((ctx) =>
        eraseDeletedSites({
          ...ctx,
          enqueue: async (_, payload) => {
            sought.push(payload);
            return { jobId: '' };
          },
        }),
      );
    own.ground.clock.move(6.9 * 86_400_000);
    await sweep();
    own.ground.clock.move(0.2 * 86_400_000);
    assert.deepEqual(sought, []);
    await sweep();
    assert.deepEqual(sought, [{ siteId }]);
  });

  test('leaves a site alone that is not deleted', async () => {
    const own = await newWorkspace(modules);
    const siteId = await namedSite(own);
    await runEraseSite(unitOf(own), { siteId }, await testOutside());
    assert.equal((await rowsLeft(own)).sites, 1);
  });
});

describe('a page that is being erased', () => {
  const long = Array.from({ length: 70 }, (_, i) => `<p>${`Fabric ${i} is woven. `.repeat(45)}</p>`).join('');
  const onePage = () => new Map([['/help/', page('Fabrics', long)]]);
  const readOnce = async (own: TestWorkspace, siteId: SiteId, embedder = flatEmbedder()) => {
    const jobId = await startedReading(own, siteId);
    await runReadSite(unitOf(own), { jobId }, world(embedder));
    return own.system.work((ctx) => getIngestionJob(ctx, { jobId }));
  };
  const opened = async (own: TestWorkspace, site: Site) => {
    const siteId = await namedSite(own, { address: `${site.origin}/help/` });
    await readOnce(own, siteId);
    const [only] = await pagesOf(siteId, own);
    return { siteId, documentId: DocumentId.parse(only!.id), pieces: only!.chunksCount };
  };

  test('is whole again when it comes back meanwhile', async () => {
    const own = await newWorkspace(modules);
    await using site = await openSite(served(onePage()));
    const { siteId, documentId, pieces } = await opened(own, site);
    assert.ok(pieces > 50, 'erasing it takes more than one step');
    await own.system.work((ctx) => letGo(ctx, documentId));
    let steps = 0;
    const unit = unitOf(own);
    const interrupted: typeof unit = {
      ...unit,
      work: async (fn) => {
        if (++steps === 2) await readOnce(own, siteId);
        return unit.work(fn);
      },
    };
    await runEraseDocument(interrupted, { documentId }, await testOutside());
    const [back] = await pagesOf(siteId, own);
    assert.deepEqual([back?.id, back?.status, back?.chunksCount], [documentId, 'indexed', pieces]);
    const left = await rowsLeft(own);
    assert.deepEqual([left.chunks, left.vectors, left.documents], [pieces, pieces, 1]);
  });

  test('ends its reading without a trouble, and leaves nothing, when it is erased while it is read', async () => {
    const own = await newWorkspace(modules);
    const pages = onePage();
    await using site = await openSite(served(pages));
    const { siteId, documentId } = await opened(own, site);
    pages.set('/help/', page('Fabrics', `${long}<p>${'Something new is here. '.repeat(80)}</p>`));
    const outside = await testOutside();
    const embedder = flatEmbedder();
    const erasing: typeof embedder = {
      ...embedder,
      embed: async (texts, signal) => {
        await own.system.work((ctx) => deleteDocument(ctx, { documentId, forever: true }));
        await runEraseDocument(unitOf(own), { documentId }, outside);
        return embedder.embed(texts, signal);
      },
    };
    const { status, itemsFailed } = await readOnce(own, siteId, erasing);
    assert.deepEqual([status, itemsFailed], ['completed', 0]);
    const { documents, chunks, vectors, chunk_words: words } = await rowsLeft(own);
    assert.deepEqual([documents, chunks, vectors, words], [undefined, undefined, undefined, undefined]);
  });
});
