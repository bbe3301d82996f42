import { workerData } from 'node:worker_threads';
import { dataDir } from '@electric-sql/pglite-prepopulatedfs';
import { openEngine } from './engine.ts';

/** The thread that makes an empty database folder: see template.ts. */
const { folder, extensions } = workerData as { folder: string; extensions: readonly string[] };

// Made by initdb already, and packed: unpacking it takes a fraction of the seconds initdb would.
const engine = await openEngine(folder, 'process', await dataDir());
for (const name of extensions) await engine.query(`create extension if not exists ${name}`);
await engine.query('checkpoint');
await engine.close();
