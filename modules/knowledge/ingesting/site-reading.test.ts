import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { billing } from '../../billing/index.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import type { SiteId } from '../documents/contract.ts';
import { listDocuments } from '../documents/documents.ts';
import { unitOf } from '../documents/testing.ts';
import { knowledge } from '../index.ts';
import { hashedEmbedder } from '../pieces/testing.ts';
import { openSite, type Site } from '../reading/testing/site.ts';
import { readSitesDue } from '../sites/sites.ts';
import { namedSite } from '../sites/testing.ts';
import { lookForLeft } from './background.ts';
import type { IngestionJob, IngestionJobId } from './contract.ts';
import {
  cancelIngestionJob,
  getIngestionJob,
  listIngestionItems,
  listIngestionJobs,
  pauseIngestionJob,
  resumeIngestionJob,
} from './ingestion.ts';
import { runReadSite } from './site-reading.ts';
import { page, served, shop, world } from './testing/shop.ts';
import { startedReading } from './testing.ts';

let w: TestWorkspace;
before(async () => {
  w = await newWorkspace([identity, workspaces, billing, connections, knowledge]);
});

interface Read {
  readonly embedder?: ReturnType<typeof hashedEmbedder>;
  readonly isFull?: boolean;
  readonly until?: (job: IngestionJob) => Promise<unknown>;
}

const job = (jobId: IngestionJobId) => w.system.work((ctx) => getIngestionJob(ctx, { jobId }));
const read = async (siteId: SiteId, { embedder, isFull = true }: Read = {}): Promise<IngestionJob> => {
  const jobId = await startedReading(w, siteId, isFull);
  await runReadSite(unitOf(w), { jobId }, world(embedder));
  w.ground.clock.move(3_600_000);
  return job(jobId);
};
const named = (site: Site, given: object = {}) => namedSite(w, { address: `${site.origin}/help/`, ...given });
const items = async ({ id: jobId }: Pick<IngestionJob, 'id'>) =>
  (await w.system.work((ctx) => listIngestionItems(ctx, { jobId, limit: 100 }))).items.map(
    ({ address, outcome }) => `${new URL(address).pathname} ${outcome}`,
  );
const titles = async (siteId: SiteId) =>
  (await w.system.work((ctx) => listDocuments(ctx, { limit: 100, siteId }))).items
    .filter(({ status }) => status === 'indexed')
    .map(({ title }) => title)
    .sort();
const pieces = (siteId: SiteId) =>
  w.system.work((ctx) =>
    ctx.tx.many(
      z.object({ row: z.string() }),
      sql`
      select concat(c.id, c.xmin, c.place) as row from knowledge.chunks c
        join knowledge.documents d on d.workspace_id = c.workspace_id and d.id = c.document_id
       where d.site_id = ${siteId} order by 1`,
    ),
  );

describe('reading a site', () => {
  test('SS-58 makes a document of every page, found by what it says', async () => {
    await using site = await openSite(served(shop()));
    const siteId = await named(site);
    const done = await read(siteId);
    assert.deepEqual(
      [done.status, done.itemsProcessed, done.itemsTotal, done.itemsSucceeded],
      ['completed', 3, 3, 3],
    );
    assert.deepEqual(await titles(siteId), ['Care', 'Help', 'Returns']);
  });

  for (const isFull of [true, false])
    test(`asks no model and writes no piece of what is the same, ${isFull ? 'by its words' : 'by its tag'}`, async () => {
      await using site = await openSite(served(shop()));
      const siteId = await named(site);
      await read(siteId);
      const before = await pieces(siteId);
      const embedder = hashedEmbedder();
      const again = await read(siteId, { embedder, isFull });
      assert.deepEqual([again.itemsUnchanged, again.itemsSucceeded, again.chunksCreated], [3, 0, 0]);
      assert.deepEqual(embedder.asked, []);
      assert.deepEqual(await pieces(siteId), before);
    });

  test('writes anew only the page that changed', async () => {
    const pages = shop();
    await using site = await openSite(served(pages));
    const siteId = await named(site);
    await read(siteId);
    pages.set('/help/care', page('Care', 'Wash linen at forty degrees.'));
    const embedder = hashedEmbedder();
    const again = await read(siteId, { embedder, isFull: false });
    assert.deepEqual([again.itemsUnchanged, again.itemsSucceeded], [2, 1]);
    assert.equal(embedder.asked.length, 1);
  });

  test('SS-59 lets go of a page that is not there twice in a row, and has it again when it is back', async () => {
    const pages = shop();
    await using site = await openSite(served(pages));
    const siteId = await named(site);
    await read(siteId);
    const care = pages.get('/help/care')!;
    pages.delete('/help/care');
    assert.ok((await items(await read(siteId))).includes('/help/care failed'));
    assert.deepEqual(await titles(siteId), ['Care', 'Help', 'Returns']);
    assert.ok((await items(await read(siteId))).includes('/help/care gone'));
    assert.deepEqual(await titles(siteId), ['Help', 'Returns']);
    pages.set('/help/care', care);
    assert.ok((await items(await read(siteId))).includes('/help/care indexed'));
    assert.deepEqual(await titles(siteId), ['Care', 'Help', 'Returns']);
  });

  test('SS-59 lets go of what nothing leads to any more, in a full reading alone', async () => {
    const pages = shop();
    await using site = await openSite(served(pages));
    const siteId = await named(site);
    await read(siteId);
    pages.set('/help/', page('Help', 'Linen and oak help with everything.', 'care'));
    await read(siteId, { isFull: false });
    assert.deepEqual(await titles(siteId), ['Care', 'Help', 'Returns']);
    assert.ok((await items(await read(siteId))).includes('/help/returns gone'));
    assert.deepEqual(await titles(siteId), ['Care', 'Help']);
  });

  test('goes on from the page it was at, however often it is broken off', async () => {
    await using site = await openSite(served(shop()));
    const siteId = await named(site);
    const jobId = await startedReading(w, siteId);
    for (let step = 1; step <= 9 && (await job(jobId)).status !== 'completed'; step++) {
      const breaking = brokenAt(step * 5);
      await runReadSite(breaking, { jobId }, world()).catch(() => {});
    }
    await runReadSite(unitOf(w), { jobId }, world());
    const done = await job(jobId);
    assert.deepEqual([done.status, done.itemsProcessed], ['completed', 3]);
    assert.deepEqual((await items(done)).sort(), [
      '/help/ indexed',
      '/help/care indexed',
      '/help/returns indexed',
    ]);
    assert.deepEqual(await titles(siteId), ['Care', 'Help', 'Returns']);
  });

  test('stops behind the page it is at when it is paused, goes on when it is resumed, and ends when cancelled', async () => {
    const asked = Promise.withResolvers<IngestionJobId>();
    const serve = served(shop());
    await using site = await openSite((request, response) => {
      if (request.url !== '/help/') return void serve(request, response);
      void asked.promise
        .then((jobId) => w.system.work((ctx) => pauseIngestionJob(ctx, { jobId })))
        .then(() => serve(request, response));
    });
    const siteId = await named(site);
    const jobId = await startedReading(w, siteId);
    asked.resolve(jobId);
    await runReadSite(unitOf(w), { jobId }, world());
    const paused = await job(jobId);
    assert.deepEqual([paused.status, paused.itemsProcessed], ['paused', 1]);
    await runReadSite(unitOf(w), { jobId }, world());
    assert.equal((await job(jobId)).itemsProcessed, 1);
    await w.system.work((ctx) => resumeIngestionJob(ctx, { jobId }));
    await runReadSite(unitOf(w), { jobId }, world());
    assert.deepEqual([(await job(jobId)).status, (await job(jobId)).itemsProcessed], ['completed', 3]);
    await assert.rejects(
      w.system.work((ctx) => cancelIngestionJob(ctx, { jobId })),
      { code: 'knowledge.job_is_over' },
    );
    const next = await startedReading(w, siteId);
    await w.system.work((ctx) => cancelIngestionJob(ctx, { jobId: next }));
    assert.equal((await job(next)).status, 'cancelled');
  });

  test('waits for a site that cannot be had, and leaves it after a while', async () => {
    await using site = await openSite((_, response) => void response.writeHead(503).end());
    const siteId = await named(site);
    const jobId = await startedReading(w, siteId);
    await runReadSite(unitOf(w), { jobId }, world());
    assert.equal((await job(jobId)).status, 'pending');
    for (let again = 0; again < 8; again++) await runReadSite(unitOf(w), { jobId }, world());
    const { status, failureCode } = await job(jobId);
    assert.deepEqual([status, failureCode], ['failed', 'site_unavailable']);
  });

  test('is left to whoever reads at that host already', async () => {
    await using site = await openSite(served(shop()));
    const jobId = await startedReading(w, await named(site));
    const names: string[] = [];
    const alone = async (name: string) => void names.push(name);
    await runReadSite(unitOf(w), { jobId }, { ...world(), alone: alone as never });
    assert.deepEqual(names, [`knowledge host ${new URL(site.origin).host}`]);
    assert.deepEqual([site.asked, (await job(jobId)).itemsProcessed], [[], 0]);
  });

  test('is one at a time for a site, begins by itself when it is due, and is gone on with when it was left', async () => {
    await using site = await openSite(served(shop()));
    const siteId = await named(site, { resyncHours: 24 });
    const first = await startedReading(w, siteId);
    assert.equal(await startedReading(w, siteId), first);
    w.ground.clock.move(11 * 60_000);
    const before = await waiting(first);
    await w.system.work(lookForLeft);
    assert.deepEqual([before, await waiting(first)], [1, 1], 'what waits already is not sent again');
    await runReadSite(unitOf(w), { jobId: first }, world());
    await w.system.work(readSitesDue);
    const jobs = async () =>
      (await w.system.work((ctx) => listIngestionJobs(ctx, { siteId, limit: 10 }))).items;
    assert.equal((await jobs()).length, 1);
    w.ground.clock.move(25 * 3_600_000);
    await w.system.work(readSitesDue);
    assert.equal((await jobs()).length, 2);
  });
});

const waiting = async (jobId: IngestionJobId) => {
  const { count } = await w.system.work((ctx) =>
    ctx.aside((tx) =>
      tx.one(
        z.object({ count: z.number() }),
        sql`
        select count(*)::int as count from pgboss.job_common
         where name = 'knowledge.read_site' and data::text like ${`%${jobId}%`} and state < 'active'`,
      ),
    ),
  );
  return count;
};

/** Its process dies behind so many transactions: what was committed is, and nothing else. */
function brokenAt(count: number) {
  const unit = unitOf(w);
  let left = count;
  return {
    ...unit,
    work: async <T>(fn: Parameters<typeof unit.work<T>>[0]): Promise<T> => {
      if (left === 0) throw new Error('the process died');
      left -= 1;
      return unit.work(fn);
    },
  };
}
