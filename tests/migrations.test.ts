import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { promisify } from 'node:util';
import pg from 'pg';
import { dumpAll } from '../kit/migrate/docs.ts';
import { defaultFolder } from '../kit/migrate/files.ts';
import { migrateDown, migrateUp, migrationStatus, newMigration } from '../kit/migrate/migrate.ts';
import { scratchDatabase } from '../kit/testing/database.ts';

const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

const first = 'create schema alpha;\n-- migrate: down\ndrop schema alpha;\n';
const second = 'create table alpha.things (id int);\n-- migrate: down\ndrop table alpha.things;\n';
const two = { '0001_alpha_create_schema': first, '0002_alpha_create_things': second };

describe('the migrations of the repository', () => {
  test('lead to the same schema up, and after all the way down and up again', async () => {
    const { url } = await scratchDatabase({ migrated: false });
    const before = await everythingIn(url);

    const applied = await migrateUp({ url });
    const whole = await everythingIn(url);
    const takenBack = await migrateDown({ url, steps: 'all' });
    const left = await everythingIn(url);
    await migrateUp({ url });

    assert.ok(applied.length > 0);
    assert.deepEqual(takenBack, [...applied].reverse());
    assert.deepEqual(withoutHistory(left), before);
    assert.deepEqual(await everythingIn(url), whole);
    assert.match(whole.dump, /create table workspaces\.workspaces/);
  });

  test('lead to the same schema one step down and up again, from every step', async () => {
    const { url } = await scratchDatabase({ migrated: false });
    const count = (await readdir(join(defaultFolder, 'migrations'))).length;
    const dumps = [];
    for (let to = 1; to <= count; to += 1) {
      await migrateUp({ url, to, jobs: false });
      dumps.push(await dumpAll(url));
    }
    for (let at = count - 1; at > 0; at -= 1) {
      await migrateDown({ url, steps: 1 });
      assert.equal(await dumpAll(url), dumps[at - 1], `after the way down of number ${at + 1}`);
    }
  });
});

describe('migrateUp', () => {
  test('applies what is missing and then has nothing to do', async () => {
    const { url } = await scratchDatabase({ migrated: false });
    const folder = await folderOf({ '0001_alpha_create_schema': first });

    assert.deepEqual(await up(url, folder), ['0001_alpha_create_schema']);
    await add(folder, { '0002_alpha_create_things': second });
    assert.deepEqual(await up(url, folder), ['0002_alpha_create_things']);
    assert.deepEqual(await up(url, folder), []);
  });

  test('applies each once when eight start at the same moment', async () => {
    const { url, embedded } = await scratchDatabase({ migrated: false });

    // The embedded database belongs to one process; its eight are eight connections.
    const runs = await Promise.all(
      Array.from({ length: 8 }, () => (embedded ? migrateUp({ url }) : migrateInOwnProcess(url))),
    );

    const names = runs.flat();
    assert.deepEqual(
      names.sort(),
      (await migrationStatus({ url })).map(({ name }) => name),
    );
    assert.equal(new Set(names).size, names.length);
  });

  test('needs no right to change anything when nothing is to do', async () => {
    const { url } = await scratchDatabase();
    const login = await loginOf(url, 'app_server');
    try {
      assert.deepEqual(await migrateUp({ url: login.url }), []);
    } finally {
      await login.drop();
    }
  });

  test('refuses to go on when an applied file was changed, and names it', async () => {
    const { url } = await scratchDatabase({ migrated: false });
    const folder = await folderOf(two);
    await up(url, folder);

    await add(folder, { '0001_alpha_create_schema': `-- a word more\n${first}` });
    await assert.rejects(up(url, folder), /0001_alpha_create_schema was changed after it was applied/);
    await add(folder, {
      '0003_alpha_create_more': 'create table alpha.more ();\n-- migrate: down\ndrop table alpha.more;',
    });
    await assert.rejects(up(url, folder), /migrate down 2/);

    const status = await migrationStatus({ url, folder });
    assert.deepEqual(
      status.map(({ changed }) => changed),
      [true, false, false],
    );
    assert.deepEqual(
      status.map(({ appliedAt }) => appliedAt !== null),
      [true, true, false],
    );
  });

  test('takes another line ending for no change', async () => {
    const { url } = await scratchDatabase({ migrated: false });
    const folder = await folderOf(two);
    await up(url, folder);

    await add(folder, { '0001_alpha_create_schema': first.replaceAll('\n', '\r\n') });
    assert.deepEqual(await up(url, folder), []);
  });

  test('refuses a database that a newer release has migrated', async () => {
    const { url } = await scratchDatabase({ migrated: false });
    await up(url, await folderOf(two));

    const older = await folderOf({ '0001_alpha_create_schema': first });
    await assert.rejects(
      up(url, older),
      /0002_alpha_create_things is applied to this database but unknown here/,
    );
  });

  test('leaves nothing of a migration that fails, and keeps the ones before it', async () => {
    const { url } = await scratchDatabase({ migrated: false });
    const broken = 'create table alpha.things (id int);\nselect 1 / 0;\n-- migrate: down\n';
    const folder = await folderOf({ '0001_alpha_create_schema': first, '0002_alpha_create_things': broken });

    await assert.rejects(
      up(url, folder),
      /0002_alpha_create_things failed and left nothing behind: division by zero/,
    );

    assert.deepEqual(
      (await migrationStatus({ url, folder })).map(({ appliedAt }) => appliedAt !== null),
      [true, false],
    );
    await add(folder, { '0002_alpha_create_things': second });
    assert.deepEqual(await up(url, folder), ['0002_alpha_create_things']);
  });

  test('says on which line of the file a migration failed', async () => {
    const { url } = await scratchDatabase({ migrated: false });
    const folder = await folderOf({
      '0001_alpha_create_schema': `-- why\n\nselect nothing_like_it;\n${first}`,
    });

    await assert.rejects(up(url, folder), /nothing_like_it.* \(line 3\)/);
  });
});

describe('migrateDown', () => {
  test('goes the way down that was kept, although the file says another by now', async () => {
    const { url } = await scratchDatabase({ migrated: false });
    const folder = await folderOf(two);
    await up(url, folder);

    await add(folder, { '0002_alpha_create_things': 'select 1;\n-- migrate: down\nselect 1 / 0;\n' });
    assert.deepEqual(await migrateDown({ url, folder, steps: 'all' }), [
      '0002_alpha_create_things',
      '0001_alpha_create_schema',
    ]);
  });

  test('has nothing to do where nothing was ever applied', async () => {
    const { url } = await scratchDatabase({ migrated: false });
    assert.deepEqual(await migrateDown({ url, steps: 'all' }), []);
  });
});

describe('the numbers of migrations', () => {
  const refused: [string, Record<string, string>, RegExp][] = [
    [
      'two with one number',
      { ...two, '0002_beta_create_schema': first },
      /0002_alpha_create_things and 0002_beta/,
    ],
    [
      'a gap',
      { '0001_alpha_create_schema': first, '0003_alpha_create_things': second },
      /should be number 0002/,
    ],
    ['a name that is none', { '1-alpha': first }, /not named like a migration/],
    ['a file without a way down', { '0001_alpha_create_schema': 'select 1;' }, /needs exactly one line/],
    [
      'a file that commits by itself',
      { '0001_alpha_create_schema': `commit;\n${first}` },
      /begins or ends a transaction/,
    ],
  ];
  for (const [what, files, why] of refused) {
    test(`refuse ${what}, before anything is applied`, async () => {
      await assert.rejects(up('postgres://nobody@127.0.0.1:1/none', await folderOf(files)), why);
    });
  }
});

describe('newMigration', () => {
  test('takes the next number and leaves a file that can be applied', async () => {
    const { url } = await scratchDatabase();
    const folder = await folderOf({});
    await cp(defaultFolder, folder, { recursive: true });
    const next = (await readdir(join(folder, 'migrations'))).length + 1;

    const name = await newMigration({ folder, module: 'workspaces', title: 'Create things' });

    assert.equal(name, `${String(next).padStart(4, '0')}_workspaces_create_things`);
    assert.deepEqual(await migrateUp({ url, folder }), [name]);
    assert.match(await dumpAll(url), /create policy things_in_workspace on workspaces\.things/);
  });
});

describe('the lenses', () => {
  const lens = (view: string) =>
    `create view selify.${view} with (security_invoker = true) as select name from stoa.migrations;`;

  test('are made anew when they change, and step aside for migrations', async () => {
    const { url } = await scratchDatabase({ migrated: false });
    const folder = await folderOf(two);
    await mkdir(join(folder, 'lenses/selify'), { recursive: true });
    await writeFile(
      join(folder, 'lenses/selify/alpha.sql'),
      'create view selify.seen as select id from alpha.things;',
    );
    await up(url, folder);

    // A view over the column would forbid this.
    const changed =
      'alter table alpha.things drop column id;\n-- migrate: down\nalter table alpha.things add id int;';
    await add(folder, { '0003_alpha_change_things': changed });
    await writeFile(join(folder, 'lenses/selify/alpha.sql'), lens('renamed'));

    assert.deepEqual(await up(url, folder), ['0003_alpha_change_things']);
    assert.deepEqual(await viewsOf(url, 'selify'), ['renamed']);

    // Also when nothing but the lens is new.
    await writeFile(join(folder, 'lenses/selify/alpha.sql'), lens('renamed_again'));
    assert.deepEqual(await up(url, folder), []);
    assert.deepEqual(await viewsOf(url, 'selify'), ['renamed_again']);
    await migrateDown({ url, folder, steps: 'all' });
    assert.deepEqual(await viewsOf(url, 'selify'), []);
  });

  test("never touch a schema of the same name that is somebody else's", async () => {
    const { url } = await scratchDatabase({ migrated: false });
    await asOwner(url, 'create schema selify; create view selify.theirs as select 1 as one');
    const folder = await folderOf(two);
    await mkdir(join(folder, 'lenses/selify'), { recursive: true });
    await writeFile(join(folder, 'lenses/selify/alpha.sql'), lens('ours'));

    await assert.rejects(up(url, folder), /A schema "selify" is in this database already/);
    await migrateDown({ url, folder, steps: 'all' });
    assert.deepEqual(await viewsOf(url, 'selify'), ['theirs']);
  });
});

const up = (url: string, folder: string) => migrateUp({ url, folder, jobs: false });

async function folderOf(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-migrations-'));
  folders.push(folder);
  await mkdir(join(folder, 'migrations'));
  await cp(join(defaultFolder, 'roles.sql'), join(folder, 'roles.sql'));
  await add(folder, files);
  return folder;
}

async function add(folder: string, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files))
    await writeFile(join(folder, 'migrations', `${name}.sql`), text);
}

async function migrateInOwnProcess(url: string): Promise<string[]> {
  const script = `
    import { migrateUp } from ${JSON.stringify(new URL('../kit/migrate/migrate.ts', import.meta.url).href)};
    console.log(JSON.stringify(await migrateUp({ url: ${JSON.stringify(url)} })));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  return JSON.parse(stdout);
}

/** The dump says what the core is; the rest is what else we might have left in somebody's database. */
async function everythingIn(url: string) {
  const rest = await asOwner(
    url,
    `select 'schema ' || nspname || coalesce(': ' || obj_description(oid, 'pg_namespace'), '') as what
       from pg_namespace where nspname !~ '^pg_(toast|temp)'
     union all select 'extension ' || extname from pg_extension
     union all select 'function ' || oid::regprocedure || md5(pg_get_functiondef(oid)) from pg_proc
                where pronamespace::regnamespace::text in ('auth') order by 1`,
  );
  return { dump: await dumpAll(url), rest: rest.map(({ what }) => what as string) };
}

/** The history stays when everything is taken back: it is how the next run knows. */
const withoutHistory = ({ dump, rest }: Awaited<ReturnType<typeof everythingIn>>) => ({
  dump: dump.startsWith('create schema stoa;') && !dump.includes('create schema', 1) ? '' : dump,
  rest: rest.filter((what) => !what.startsWith('schema stoa')),
});

const viewsOf = async (url: string, schema: string) =>
  (await asOwner(url, `select viewname from pg_views where schemaname = '${schema}'`)).map(
    ({ viewname }) => viewname,
  );

async function asOwner(url: string, text: string): Promise<any[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** A login that is a member of the role and no more. On the embedded database everybody is its owner. */
async function loginOf(url: string, role: string) {
  const name = `stoa_test_login_${process.pid}`;
  await asOwner(url, `create role ${name} login noinherit in role ${role}`);
  const at = new URL(url);
  at.username = name;
  return { url: at.href, drop: () => asOwner(url, `drop role ${name}`) };
}
