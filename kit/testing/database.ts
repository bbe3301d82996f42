import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { atTheEnd } from './at-the-end.ts';
import type { Filling } from './embedded.ts';
import { cloneDatabase } from './server.ts';

/**
 * Which database tests run on: `--database=postgres://...` names a real server, where everything is made and dropped
 * by the tests themselves; without it they run on the embedded one.
 */
export const testServerUrl: string | undefined = process.argv
  .find((argument) => argument.startsWith('--database='))
  ?.slice('--database='.length);

export interface ScratchDatabase {
  readonly url: string;
  readonly embedded: boolean;
  open(): Promise<Database>;
  close(): Promise<void>;
}

let shared: Promise<{ scratch: ScratchDatabase; database: Database }> | undefined;

const share = () => {
  shared ??= (async () => {
    const scratch = await scratchDatabase();
    const database = await scratch.open();
    return { scratch, database };
  })();
  return shared;
};

/** The migrated database that all tests of a process share. Each test makes a workspace of its own in it. */
export const testDatabase = async (): Promise<Database> => (await share()).database;

export const testDatabaseUrl = async (): Promise<string> => (await share()).scratch.url;

/** A database for one test alone: for what changes more than a workspace. Gone when the file's tests are over. */
export function scratchDatabase({ migrated = true } = {}): Promise<ScratchDatabase> {
  return scratchWith({ migrated });
}

/**
 * The same, filled as several files need it: that is done once, and copied from then on. Kept under the name, until a
 * migration or anything that tests are made with changes.
 */
export async function filledDatabase(
  name: string,
  fill: (database: Database) => Promise<void>,
): Promise<Database> {
  const filling: Filling = {
    name,
    fill: async (url) => {
      const database = await openDatabase({ url, embedded: !testServerUrl, applicationName: 'stoa test' });
      await fill(database).finally(() => database.close());
    },
  };
  return (await scratchWith({ migrated: true, filling })).open();
}

interface Wanted {
  readonly migrated: boolean;
  readonly filling?: Filling;
}

async function scratchWith(wanted: Wanted): Promise<ScratchDatabase> {
  const made = testServerUrl ? await onServer(testServerUrl, wanted) : await onEmbedded(wanted);
  const opened: Database[] = [];
  let closed: Promise<void> | undefined;
  const scratch: ScratchDatabase = {
    url: made.url,
    embedded: made.embedded,
    async open() {
      const database = await openDatabase({
        url: made.url,
        embedded: made.embedded,
        applicationName: 'stoa test',
      });
      opened.push(database);
      return database;
    },
    close() {
      closed ??= (async () => {
        for (const database of opened) await database.close();
        await made.remove();
      })();
      return closed;
    },
  };
  atTheEnd(scratch.close);
  return scratch;
}

interface Made {
  readonly url: string;
  readonly embedded: boolean;
  remove(): Promise<void>;
}

async function onServer(serverUrl: string, { migrated, filling }: Wanted): Promise<Made> {
  const { url, drop } = await cloneDatabase(serverUrl, migrated, filling);
  return { url, embedded: false, remove: drop };
}

async function onEmbedded({ migrated, filling }: Wanted): Promise<Made> {
  const { startTestEmbedded } = await import('./embedded.ts');
  const { url, close } = await startTestEmbedded(migrated, { filling });
  return { url, embedded: true, remove: close };
}
