import type { Database, Scope } from '../kit/db/database.ts';
import type { WorkspaceId } from '../kit/ids.ts';
import { type RotationReport, rotateSealed, type SealedRow, type Vault } from '../kit/vault.ts';
import { workspaceIds } from '../modules/workspaces/index.ts';
import { replaceSealed, type SealedTable, sealedAfter, sealedTables } from './sealed.sql.ts';

const workspacesAtOnceMax = 200;
const rowsAtOnceMax = 200;

/** Seals again whatever is sealed under an older key: every such table, in every workspace. */
export async function rotateEverything(db: Database, vault: Vault): Promise<RotationReport> {
  let total: RotationReport = {
    seenCount: 0,
    rotatedCount: 0,
    overtakenCount: 0,
    unreadableCount: 0,
    unreadableIds: [],
    resumeAfter: undefined,
  };
  await everywhere(db, async (scope, tables) => {
    for (const table of tables) {
      total = sum(total, await rotateSealed(vault, rowsOf(db, scope, table)), table);
    }
  });
  return total;
}

/** How many stored secrets there are, and which of them the ring does not open. Changes nothing. */
export async function checkEverything(
  db: Database,
  vault: Vault,
): Promise<{ seenCount: number; unreadable: string[] }> {
  let seenCount = 0;
  const unreadable: string[] = [];
  await everywhere(db, async (scope, tables) => {
    for (const table of tables) {
      for await (const row of everyRow(db, scope, table)) {
        seenCount += 1;
        if (!opens(vault, row)) unreadable.push(`${table.name} ${row.id}`);
      }
    }
  });
  return { seenCount, unreadable };
}

async function* everyRow(db: Database, scope: Scope, table: SealedTable): AsyncGenerator<SealedRow> {
  let page: readonly SealedRow[] = [];
  do {
    page = await sealedAfter(db.reader(scope), table, page.at(-1)?.id, rowsAtOnceMax);
    yield* page;
  } while (page.length === rowsAtOnceMax);
}

function opens(vault: Vault, { sealed, associated }: SealedRow): boolean {
  try {
    vault.open(sealed, associated).fill(0);
    return true;
  } catch {
    return false;
  }
}

type Look = (scope: Scope, tables: readonly SealedTable[]) => Promise<void>;

async function everywhere(db: Database, look: Look): Promise<void> {
  const tablesOf = (of: SealedTable['of']) => sealedTables.filter((table) => table.of === of);
  await look({ kind: 'installation' }, tablesOf('installation'));
  await inEveryWorkspace(db, (scope) => look(scope, tablesOf('workspace')));
}

/** One workspace after the other, as the server's role: row security lets nobody see the secrets of two at once. */
async function inEveryWorkspace(db: Database, work: (scope: Scope) => Promise<void>): Promise<void> {
  let after: WorkspaceId | undefined;
  for (;;) {
    const page = await workspaceIds(db.reader({ kind: 'installation' }), after, workspacesAtOnceMax);
    for (const workspaceId of page) await work({ kind: 'workspace', workspaceId });
    after = page.at(-1);
    if (page.length < workspacesAtOnceMax) return;
  }
}

const rowsOf = (db: Database, scope: Scope, table: SealedTable) => ({
  next: (afterId: string | undefined, limit: number) => sealedAfter(db.reader(scope), table, afterId, limit),
  replace: async (id: string, old: Uint8Array, fresh: Buffer) =>
    (await db.transaction(scope, (tx) => replaceSealed(tx, table, id, old, fresh))) === 1,
});

const sum = (a: RotationReport, b: RotationReport, table: SealedTable): RotationReport => ({
  seenCount: a.seenCount + b.seenCount,
  rotatedCount: a.rotatedCount + b.rotatedCount,
  overtakenCount: a.overtakenCount + b.overtakenCount,
  unreadableCount: a.unreadableCount + b.unreadableCount,
  unreadableIds: [...a.unreadableIds, ...b.unreadableIds.map((id) => `${table.name} ${id}`)],
  resumeAfter: undefined,
});
