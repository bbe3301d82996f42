import { readFileSync } from 'node:fs';
import { modules } from '../app/modules.ts';
import { systemClock } from '../kit/clock.ts';
import { openDatabase } from '../kit/db/open.ts';
import { newId, WorkspaceId } from '../kit/ids.ts';
import { openLog } from '../kit/log.ts';
import { policyOf } from '../kit/module.ts';
import { sql } from '../kit/sql.ts';
import { openLocalStorage } from '../kit/storage/local.ts';
import { type Ground, workIn } from '../kit/work.ts';
import { DocumentId } from '../modules/knowledge/documents/contract.ts';
import { findDocument } from '../modules/knowledge/documents/documents.sql.ts';
import { runIngestFile } from '../modules/knowledge/ingesting/files.ts';
import { jobOf } from '../modules/knowledge/ingesting/testing/shop.ts';
import { broughtFile, makePdf } from '../modules/knowledge/testing.ts';
import { benchDimensions, benchModel } from './knowledge-seed.ts';

/** A book as it is brought, read, cut, embedded by a model that answers at once, and kept. */
export interface KnowledgeIngestSpec {
  readonly url: string;
  readonly folder: string;
  readonly pages: number;
}

const spec: KnowledgeIngestSpec = JSON.parse(readFileSync(process.argv[2]!, 'utf8'));
const log = openLog({ name: 'bench', level: 'error' });
const db = await openDatabase({ url: spec.url, log, connectionsMax: 4 });
const storage = await openLocalStorage(spec.folder);
const nowhere = async () => ({ jobId: '' });
const outlets = { enqueue: nowhere, publish: async () => {} } as unknown as Ground['outlets'];
const ground: Ground = { db, outlets, clock: systemClock, log, policy: policyOf(modules) };
const workspaceId = newId(WorkspaceId);
const place = { ground, workspaceId };
await db.transaction({ kind: 'owner' }, (tx) =>
  tx.run(sql`
    insert into workspaces.workspaces (id, name, created_at, updated_at) values (${workspaceId}, 'A book', now(), now())`),
);
const line = (page: number, n: number) =>
  `Line ${n} of page ${page} says how fabric ${page * n} is washed and dried.`;
const pages = Array.from({ length: spec.pages }, (_, page) =>
  Array.from({ length: 40 }, (_, n) => line(page, n)),
);
const vector = new Float32Array(benchDimensions).fill(0.5);
const embedder = {
  ...{ model: benchModel, dimensions: benchDimensions },
  embed: async (texts: readonly string[]) =>
    texts.map((_, i) => vector.map((one, at) => one + ((i * 31 + at) % 97) / 97)),
};

const documentId = await broughtFile(place, storage, makePdf({ pages }), {
  name: 'book.pdf',
  documentId: newId(DocumentId),
});
const unit = {
  workspaceId,
  signal: new AbortController().signal,
  work: <T>(fn: Parameters<typeof workIn<T>>[3]) =>
    workIn(ground, workspaceId, { actor: { kind: 'system' } }, fn),
};
const jobId = await jobOf(place, documentId);
const began = performance.now();
await runIngestFile(unit, { jobId }, { storage, embedder: async () => embedder });
const seconds = (performance.now() - began) / 1_000;
const document = await unit.work((ctx) => findDocument(ctx.tx, documentId));
if (document?.status !== 'indexed')
  throw new Error(`the book is ${document?.status}: ${document?.failureCode}`);
console.log(
  JSON.stringify({
    pages: spec.pages,
    pieces: document.chunksCount,
    seconds,
    maxMiB: process.resourceUsage().maxRSS / 1_024,
  }),
);
process.exit(0);
