import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { migrationStatus } from '../../kit/migrate/migrate.ts';
import { openVault } from '../../kit/vault.ts';
import type { Config } from '../config.ts';
import { checkEverything } from '../sealed.ts';
import { type Reached, withDatabase, withOpenDatabase } from './database.ts';
import { clockOf, extensionsOf, type Rights, rightsOf, versionOf } from './doctor.sql.ts';
import { explainFailure } from './explain.ts';
import { bad, type Finding, good, note } from './finding.ts';

const versionMin = 15;
const vectorMin = [0, 5];
const extensionsNeeded = ['vector', 'pg_trgm', 'unaccent'];
const skewNoticedMs = 2_000;
const skewMaxMs = 30_000;
const connectMs = 5_000;

export async function examineDatabase(config: Config): Promise<Finding[]> {
  if (!config.databaseUrl && !existsSync(join(config.dataFolder, 'database'))) {
    return [note('database', 'made in the data folder at the first start.', 'npm start')];
  }
  try {
    return await withDatabase(config, async (reached) => {
      const findings = await examineServer(reached);
      const isReady = findings.every(({ mark }) => mark !== 'bad');
      return isReady ? [...findings, ...(await examineSchema(config, reached))] : findings;
    });
  } catch (error) {
    return [bad('database', 'does not answer.', explainFailure(error))];
  }
}

/** What the server is and may, before anything of ours is in it. */
export async function examineServer({ url, embedded }: Reached): Promise<Finding[]> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'stoa doctor',
    connectionTimeoutMillis: connectMs,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return [
      versionFinding(await versionOf(client), embedded),
      ...extensionFindings(await extensionsOf(client, extensionsNeeded)),
      rightsFinding(await rightsOf(client)),
      skewFinding((await clockOf(client)).getTime() - Date.now()),
    ];
  } finally {
    await client.end();
  }
}

export function versionFinding(number: number, embedded = false): Finding {
  const version = `PostgreSQL ${Math.floor(number / 10_000)}.${number % 10_000}${embedded ? ', embedded' : ''}`;
  if (number >= versionMin * 10_000) return good('database', version);
  return bad('database', `${version} is too old.`, `use PostgreSQL ${versionMin} or newer in DATABASE_URL`);
}

export function extensionFindings(available: ReadonlyMap<string, string>): Finding[] {
  const missing = extensionsNeeded.filter((name) => !available.has(name));
  const findings = missing.map((name) =>
    bad('extension', `${name} is not installed on the server's machine.`, packageOf(name)),
  );
  const vector = available.get('vector');
  if (vector && isOlder(vector, vectorMin)) {
    findings.push(
      bad(
        'extension',
        `vector ${vector} is too old; ${vectorMin.join('.')} is needed.`,
        `${packageOf('vector')}, then: alter extension vector update`,
      ),
    );
  }
  return findings.length > 0
    ? findings
    : [good('extensions', [...available].map((pair) => pair.join(' ')).join(', '))];
}

const packageOf = (name: string) =>
  `sudo apt-get install ${name === 'vector' ? 'postgresql-NN-pgvector' : 'postgresql-contrib'}`;

function isOlder(version: string, than: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  const first = than.findIndex((part, i) => (parts[i] ?? 0) !== part);
  return first !== -1 && (parts[first] ?? 0) < than[first]!;
}

export function rightsFinding({ login, hasRoles, mayBecome, mayCreateRoles }: Rights): Finding {
  const grant = `grant app_server, app_server_together to ${login};`;
  if (mayBecome) return good('rights', `${login} may become app_server`);
  if (hasRoles) return bad('rights', `${login} may not become app_server.`, grant);
  if (mayCreateRoles) return good('rights', `${login} may make the roles that are missing`);
  return bad(
    'rights',
    `${login} may not create roles, and app_server or app_server_together is missing.`,
    'create role app_server nologin noinherit; ' +
      `create role app_server_together nologin noinherit in role app_server; ${grant}`,
  );
}

export function skewFinding(skewMs: number): Finding {
  const text = `${Math.abs(skewMs / 1000).toFixed(1)} s ${skewMs < 0 ? 'behind' : 'ahead of'} this machine`;
  if (Math.abs(skewMs) > skewMaxMs)
    return bad('clock', `the database's is ${text}.`, 'sudo timedatectl set-ntp true   (on both machines)');
  if (Math.abs(skewMs) > skewNoticedMs)
    return note('clock', `the database's is ${text}.`, 'sudo timedatectl set-ntp true');
  return good('clock', 'as the database has it');
}

async function examineSchema(config: Config, { url }: Reached): Promise<Finding[]> {
  const [migrations, isWhole] = await examineMigrations(url);
  return isWhole ? [migrations, await examineSecrets(config)] : [migrations];
}

export async function examineMigrations(url: string): Promise<[Finding, isWhole: boolean]> {
  const rows = await migrationStatus({ url });
  const changed = rows.find((row) => row.changed);
  const pending = rows.filter(({ appliedAt }) => !appliedAt).length;
  if (changed) {
    return [
      bad('migrations', `${changed.name} is not what was applied.`, 'npm run stoa -- migrate status'),
      false,
    ];
  }
  if (pending > 0)
    return [
      note('migrations', `${pending} of ${rows.length} are still to apply.`, 'npm run stoa -- migrate up'),
      false,
    ];
  return [good('migrations', `all ${rows.length} are applied`), true];
}

async function examineSecrets(config: Config): Promise<Finding> {
  const { seenCount, unreadable } = await withOpenDatabase(config, (db) =>
    checkEverything(db, openVault(config.keyRing)),
  );
  if (unreadable.length === 0)
    return good('secrets', seenCount === 0 ? 'none are stored yet' : `all ${seenCount} can be opened`);
  return bad(
    'secrets',
    `${unreadable.length} of ${seenCount} open with no key of the ring: ${unreadable[0]}.`,
    'add the key they were sealed under to the end of STOA_KEYS',
  );
}
