import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgres, makeCluster } from '../kit/testing/cluster.ts';
import { cloneDatabase } from '../kit/testing/server.ts';
import { seedInbox } from './seed.ts';
import { openWorld, type World } from './world.ts';

export interface InboxWorldOptions {
  readonly conversations: number;
  /** Of each conversation. */
  readonly messages: number;
  readonly serverUrl?: string | undefined;
}

export interface InboxWorld {
  readonly world: World;
  readonly databaseUrl: string;
  readonly seededSeconds: number;
}

/** A Stoa whose inbox is full, for as long as it is used. Nothing where there is no PostgreSQL. */
export async function inFullInbox<T>(
  options: InboxWorldOptions,
  use: (full: InboxWorld) => Promise<T>,
): Promise<T | undefined> {
  const bin = options.serverUrl ? undefined : await findPostgres();
  const cluster = bin === undefined ? undefined : await makeCluster(bin);
  const serverUrl = options.serverUrl ?? cluster?.url;
  if (!serverUrl) return undefined;
  const database = await cloneDatabase(serverUrl, true);
  try {
    return await onDatabase(options, database.url, use);
  } finally {
    await database.drop();
    await cluster?.remove();
  }
}

async function onDatabase<T>(
  options: InboxWorldOptions,
  databaseUrl: string,
  use: (full: InboxWorld) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-bench-'));
  const world = await openWorld({ databaseUrl, folder });
  try {
    const began = performance.now();
    await seedInbox({ url: databaseUrl, workspaceId: world.workspaceId, ...options });
    const seededSeconds = Math.round((performance.now() - began) / 1_000);
    return await use({ world, databaseUrl, seededSeconds });
  } finally {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  }
}
