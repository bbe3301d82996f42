import { z } from 'zod';
import type { Database } from '../kit/db/database.ts';
import { defaultFolder, readMigrations } from '../kit/migrate/files.ts';
import { sql } from '../kit/sql.ts';

let newest: Promise<number> | undefined;

/** Throws while the database lacks a migration this release knows: another process is still at it, or nobody is. */
export async function migrationsAreCurrent(db: Database): Promise<void> {
  newest ??= readMigrations(defaultFolder).then((migrations) => migrations.at(-1)?.number ?? 0);
  const row = z.object({ applied: z.number().nullable() });
  const applied = sql`select max(number) as applied from stoa.migrations`;
  const { applied: number } = await db.reader({ kind: 'installation' }).one(row, applied);
  if ((number ?? 0) < (await newest))
    throw new Error(`migrations up to ${number}, but ${await newest} are known`);
}
