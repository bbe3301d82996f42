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
  if (!existsSync(keyFileIn(dataFolder))) {
    refuseSecondRing(dataFolder);
    makeKeyFile(dataFolder, keyFileIn(dataFolder));
  }
  return readRing(dataFolder);
}

/** The key of a ring that stands in for one that is still to be made. */
export const notMadeYet = 'not-made-yet';

/** The same for whoever only looks: makes nothing. */
export function ringIfKept(dataFolder: string): KeyRing {
  if (existsSync(keyFileIn(dataFolder))) return readRing(dataFolder);
  refuseSecondRing(dataFolder);
  return parseKeyRing(`${notMadeYet}:${newKey()}`);
}

/** A database without the ring it was made with: another ring would be taken silently, and open nothing in it. */
function refuseSecondRing(dataFolder: string): void {
  if (!existsSync(join(dataFolder, 'database'))) return;
  throw new Error(
    `There is a database in ${dataFolder}, but the key ring it was made with is gone. Put the file "keys" back, or set STOA_KEYS as before.`,
  );
}

function readRing(dataFolder: string): KeyRing {
  const file = keyFileIn(dataFolder);
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
