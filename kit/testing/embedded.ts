import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedOptions, startEmbedded } from '../embedded/start.ts';
import { kept, preparedFolder } from '../embedded/template.ts';
import { migrateUp } from '../migrate/migrate.ts';
import { databaseDigest, filledDigest } from './digest.ts';

/** What is in a database that is made for a test. */
export interface Filling {
  readonly name: string;
  readonly fill: (url: string) => Promise<void>;
}

/**
 * An embedded database in a folder of its own, migrated once per content of db/ and copied from then on; filled once as
 * well, where it is.
 */
export async function startTestEmbedded(
  migrated: boolean,
  { filling, ...options }: Partial<EmbeddedOptions> & { readonly filling?: Filling | undefined } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-test-'));
  const embedded = await startEmbedded({
    durability: 'process',
    template: await templateOf(migrated, filling),
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

async function templateOf(migrated: boolean, filling: Filling | undefined): Promise<string> {
  if (!migrated) return preparedFolder();
  if (!filling) return migratedFolder();
  return kept(`filled-${filling.name}`, [await filledDigest()], async (draft) =>
    makeIn(draft, filling.fill, await migratedFolder()),
  );
}

const migratedFolder = async (): Promise<string> =>
  kept('migrated', [await databaseDigest()], (draft) => makeIn(draft, (url) => migrateUp({ url })));

async function makeIn(draft: string, make: (url: string) => Promise<unknown>, template?: string) {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-test-'));
  const embedded = await startEmbedded({ folder, durability: 'process', ...(template && { template }) });
  try {
    await make(embedded.url);
  } finally {
    await embedded.close();
  }
  await cp(join(folder, 'database'), draft, { recursive: true });
  await rm(folder, { recursive: true, force: true });
}
