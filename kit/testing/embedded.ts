import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedOptions, startEmbedded } from '../embedded/start.ts';
import { kept, preparedFolder } from '../embedded/template.ts';
import { migrateUp } from '../migrate/migrate.ts';
import { databaseDigest } from './digest.ts';

/** An embedded database in a folder of its own, migrated once per content of db/ and copied from then on. */
export async function startTestEmbedded(migrated: boolean, options: Partial<EmbeddedOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-test-'));
  const embedded = await startEmbedded({
    durability: 'process',
    template: migrated ? await migratedFolder() : await preparedFolder(),
    ...options,
    folder,
  });
  return {
    folder,
    url: embedded.url,
    async close() {
      await embedded.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function migratedFolder(): Promise<string> {
  return kept('migrated', [await databaseDigest()], async (draft) => {
    const folder = await mkdtemp(join(tmpdir(), 'stoa-test-'));
    const embedded = await startEmbedded({ folder, durability: 'process' });
    try {
      await migrateUp({ url: embedded.url });
    } finally {
      await embedded.close();
    }
    await cp(join(folder, 'database'), draft, { recursive: true });
    await rm(folder, { recursive: true, force: true });
  });
}
