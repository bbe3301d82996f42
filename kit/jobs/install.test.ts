import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import { installJobs, jobsSchema, removeJobs } from './install.ts';

describe('installing the queue', () => {
  let pg: PGlite;
  const run = (text: string) => pg.exec(text);
  const one = async (text: string) => (await pg.query<Record<string, unknown>>(text)).rows[0];

  before(async () => {
    pg = await PGlite.create();
    await pg.exec('create role app_server nologin noinherit');
  });
  after(() => pg.close());

  test('makes it, and does nothing the second time', async () => {
    await installJobs(run);
    await run(`select ${jobsSchema}.create_queue('kept', '{"policy":"standard"}')`);

    await installJobs(run);

    assert.deepEqual(await one(`select name from ${jobsSchema}.queue`), { name: 'kept' });
  });

  test('brings an older version up to this one', async () => {
    const wanted = await one(`select version from ${jobsSchema}.version`);
    const { getRollbackPlans } = await import('pg-boss');
    await run(getRollbackPlans(jobsSchema, wanted!.version as number));
    assert.notDeepEqual(await one(`select version from ${jobsSchema}.version`), wanted);

    await installJobs(run);

    assert.deepEqual(await one(`select version from ${jobsSchema}.version`), wanted);
  });

  test('lets the server send and take jobs, and nothing more', async () => {
    const rights = await one(`
      select has_table_privilege('app_server', '${jobsSchema}.job', 'insert, update, delete') as jobs,
             has_sequence_privilege('app_server', '${jobsSchema}.stoa_job_order', 'usage') as orders,
             has_schema_privilege('app_server', '${jobsSchema}', 'create') as tables`);
    assert.deepEqual(rights, { jobs: true, orders: true, tables: false });
  });

  test('leaves nothing behind when it is removed', async () => {
    await removeJobs(run);
    await removeJobs(run);
    assert.deepEqual(await one(`select to_regnamespace('${jobsSchema}') as schema`), { schema: null });
  });
});
