import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { openVault } from '../../kit/vault.ts';
import { type Ground, workIn } from '../../kit/work.ts';
import {
  type Imported,
  ImportLine,
  importAccount,
  type Platforms,
  readFernetKey,
  refusalOf,
} from '../../modules/connections/index.ts';
import { findWorkspaceBySlug } from '../../modules/workspaces/index.ts';
import { configFromEnvironment } from '../config.ts';
import { openPlatformsOf } from '../outside.ts';
import { type Command, UsageError, wordOf } from './command.ts';
import { withGround } from './database.ts';

type Outcome = Imported | 'unreadable' | 'workspace_unknown';
type Outside = Parameters<typeof importAccount>[1];

const words: Readonly<Record<Exclude<Outcome, 'imported' | 'known'>, string>> = {
  unreadable: 'is not a line of the form that is described in docs/import-accounts.md',
  workspace_unknown: 'names a workspace that does not exist here',
  not_sealed: 'has a token that the given key did not seal; have the account connected again instead',
  taken_elsewhere: 'is of an account that is connected in another workspace',
  one_seller: 'is of a second Amazon seller in one workspace',
  platform_unavailable: 'is of a platform this installation has no credentials for',
};

export const connections: Command = {
  name: 'connections',
  summary: 'Brings connected accounts along from another system.',
  usage: [
    [
      'connections import --fernet-key-file <file> --file <accounts.jsonl>',
      'Seals their tokens anew under our own key. Safe to run again: what is connected already is left alone.',
    ],
  ],
  run: async ([given, ...args]) => {
    wordOf(given, ['import'] as const, 'What to do');
    const { key, file } = await inputOf(args);
    const config = configFromEnvironment();
    const platforms: Platforms = openPlatformsOf(config);
    const outside = { vault: openVault(config.keyRing), platforms };
    return withGround(config, (ground) => importFile(ground, outside, key, file));
  },
};

async function inputOf(args: readonly string[]) {
  const { values } = readArgs(args);
  const keyFile = values['fernet-key-file'];
  if (keyFile === undefined || values.file === undefined)
    throw new UsageError('Say both --fernet-key-file and --file.');
  const key = readFernetKey((await readFile(keyFile, 'utf8')).trim());
  if (!key) throw new UsageError(`${keyFile} holds no Fernet key: 32 bytes in URL-safe base64.`);
  return { key, file: values.file };
}

function readArgs(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { 'fernet-key-file': { type: 'string' }, file: { type: 'string' } },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** A line at a time, each in a transaction of its own: stopped anywhere, it is run again from the start. */
async function importFile(
  ground: Ground,
  outside: Outside,
  key: Parameters<typeof importAccount>[2],
  file: string,
): Promise<number> {
  const count = { imported: 0, known: 0, refused: 0 };
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(file, 'utf8') })) {
    number += 1;
    if (text.trim() === '') continue;
    const outcome = await importLine(ground, outside, key, text);
    if (outcome === 'imported' || outcome === 'known') {
      count[outcome] += 1;
      continue;
    }
    count.refused += 1;
    console.error(`✗ line ${number} ${words[outcome]}`);
  }
  console.log(`${count.imported} accounts imported, ${count.known} were connected already.`);
  return count.refused > 0 ? 1 : 0;
}

async function importLine(
  ground: Ground,
  outside: Outside,
  key: Parameters<typeof importAccount>[2],
  text: string,
): Promise<Outcome> {
  const line = ImportLine.safeParse(jsonOf(text));
  if (!line.success) return 'unreadable';
  const reader = ground.db.reader({ kind: 'installation' });
  const workspace = await findWorkspaceBySlug(reader, line.data.workspace);
  if (!workspace) return 'workspace_unknown';
  return workIn(ground, workspace.id, { actor: { kind: 'system' } }, (ctx) =>
    importAccount(ctx, outside, key, line.data),
  ).catch(refusalOf);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
