import type { Ctx } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import type { Storage } from '../../../kit/storage/storage.ts';
import { workIn } from '../../../kit/work.ts';
import { DocumentId, type SiteId } from '../documents/contract.ts';
import type { Place } from '../documents/testing.ts';
import { namedSite } from '../sites/testing.ts';
import type { Walk } from '../walk.ts';
import type { IngestionJobId } from './contract.ts';
import { pauseIngestionJob } from './ingestion.ts';
import { startSite } from './starting.ts';
import { settle } from './steps.ts';
import { type Brought, putDocumentFile } from './uploads.ts';

const inside = <T>({ ground, workspaceId }: Place, fn: (ctx: Ctx) => Promise<T>) =>
  workIn(ground, workspaceId, { actor: { kind: 'system' } }, fn);

/** As a request has it: may be read more than once. */
const whole = (bytes: Buffer): AsyncIterable<Uint8Array> => ({
  async *[Symbol.asyncIterator]() {
    yield bytes;
  },
});

/** A file that somebody brought, and nobody has read yet. */
export async function broughtFile(
  place: Place,
  storage: Storage,
  bytes: Buffer | string,
  given: Partial<Omit<Brought, 'stream'>> = {},
): Promise<DocumentId> {
  const documentId = given.documentId ?? newId(DocumentId);
  const usual = { contentType: 'text/plain', name: 'care.txt' };
  await inside(place, (ctx) =>
    putDocumentFile(ctx, { ...usual, ...given, documentId, stream: whole(Buffer.from(bytes)) }, { storage }),
  );
  return documentId;
}

export const startedReading = (place: Place, siteId: SiteId, isFull = true): Promise<IngestionJobId> =>
  inside(place, (ctx) => startSite(ctx, siteId, isFull));

const of = '/w/:workspaceId/knowledge/ingestion-jobs';
const begun = async (w: Walk) => startedReading(w, await namedSite(w));
const ofNew = async (w: Walk) => ({ params: { jobId: await begun(w) } });

/** A good input for every route of this part. */
export const ingestingSamples: Samples<Walk> = {
  'PUT /w/:workspaceId/knowledge/documents/:documentId/file': async () => ({
    params: { documentId: newId(DocumentId) },
    query: { title: 'Care', language: 'en' },
    upload: { type: 'text/plain', bytes: Buffer.from('Wash linen cold.') },
    makesId: true,
  }),
  'GET /w/:workspaceId/knowledge/documents/:documentId/file': async (w: Walk) => ({
    params: { documentId: await broughtFile(w, w.outside.storage, 'Wash linen cold.') },
  }),
  [`GET ${of}` as const]: async (w: Walk) => {
    await begun(w);
    return { query: { open: 'true' } };
  },
  [`GET ${of}/:jobId` as const]: ofNew,
  [`GET ${of}/:jobId/items` as const]: async (w: Walk) => ({
    ...(await ofNew(w)),
    query: { outcome: 'failed' },
  }),
  [`PUT ${of}/:jobId/pause` as const]: ofNew,
  [`DELETE ${of}/:jobId/pause` as const]: async (w: Walk) => {
    const jobId = await begun(w);
    await inside(w, (ctx) => pauseIngestionJob(ctx, { jobId }));
    return { params: { jobId } };
  },
  [`PUT ${of}/:jobId/cancellation` as const]: ofNew,
  [`POST ${of}/:jobId/retry` as const]: async (w: Walk) => {
    const jobId = await begun(w);
    await inside(w, (ctx) => settle(ctx, jobId, { status: 'failed', failureCode: 'site_unavailable' }));
    return { params: { jobId } };
  },
};
