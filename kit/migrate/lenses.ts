import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import { checksumOf } from './files.ts';

/** The five systems whose tables and functions a lens shows over the core. */
export const systems = ['socialsync', 'creator', 'blogai', 'selify', 'coaching'] as const;
const ours = 'A lens of Stoa: made anew after every migration. Nothing of its own is kept here.';

export interface Lens {
  readonly system: string;
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

/** `lenses/<system>/<module>.sql`. A system nobody wrote a lens for yet has no schema. */
export async function readLenses(folder: string): Promise<Lens[]> {
  const lenses = await Promise.all(systems.map((system) => readLens(join(folder, 'lenses', system), system)));
  return lenses.filter(({ files }) => files.length > 0);
}

/** Views are bound to the tables they were made over, so the migrations they follow are part of the digest. */
export const lensDigest = (lenses: readonly Lens[], migrationChecksums: readonly string[]) =>
  checksumOf(JSON.stringify([lenses, migrationChecksums]));

export async function createLenses(client: Client, lenses: readonly Lens[]): Promise<void> {
  await dropLenses(client);
  for (const { system, files } of lenses) {
    await refuseForeignSchema(client, system);
    await client.query(`
      create schema ${system};
      comment on schema ${system} is '${ours}';
      grant usage on schema ${system} to authenticated`);
    for (const { name, text } of files) {
      try {
        await client.query(text);
      } catch (error) {
        throw new Error(`lenses/${name} failed: ${(error as Error).message}`, { cause: error });
      }
    }
  }
}

/** Before tables change and with them gone: a view would forbid both. */
export async function dropLenses(client: Client): Promise<void> {
  const { rows } = await client.query(
    `select nspname as system from pg_catalog.pg_namespace
      where nspname = any($1) and pg_catalog.obj_description(oid, 'pg_namespace') = $2`,
    [systems, ours],
  );
  for (const { system } of rows) await client.query(`drop schema ${system} cascade`);
}

async function readLens(directory: string, system: string): Promise<Lens> {
  const names = existsSync(directory)
    ? (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort()
    : [];
  const files = await Promise.all(
    names.map(async (name) => ({
      name: `${system}/${name}`,
      text: await readFile(join(directory, name), 'utf8'),
    })),
  );
  return { system, files };
}

/** Somebody may have moved in with one of the five systems and still keep its schema beside ours. */
async function refuseForeignSchema(client: Client, system: string): Promise<void> {
  const { rows } = await client.query('select from pg_catalog.pg_namespace where nspname = $1', [system]);
  if (rows.length > 0) {
    throw new Error(
      `A schema "${system}" is in this database already and is not Stoa's. Rename it ` +
        `(\`alter schema ${system} rename to ${system}_before\`), then migrate again.`,
    );
  }
}
