import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../kit/sql.ts';
import { openLocalStorage } from '../../kit/storage/local.ts';
import type { Storage } from '../../kit/storage/storage.ts';
import { billing } from '../../modules/billing/index.ts';
import type { DocumentId } from '../../modules/knowledge/contract.ts';
import { knowledge, splitText } from '../../modules/knowledge/index.ts';
import { broughtFile, namedSite, startedReading } from '../../modules/knowledge/testing.ts';
import type { Point } from './points.ts';
import { openReceiver, type Receiver } from './receiver.ts';
import { openWorkerWorld, type WorkerWorld } from './worker-world.ts';

/*
 * What is brought is found, all of it once, wherever the process that reads it dies; and no model is asked again for
 * what it has answered and what was kept.
 */

const newest = `(select id from knowledge.documents where kind = 'file' order by id desc limit 1)`;
const pieces = `(select count(*) from knowledge.chunks where document_id = ${newest})`;
const embedded = `(select count(*) from knowledge.vectors v join knowledge.chunks c
  on c.workspace_id = v.workspace_id and c.id = v.chunk_id where c.document_id = ${newest})`;
const documentsHeld = 'lock table knowledge.documents in share mode';

/** With how many texts are asked for once more, since nobody knows what came of the first time. */
const whereAReaderDies: readonly (readonly [Point, number])[] = [
  [
    {
      name: 'with the file kept and nothing read',
      ...{ hold: 'lock table knowledge.ingestion_jobs in share mode', until: /set status = 'running'/ },
      statement: 'dies',
    },
    0,
  ],
  [
    {
      name: 'with the file read and no piece kept',
      ...{ hold: documentsHeld, until: /set media_type/, statement: 'dies' },
    },
    0,
  ],
  [{ name: 'with half of the pieces kept', answer: 'COMMIT', when: `${pieces} between 50 and 99` }, 0],
  [{ name: 'while the model is asked', path: /embed/ }, 50],
  [{ name: 'with half of the vectors kept', answer: 'COMMIT', when: `${embedded} between 50 and 99` }, 0],
  [
    {
      name: 'with everything kept, before it is found',
      after: { name: 'while the model is asked', path: /embed/ },
      ...{ hold: documentsHeld, until: /set status = 'indexed'/, statement: 'dies' },
    },
    0,
  ],
];

const text = Array.from({ length: 90 }, (_, i) => `Fabric ${i} is woven in Porto. `.repeat(36).trim()).join(
  '\n\n',
);
const site = new Map([
  [
    '/help/',
    '<html><body><main><p>Linen helps.</p><a href="care">1</a> <a href="back">2</a></main></body></html>',
  ],
  ['/help/care', '<html><body><main><p>Wash linen cold and dry it flat.</p></main></body></html>'],
  ['/help/back', '<html><body><main><p>Goods go back within sixty days.</p></main></body></html>'],
]);

let receiver: Receiver;
let world: WorkerWorld;
let storage: Storage;
let folder: string;
let pages: Server;
before(async () => {
  receiver = await openReceiver();
  folder = await mkdtemp(join(tmpdir(), 'stoa-knowledge-'));
  storage = await openLocalStorage(folder);
  pages = createServer(({ url }, response) => {
    const html = site.get(url!);
    response.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(html);
  }).listen(0, '127.0.0.1');
  const program = join(import.meta.dirname, 'knowledge-worker.ts');
  world = await openWorkerWorld({
    ...{ modules: [billing, knowledge], receiver },
    args: (databaseUrl) => [program, databaseUrl, receiver.url, folder],
  });
});
after(async () => {
  await world?.close();
  pages?.close();
  await receiver?.close();
  await storage?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a file', () => {
  const expected = splitText(text, [], { language: 'en' });

  for (const [point, askedAgain] of whereAReaderDies)
    test(`SS-58 is found whole, and embedded once, though its reader is killed ${point.name}`, async () => {
      const before = asked().length;
      const bring = () => broughtFile(world.place, storage, text, { language: 'en' });
      const documentId = await world.killAt(point, bring);
      await world.workUntil('it is read', async () => (await jobsOf({ documentId })).every(isDone), 60_000);
      const kept = await piecesOf(documentId);
      assert.deepEqual(
        kept.map(({ content }) => content),
        expected.map(({ content }) => content),
      );
      assert.ok(kept.every(({ vectors }) => vectors === 1));
      assert.equal((await jobsOf({ documentId })).length, 1);
      const texts = asked().slice(before);
      assert.deepEqual([texts.length, new Set(texts).size], [expected.length + askedAgain, expected.length]);
    });
});

describe('a site', () => {
  const page: Point = {
    name: 'with a page kept that is not written down',
    ...{
      hold: 'lock table knowledge.ingestion_items in share mode',
      until: /insert into knowledge\.ingestion_items/,
    },
    statement: 'dies',
  };

  test(`SS-58 is read whole, and each page embedded once, though its reader is killed ${page.name}`, async () => {
    const before = asked().length;
    const address = `http://127.0.0.1:${(pages.address() as AddressInfo).port}/help/`;
    const siteId = await namedSite(world.place, { address });
    await world.killAt(page, () => startedReading(world.place, siteId));
    await world.workUntil('it is read', async () => (await jobsOf({ siteId })).every(isDone), 60_000);
    const [job] = await jobsOf({ siteId });
    assert.deepEqual([job!.status, job!.items], ['completed', site.size]);
    const texts = asked().slice(before);
    assert.deepEqual([texts.length, new Set(texts).size], [site.size, site.size]);
  });
});

/** Every text a model was asked for, in order. */
const asked = () => receiver.got.flatMap(({ body }) => JSON.parse(body) as string[]);

const Job = z.object({ status: z.string(), items: z.number() });
const isDone = ({ status }: z.infer<typeof Job>) => !['pending', 'running'].includes(status);
const jobsOf = (of: { readonly documentId: DocumentId } | { readonly siteId: string }) =>
  world.inside(({ tx }) =>
    tx.many(
      Job,
      sql`
      select j.status, (select count(*)::int from knowledge.ingestion_items i
                         where i.workspace_id = j.workspace_id and i.job_id = j.id) as items
        from knowledge.ingestion_jobs j
       where ${'siteId' in of ? sql`j.site_id = ${of.siteId}` : sql`j.document_id = ${of.documentId}`}`,
    ),
  );

const piecesOf = (documentId: DocumentId) =>
  world.inside(({ tx }) =>
    tx.many(
      z.object({ content: z.string(), vectors: z.number() }),
      sql`
      select c.content, (select count(*)::int from knowledge.vectors v
                          where v.workspace_id = c.workspace_id and v.chunk_id = c.id) as vectors
        from knowledge.chunks c where c.document_id = ${documentId} order by c.place`,
    ),
  );
