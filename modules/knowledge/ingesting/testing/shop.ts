import type { RequestListener } from 'node:http';
import type { Storage } from '../../../../kit/storage/storage.ts';
import type { DocumentId, SiteId } from '../../documents/contract.ts';
import { type Place, unitOf } from '../../documents/testing.ts';
import { embedderAmong, hashedEmbedder } from '../../pieces/testing.ts';
import { openSite } from '../../reading/testing/site.ts';
import { namedSite } from '../../sites/testing.ts';
import type { IngestionJobId } from '../contract.ts';
import { runIngestFile } from '../files.ts';
import { listIngestionJobs } from '../ingestion.ts';
import { runReadSite } from '../site-reading.ts';
import { broughtFile, startedReading } from '../testing.ts';

/** Paths to what they say; undefined: nothing is there. Each page has the hash of its words for a tag. */
export type Pages = Map<string, string>;

export const served =
  (pages: Pages): RequestListener =>
  ({ url, headers }, response) => {
    const html = pages.get(url!);
    const etag = `"${html?.length}-${html}"`.replace(/[^\w"-]/g, '').slice(0, 100);
    if (html === undefined) return response.writeHead(404).end();
    if (headers['if-none-match'] === etag) return response.writeHead(304).end();
    return response.writeHead(200, { 'content-type': 'text/html', etag }).end(html);
  };

export const page = (title: string, words: string, ...links: string[]) =>
  `<html lang="en"><head><title>${title}</title></head><body><main><h1>${title}</h1><p>${words}</p>` +
  `${links.map((href) => `<a href="${href}">${href}</a>`).join(' ')}</main></body></html>`;

export const shop = (): Pages =>
  new Map([
    ['/help/', page('Help', 'Linen and oak help with everything.', 'care', 'returns')],
    ['/help/care', page('Care', 'Wash linen at thirty degrees and dry it flat.')],
    ['/help/returns', page('Returns', 'Goods go back within sixty days for free.')],
  ]);

export const world = (embedder = hashedEmbedder()) => ({
  embedder: embedderAmong(embedder),
  pauseAtHost: async () => {},
  allowPrivate: true,
  publicUrl: 'http://stoa.test',
});

/** A site of three pages, all of them read. */
export async function readShop(place: Place): Promise<SiteId> {
  await using site = await openSite(served(shop()));
  const siteId = await namedSite(place, { address: `${site.origin}/help/` });
  const jobId = await startedReading(place, siteId);
  await runReadSite(unitOf(place), { jobId }, world());
  return siteId;
}

/** The reading of a document that was begun last. */
export async function jobOf(place: Place, documentId: DocumentId): Promise<IngestionJobId> {
  const { items } = await unitOf(place).work((ctx) => listIngestionJobs(ctx, { limit: 1, documentId }));
  return items[0]!.id;
}

export async function indexedFile(place: Place, storage: Storage, text: string): Promise<DocumentId> {
  const documentId = await broughtFile(place, storage, text);
  const jobId = await jobOf(place, documentId);
  await runIngestFile(unitOf(place), { jobId }, { storage, embedder: embedderAmong(hashedEmbedder()) });
  return documentId;
}
