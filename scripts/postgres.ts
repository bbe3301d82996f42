import { existsSync } from 'node:fs';
import { findPostgres, makeCluster } from '../kit/testing/cluster.ts';

/** Why this machine's own PostgreSQL cannot be used, or undefined when it can. */
export async function whyNoPostgres(): Promise<string | undefined> {
  const bin = await findPostgres();
  if (!bin) return 'no PostgreSQL is installed';
  return hasVector(bin) ? undefined : 'the PostgreSQL that is installed has no pgvector';
}

/** Starts a PostgreSQL in a folder of its own, hands over its address, and leaves nothing behind. */
export async function withPostgres<T>(work: (url: string) => Promise<T>): Promise<T> {
  const bin = await findPostgres();
  if (!bin) throw new Error('There is no PostgreSQL on this machine.');
  const cluster = await makeCluster(bin, { max_connections: '200', fsync: 'off', shared_buffers: '256MB' });
  try {
    return await work(cluster.url);
  } finally {
    await cluster.remove();
  }
}

/** Debian keeps what belongs to the server in share/postgresql/NN, as it keeps programs in lib/postgresql/NN. */
function hasVector(bin: string): boolean {
  const version = bin.split('/').at(-2)!;
  return existsSync(`/usr/share/postgresql/${version}/extension/vector.control`);
}
