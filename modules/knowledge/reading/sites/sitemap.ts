import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { runChild } from '../../../../kit/child/run.ts';
import { AppError } from '../../../../kit/errors.ts';
import { addressLengthMax, type Scope } from '../contract.ts';
import { inFolder } from '../folder.ts';
import { addressOf, isInScope } from './addresses.ts';
import { type FetchOptions, fetchPage } from './fetch.ts';
import type { SitemapWork } from './sitemap-child.ts';

const addressesMax = 5_000;
const filesMax = 30;
const openedBytesMax = 50 * 1024 ** 2;

const Sitemap = z.object({
  isIndex: z.boolean(),
  addresses: z.array(z.string().max(addressLengthMax)).max(addressesMax),
});

/**
 * The pages that a site lists of itself, within a scope. A list that cannot be read is passed over: its pages are found
 * by their links.
 */
export async function sitemapPages(
  begins: readonly string[],
  scope: Scope,
  options: FetchOptions,
  mayVisit: (address: string) => boolean,
  signal?: AbortSignal,
): Promise<string[]> {
  const files = [...new Set(begins)];
  const pages = new Set<string>();
  const host = { kind: 'host', address: scope.address } as const;
  for (let i = 0; i < Math.min(files.length, filesMax) && pages.size < addressesMax; i += 1) {
    const { isIndex, addresses } = await sitemapAt(files[i]!, options, mayVisit, signal);
    for (const found of addresses) {
      const address = addressOf(found);
      if (!address || !isInScope(address, isIndex ? host : scope)) continue;
      if (!isIndex && pages.size < addressesMax) pages.add(address);
      else if (isIndex && !files.includes(address) && files.length < filesMax) files.push(address);
    }
  }
  return [...pages];
}

async function sitemapAt(
  address: string,
  options: FetchOptions,
  mayVisit: (address: string) => boolean,
  signal: AbortSignal | undefined,
): Promise<z.infer<typeof Sitemap>> {
  try {
    const fetched = await fetchPage(address, { types: /./, mayVisit, signal }, options);
    if (fetched.kind !== 'page') return { isIndex: false, addresses: [] };
    return await inFolder(async (folder) => {
      const path = join(folder, 'sitemap');
      await writeFile(path, fetched.bytes, { mode: 0o600 });
      const input: SitemapWork = { path, bytesMax: openedBytesMax, addressesMax };
      const found = await runChild({
        module: new URL('./sitemap-child.ts', import.meta.url),
        ...{ input, mayRead: [path], signal },
        ...{ timeoutMs: 20_000, memoryBytesMax: 400 * 1024 ** 2, outputBytesMax: 16 * 1024 ** 2 },
      });
      return Sitemap.parse(found);
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof AppError)) throw error;
    return { isIndex: false, addresses: [] };
  }
}
