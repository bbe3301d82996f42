import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Migration {
  readonly number: number;
  /** `0003_workspaces_create_workspaces`: the file's name without its ending. */
  readonly name: string;
  readonly checksum: string;
  readonly up: string;
  readonly down: string;
}

export const defaultFolder = fileURLToPath(new URL('../../db/', import.meta.url));
const wayDown = /^-- migrate: down[ \t]*$/m;
const fileName = /^(\d{4})_[a-z0-9]+(_[a-z0-9]+)*\.sql$/;

/** The whole line of migrations, in order; refused when two took one number or one is missing. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const directory = join(folder, 'migrations');
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  const migrations = await Promise.all(files.map((file) => readMigration(directory, file)));
  migrations.forEach(({ number, name }, i) => {
    const before = migrations[i - 1];
    if (before?.number === number) {
      throw new Error(
        `${before.name} and ${name} have one number. Give the one that was not released the next free number.`,
      );
    }
    if (number !== i + 1) {
      throw new Error(`${name} should be number ${numbered(i + 1)}: migrations are one line without gaps.`);
    }
  });
  return migrations;
}

/** A file that is ready to be filled in: the next number, the reason first, the policy, the rights, the way down. */
export async function newMigration(o: { folder?: string; module: string; title: string }): Promise<string> {
  const folder = o.folder ?? defaultFolder;
  const [module, title] = [snake(o.module), snake(o.title)];
  if (!module || !title)
    throw new Error('A migration needs a module and a title: `migrate new inbox "create replies"`.');
  await mkdir(join(folder, 'migrations'), { recursive: true });
  const name = `${numbered((await readMigrations(folder)).length + 1)}_${module}_${title}`;
  // Refuses to overwrite: two people asking at once get an error, not one lost file.
  await writeFile(join(folder, 'migrations', `${name}.sql`), skeleton(module), { flag: 'wx' });
  return name;
}

export const numbered = (number: number) => String(number).padStart(4, '0');

/** A line ending is not a change, whichever way the file was checked out. */
export const checksumOf = (text: string) =>
  createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');

export async function readIfThere(file: string): Promise<string> {
  return existsSync(file) ? readFile(file, 'utf8') : '';
}

async function readMigration(directory: string, file: string): Promise<Migration> {
  if (!fileName.test(file)) {
    throw new Error(`${file} is not named like a migration: 0042_inbox_create_replies.sql.`);
  }
  const text = await readFile(join(directory, file), 'utf8');
  const parts = text.split(wayDown);
  if (parts.length !== 2) {
    throw new Error(`${file} needs exactly one line '-- migrate: down', and its way down below it.`);
  }
  // It runs inside a transaction of ours, together with its row in the history.
  if (/^(begin|commit|rollback)\s*;/im.test(text)) {
    throw new Error(`${file} begins or ends a transaction itself. Leave that out: it always runs in one.`);
  }
  const [up, down] = parts as [string, string];
  return { number: Number(file.slice(0, 4)), name: file.slice(0, -4), checksum: checksumOf(text), up, down };
}

const snake = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');

const skeleton = (module: string) => `-- Why this exists, what was considered, what it costs.

create table ${module}.things (
  workspace_id  uuid        not null references workspaces.workspaces (id) on delete cascade,
  id            uuid        not null, -- made by the caller: the same id twice is one thing
  name          text        not null,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,

  primary key (workspace_id, id),

  constraint thing_name_is_not_blank check (length(trim(name)) between 1 and 120)
);
comment on table ${module}.things is
  'What one row is, in a sentence. usage: product; audience: tenant; domain: ${module}';
create trigger things_500_touch before update on ${module}.things
  for each row execute function app.touch_updated_at();

-- What each index serves.
create index things_by_name on ${module}.things (workspace_id, name, id);

alter table ${module}.things enable row level security;
alter table ${module}.things force row level security;
create policy things_in_workspace on ${module}.things
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));

-- What may never change has no right to be changed.
grant select, insert on ${module}.things to app_server;
grant update (name, updated_at) on ${module}.things to app_server;

-- migrate: down

drop table ${module}.things;
`;
