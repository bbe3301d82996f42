import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A part's state: a JSON value in memory, written to its file shortly after each change. */
export interface Kept<T> {
  value: T;
  /** To be called after a change. Several in a row are one write. */
  changed(): void;
  reset(): void;
  /** Answers once everything is on the disk. */
  settled(): Promise<void>;
}

const writeAfterMs = 50;

/** Without a file, the state lives as long as the process. */
export async function keep<T>(file: string | undefined, fresh: () => T): Promise<Kept<T>> {
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = () => {
    timer = undefined;
    writing = writing.then(() =>
      file === undefined ? undefined : writeWhole(file, JSON.stringify(kept.value)),
    );
    return writing;
  };
  const kept: Kept<T> = {
    value: (file === undefined ? undefined : await readBack<T>(file)) ?? fresh(),
    changed: () => {
      timer ??= setTimeout(write, writeAfterMs);
    },
    reset: () => {
      kept.value = fresh();
      kept.changed();
    },
    settled: () => {
      if (!timer) return writing;
      clearTimeout(timer);
      return write();
    },
  };
  return kept;
}

async function readBack<T>(file: string): Promise<T | undefined> {
  const text = await readFile(file, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    // It is a play world: better a fresh start, with the old file beside, than none.
    await rename(file, `${file}.unreadable`);
    return undefined;
  }
}

/** A reader, or a start after a crash, sees the old file or the new one, never half of one. */
async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
