import { migrateDown, migrateUp, migrationStatus, newMigration } from '../../kit/migrate/migrate.ts';
import { type Config, configFromEnvironment } from '../config.ts';
import { modules } from '../modules.ts';
import { type Command, noMore, UsageError, wordOf } from './command.ts';
import { commandLog, withDatabase } from './database.ts';

const actions = ['up', 'down', 'status', 'new'] as const;

export const migrate: Command = {
  name: 'migrate',
  summary: 'Brings the schema of the database forward, takes it back, or says where it is.',
  usage: [
    ['migrate up', 'Applies every migration that is missing.'],
    ['migrate down [n]', 'Takes the newest one back, or the newest n. What they hold is gone.'],
    ['migrate down --all', 'Takes all of them back: an empty database remains.'],
    ['migrate status', 'Lists them, and says which are applied.'],
    ['migrate new <module> <title>', 'Writes the next file, ready to be filled in.'],
  ],
  run: async ([given, ...args]) => {
    const action = wordOf(given, actions, 'What to do');
    if (action === 'new') return create(args);
    const steps = action === 'down' ? stepsOf(args) : noMore(args);
    const config = configFromEnvironment();
    if (action === 'up') return up(config);
    return action === 'status' ? status(config) : down(config, steps!);
  },
};

async function up(config: Config): Promise<number> {
  const names = await withDatabase(config, ({ url }) => migrateUp({ url, log: commandLog(config) }));
  for (const name of names) console.log(`✓ ${name}`);
  console.log(names.length > 0 ? `${names.length} applied` : 'Nothing to do: every migration is applied.');
  return 0;
}

async function down(config: Config, steps: number | 'all'): Promise<number> {
  const names = await withDatabase(config, ({ url }) => migrateDown({ url, steps, log: commandLog(config) }));
  for (const name of names) console.log(`✓ ${name} taken back`);
  console.log(names.length > 0 ? `${names.length} taken back` : 'Nothing to do: no migration is applied.');
  return 0;
}

async function status(config: Config): Promise<number> {
  const rows = await withDatabase(config, ({ url }) => migrationStatus({ url }));
  for (const { name, appliedAt, changed } of rows) {
    const mark = changed ? '✗' : appliedAt ? '✓' : '–';
    const state = changed
      ? 'changed since it was applied'
      : (appliedAt?.toISOString().slice(0, 16).replace('T', ' ') ?? 'not applied');
    console.log(`${mark} ${name.padEnd(48)} ${state}`);
  }
  return rows.some(({ changed }) => changed) ? 1 : 0;
}

async function create([module, ...title]: readonly string[]): Promise<number> {
  if (module === undefined || title.length === 0)
    throw new UsageError('A migration needs a module and a title.');
  const schemas = ['app', ...modules.map(({ name }) => name)];
  wordOf(module, schemas, 'The module');
  console.log(`db/migrations/${await newMigration({ module, title: title.join(' ') })}.sql`);
  return 0;
}

function stepsOf([given, ...more]: readonly string[]): number | 'all' {
  noMore(more);
  if (given === undefined) return 1;
  if (given === '--all') return 'all';
  if (!/^[1-9]\d{0,3}$/.test(given)) throw new UsageError(`"${given}" is not a number of migrations.`);
  return Number(given);
}
