import { z } from 'zod';
import { newId, WorkspaceId } from '../ids.ts';
import { sql } from '../sql.ts';
import { testDatabaseUrl, testServerUrl } from '../testing/database.ts';
import type { Database, Scope, Tx } from './database.ts';
import { type DatabaseOptions, openDatabase } from './open.ts';

export const at = new Date('2026-01-31T12:34:56.789Z');
export const owner: Scope = { kind: 'owner' };
export const Name = z.object({ name: z.string() });
export const N = z.object({ n: z.number() });

export function newWorkspace() {
  const workspaceId = newId(WorkspaceId);
  return { workspaceId, scope: { kind: 'workspace', workspaceId } satisfies Scope };
}

export const insertWorkspace = (tx: Tx, id: WorkspaceId, name = 'Corner shop') =>
  tx.run(
    sql`insert into workspaces.workspaces (id, name, created_at, updated_at) values (${id}, ${name}, ${at}, ${at})`,
  );

export const workspaceNames = (db: Database, scope: Scope) =>
  db.reader(scope).many(Name, sql`select name from workspaces.workspaces`);

/** A second door to the database all tests share. With one connection, whatever one statement leaves the next meets. */
export async function onOneConnection(
  work: (db: Database) => Promise<void>,
  options: Partial<DatabaseOptions> = {},
): Promise<void> {
  const url = await testDatabaseUrl();
  const db = await openDatabase({ url, embedded: !testServerUrl, connectionsMax: 1, ...options });
  try {
    await work(db);
  } finally {
    await db.close();
  }
}
