import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type KeyRing, newKey, parseKeyRing } from '../kit/vault.ts';

export const keyFileIn = (dataFolder: string) => join(dataFolder, 'keys');

/** The ring of an embedded database: one line in its data folder that only its owner may read, made once. */
export function ringKeptIn(dataFolder: string): KeyRing {
  const file = keyFileIn(dataFolder);
  if (!existsSync(file)) makeKeyFile(dataFolder, file);
  try {
    return parseKeyRing(readFileSync(file, 'utf8').trim());
  } catch (error) {
    throw new Error(
      `${file} holds no key ring. Put it back from a backup: secrets sealed under it open with no other.`,
      {
        cause: error,
      },
    );
  }
}

/** Whole or not at all, and never over one that is there: a second ring would make every stored secret unreadable. */
function makeKeyFile(dataFolder: string, file: string): void {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.tmp`;
  const handle = openSync(draft, 'w', 0o600);
  try {
    writeSync(handle, `k1:${newKey()}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
