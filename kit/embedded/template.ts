import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Log } from '../log.ts';

const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/stoa');
const oldAfterMs = 60 * 60_000;
const extensions = ['vector', 'pg_trgm', 'unaccent', '"uuid-ossp"', 'pgcrypto', 'citext', 'btree_gin'];

/**
 * A database folder to copy instead of making one: making it takes seconds, copying it a fraction of one. Kept under
 * what decides its content, so it is never stale.
 */
export function preparedFolder(log?: Log): Promise<string> {
  return kept('empty', [], async (folder) => {
    log?.info('the first start prepares a database');
    await inThread(folder);
  });
}

/** In a thread of its own: what it takes is a few hundred megabytes, and they are given back when the thread ends. */
async function inThread(folder: string): Promise<void> {
  const worker = new Worker(new URL('./prepare.ts', import.meta.url), { workerData: { folder, extensions } });
  await new Promise<void>((done, failed) => {
    worker.once('error', failed);
    worker.once('exit', (code) =>
      code === 0 ? done() : failed(new Error(`preparing stopped with ${code}`)),
    );
  });
}

/**
 * Makes a folder once per key. It is made beside its place and renamed when it is whole: of several processes that
 * make it at the same time the first one's stays, and none ever sees a half.
 */
export async function kept(
  name: string,
  key: readonly string[],
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256');
  for (const part of [await engineVersion(), extensions.join(), ...key]) hash.update(`${part}\n`);
  const folder = join(cache, `${name}-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(join(cache, 'draft-'));
  try {
    await make(draft);
    await rename(draft, folder);
    await prune(name, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** What an earlier content left behind, and drafts of processes that were killed; not what was in use just now. */
async function prune(name: string, current: string) {
  for (const entry of await readdir(cache)) {
    const folder = join(cache, entry);
    if (folder === current || !(entry.startsWith(`${name}-`) || entry.startsWith('draft-'))) continue;
    const found = await stat(folder).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > oldAfterMs) await rm(folder, { recursive: true, force: true });
  }
}

async function engineVersion(): Promise<string> {
  const versions = ['pglite', 'pglite-pgvector', 'pglite-prepopulatedfs'].map(async (name) => {
    const text = await readFile(join(root, 'node_modules/@electric-sql', name, 'package.json'), 'utf8');
    return `${name} ${(JSON.parse(text) as { version: string }).version}`;
  });
  return (await Promise.all(versions)).join();
}
