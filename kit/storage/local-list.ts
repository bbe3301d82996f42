import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Listed } from './storage.ts';

type ReadCard = (path: string) => Promise<{ bytes: number } | undefined>;

interface Walk {
  readonly root: string;
  readonly prefix: string;
  readonly after: string;
  /** One more than asked for: whether there is a next page. */
  readonly wanted: number;
  readonly readCard: ReadCard;
  readonly found: Listed[];
}

/** One page of keys, reading only the folders that can hold some of it. */
export async function listed(
  root: string,
  prefix: string,
  after: string | undefined,
  limit: number,
  readCard: ReadCard,
) {
  const walk: Walk = { root, prefix, after: after ?? '', wanted: limit + 1, readCard, found: [] };
  await visit(walk, prefix.slice(0, prefix.lastIndexOf('/') + 1));
  const items = walk.found.slice(0, limit);
  return { items, next: walk.found.length > limit ? items.at(-1)!.key : null };
}

async function visit(walk: Walk, folder: string): Promise<void> {
  const entries = await readdir(join(walk.root, folder), { withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [] as Dirent[];
    throw error;
  });
  for (const place of entries.flatMap(placeOf).sort(byBytes)) {
    if (walk.found.length >= walk.wanted) return;
    const key = folder + place;
    if (place.endsWith('/')) {
      if (mayHoldSome(walk, key)) await visit(walk, key);
    } else if (key.startsWith(walk.prefix) && key > walk.after) {
      const card = await walk.readCard(join(walk.root, `${key}@card`));
      if (card) walk.found.push({ key, bytes: card.bytes });
    }
  }
}

/** A folder sorts with its slash, exactly where its keys sort among its neighbours. */
function placeOf(entry: Dirent): string[] {
  if (entry.isDirectory()) return [`${entry.name}/`];
  return entry.isFile() && entry.name.endsWith('@card') ? [entry.name.slice(0, -'@card'.length)] : [];
}

function mayHoldSome({ prefix, after }: Walk, folder: string): boolean {
  const underPrefix = folder.startsWith(prefix) || prefix.startsWith(folder);
  const allBefore = folder < after && !after.startsWith(folder);
  return underPrefix && !allBefore;
}

const byBytes = (a: string, b: string) => (a < b ? -1 : 1);
