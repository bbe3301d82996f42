import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import Fastify from 'fastify';
import { AppError } from './errors.ts';
import { openLog } from './log.ts';
import { type Probes, registerProbes } from './probes.ts';

function served(probes: Partial<Probes> = {}) {
  const lines: string[] = [];
  const log = openLog({ name: 'test', level: 'debug', to: { write: (line) => lines.push(line) } });
  const app = Fastify();
  registerProbes(app, { checks: {}, draining: () => false, log, ...probes });
  return { app, lines };
}
const well = async () => {};

describe('/readyz', () => {
  test('is 200 when every check is well, and names each', async () => {
    const { app } = served({ checks: { database: well, migrations: well } });
    const answer = await app.inject('/readyz');
    assert.equal(answer.statusCode, 200);
    assert.deepEqual(answer.json(), { status: 'ready', checks: { database: 'ok', migrations: 'ok' } });
  });

  test('is 503 when one is not, without telling strangers why', async () => {
    const { app, lines } = served({
      checks: {
        database: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:5432')),
        migrations: () =>
          Promise.reject(
            new AppError({ code: 'db.behind', status: 503, message: '2 migrations are missing.' }),
          ),
        storage: well,
      },
    });
    const answer = await app.inject('/readyz');
    assert.equal(answer.statusCode, 503);
    assert.deepEqual(answer.json(), {
      status: 'not_ready',
      checks: { database: 'failed', migrations: { refused: '2 migrations are missing.' }, storage: 'ok' },
    });
    assert.match(lines.join(''), /10\.0\.0\.7/);
  });

  test('does not wait for a check that hangs, and tells it to stop', async () => {
    let stopped = false;
    const hanging = (signal: AbortSignal) =>
      new Promise<void>(() => {
        signal.addEventListener('abort', () => {
          stopped = true;
        });
      });
    const { app } = served({ checks: { database: hanging, storage: well }, checkTimeoutMs: 5 });
    assert.deepEqual((await app.inject('/readyz')).json().checks, { database: 'timed_out', storage: 'ok' });
    assert.equal(stopped, true);
  });

  test('is 503 while draining, and asks the database nothing', async () => {
    let asked = 0;
    const { app } = served({
      draining: () => true,
      checks: {
        database: async () => {
          asked += 1;
        },
      },
    });
    const answer = await app.inject('/readyz');
    assert.deepEqual([answer.statusCode, answer.json().status, asked], [503, 'draining', 0]);
  });

  test('asks once for everybody who asks at the same time', async () => {
    let asked = 0;
    const gate = Promise.withResolvers<void>();
    const { app } = served({
      checks: {
        database: () => {
          asked += 1;
          return gate.promise;
        },
      },
    });
    await app.ready();
    const answers = Array.from({ length: 20 }, () =>
      app.inject('/readyz').then((answer) => answer.statusCode),
    );
    setImmediate(() => setImmediate(() => gate.resolve()));
    assert.deepEqual(new Set(await Promise.all(answers)), new Set([200]));
    assert.equal(asked, 1);
  });
});

describe('/healthz', () => {
  test('is 200 whatever else is down', async () => {
    const { app } = served({
      checks: { database: () => Promise.reject(new Error('down')) },
      draining: () => true,
    });
    assert.deepEqual((await app.inject('/healthz')).json(), { status: 'alive' });
  });
});
