import { fsyncSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { btree_gin } from '@electric-sql/pglite/contrib/btree_gin';
import { citext } from '@electric-sql/pglite/contrib/citext';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { uuid_ossp } from '@electric-sql/pglite/contrib/uuid_ossp';
import { vector } from '@electric-sql/pglite-pgvector';
import { queryFrame, rowsIn } from './frames.ts';

/** What a server has when it is asked for; here they are brought along. */
const extensions = { vector, pg_trgm, unaccent, uuid_ossp, pgcrypto, citext, btree_gin };

export interface Engine {
  /** Carries out whole messages and answers with whole messages. Nothing else runs in this thread meanwhile. */
  exec(messages: Uint8Array): Promise<Buffer>;
  /** Simple statements of our own, while no connection is in a transaction. */
  query(text: string): Promise<(string | null)[][]>;
  close(): Promise<void>;
}

/**
 * Whether a committed transaction also outlives a power cut. PGlite never waits for the disk: what it wrote is safe
 * from a process that dies, since the operating system has it. With `disk` every commit waits until the disk has it.
 */
export type Durability = 'process' | 'disk';

export async function openEngine(folder: string, durability: Durability, packed?: Blob): Promise<Engine> {
  const db = await PGlite.create({
    dataDir: folder,
    ...(packed && { loadDataDir: packed }),
    extensions,
    startParams: startParams(durability),
  });
  if (durability === 'disk') syncToDisk(db);
  const exec = async (messages: Uint8Array) => {
    const chunks: Buffer[] = [];
    // The view is into memory that is used again at once, so each piece is copied.
    await db.execProtocolRawStream(messages, {
      syncToFs: false,
      onRawData: (data) => chunks.push(Buffer.from(data)),
    });
    return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  };
  return {
    exec,
    query: async (text) => rowsIn(await exec(queryFrame(text))),
    close: () => db.close(),
  };
}

/** One person's machine: a quarter of what a server would take for its cache, a hundred megabytes less in use. */
const cacheSize = '32MB';

function startParams(durability: Durability): string[] {
  const params = PGlite.defaultStartParams.filter((param) => durability === 'process' || param !== '-F');
  const set = (setting: string) => ['-c', setting];
  return [
    ...params,
    ...set('wal_sync_method=fsync'),
    ...set('idle_in_transaction_session_timeout=0'),
    ...set(`shared_buffers=${cacheSize}`),
  ];
}

interface NodeFiles {
  readonly FS: {
    readonly filesystems: {
      readonly NODEFS: { stream_ops: { fsync?: (stream: { nfd: number }) => number } };
    };
  };
}

/** The file system PGlite runs on knows no fsync and says it is done; this gives it one. */
function syncToDisk(db: PGlite) {
  (db.Module as unknown as NodeFiles).FS.filesystems.NODEFS.stream_ops.fsync = ({ nfd }) => {
    fsyncSync(nfd);
    return 0;
  };
}
