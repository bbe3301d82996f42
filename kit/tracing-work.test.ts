import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Database } from './db/database.ts';
import { traced } from './db/trace.ts';
import { event } from './events/event.ts';
import { newId, uuidv7 } from './ids.ts';
import { eventually, jobsWorld, Note, newWorkspace, noteJob, testModule } from './jobs/testing.ts';
import { openLog } from './log.ts';
import { openMail } from './mail/mail.ts';
import { work } from './module.ts';
import { EndpointId, type SecretKeeper } from './outbound/contract.ts';
import * as outbound from './outbound/outbound.ts';
import { sql } from './sql.ts';
import { testDatabase } from './testing/database.ts';
import { inSpan } from './tracing-span.ts';
import { type Recorded, recordSpans, stopRecording } from './tracing-testing.ts';

let db: Database;
let spans: readonly Recorded[] = [];
before(async () => {
  db = await testDatabase();
});

test('nothing stands between a statement and the database while tracing is off', () => {
  const answer = Promise.resolve(1);
  assert.equal(
    traced('select 1', () => answer),
    answer,
  );
});

describe('while tracing is on', () => {
  beforeEach(() => {
    spans = recordSpans();
  });
  after(stopRecording);
  const named = (name: string) => spans.filter((span) => span.name === name);
  const everythingSaid = () => JSON.stringify(spans);

  test('a job is a span around its statements, without any value of theirs', async () => {
    const note = noteJob();
    const run = work<Note>(note, async (unit) => {
      await unit.work((ctx) =>
        ctx.tx.run(sql`
          update workspaces.locations set name = ${'words of somebody'} where id = ${unit.workspaceId}`),
      );
    });
    await using world = await jobsWorld(db, { work: [run] });
    await world.jobs.startWorkers(world.ground);
    const workspaceId = await newWorkspace(db);
    await world.in(workspaceId, (ctx) => ctx.enqueue(note, { n: 1 }));

    const [ran] = await eventually(() => {
      assert.equal(named(note.name).length, 1);
      return named(note.name);
    });
    const within = spans.filter(({ parent }) => parent === ran!.spanId);
    assert.deepEqual(
      within.map(({ name }) => name),
      ['update workspaces.locations', 'commit'],
    );
    assert.equal(ran?.attributes['stoa.attempt'], 1);
    assert.equal(within[0]?.attributes['db.system.name'], 'postgresql');
    assert.doesNotMatch(everythingSaid(), /words of somebody/);
  });

  test('a read is a span also outside of any transaction, and fails with its statement', async () => {
    const reader = db.reader({ kind: 'installation' });
    await reader.run(sql`select 1 from workspaces.workspaces limit 1`);
    await assert.rejects(reader.run(sql`select 1 from workspaces.nowhere`));
    assert.deepEqual(
      spans.map(({ name, error }) => [name, error]),
      [
        ['select workspaces.workspaces', false],
        ['select workspaces.nowhere', true],
      ],
    );
  });

  test('a webhook is a call with its host and what came of it, without its path or our secret', async (t) => {
    const happened = event({ name: 'testing.happened', payload: Note, forCustomers: true });
    const keeper: SecretKeeper = { seal: (bytes) => Buffer.from(bytes), open: (bytes) => Buffer.from(bytes) };
    // No other test answers so: deliveries that others left behind are sent by these workers as well.
    const customer = createServer((_request, response) => response.writeHead(418).end()).listen(
      0,
      '127.0.0.1',
    );
    t.after(() => customer.close());
    await once(customer, 'listening');
    const { port } = customer.address() as AddressInfo;
    const modules = [testModule({}), outbound.outbound({ keeper, allowPrivate: true })];
    await using world = await jobsWorld(db, {}, { modules, pollSeconds: 0.05 });
    await world.jobs.startWorkers(world.ground);
    const workspaceId = await newWorkspace(db);
    const id = newId(EndpointId);
    await world.in(workspaceId, (ctx) =>
      outbound.putEndpoint(ctx, keeper, {
        id,
        url: `http://127.0.0.1:${port}/hooks/private-path`,
        eventNames: [],
        description: '',
      }),
    );
    const secret = await world.in(workspaceId, (ctx) => outbound.showSecret(ctx, keeper, { id }));
    await world.in(workspaceId, (ctx) => ctx.publish(happened, { n: 1 }));

    const [call] = await eventually(() => {
      const ours = named('send webhook').filter(
        ({ attributes }) => attributes['http.response.status_code'] === 418,
      );
      assert.equal(ours.length, 1);
      return ours;
    });
    const { 'stoa.delivery_id': deliveryId, ...facts } = call!.attributes;
    assert.ok(deliveryId);
    assert.deepEqual(facts, {
      'server.address': '127.0.0.1',
      'http.response.status_code': 418,
      'error.type': 'http_418',
    });
    assert.ok(!everythingSaid().includes('private-path'));
    assert.ok(!everythingSaid().includes(secret));
  });

  test('a mail is a call that says what came of it, and not whom it was for', async () => {
    const log = openLog({ name: 'test', level: 'silent' });
    const mail = openMail({ transport: 'smtp://127.0.0.1:9', from: 'Stoa <hello@stoa.example>', log });
    const message = { to: 'ada@example.com', messageId: uuidv7(), subject: 'Hello', text: 'a', html: 'a' };
    await assert.rejects(mail.send(message), { code: 'mail.unavailable' });
    await mail.close();

    const [call] = named('send mail');
    assert.deepEqual([call?.error, call?.attributes['error.type']], [true, 'mail.unavailable']);
    assert.doesNotMatch(everythingSaid(), /ada@|Hello/);
  });

  test('a line of the log says in which trace it was written', async () => {
    const lines: string[] = [];
    const log = openLog({ name: 'test', level: 'info', to: { write: (line) => lines.push(line) } });
    await inSpan('step', 'inside', {}, async () => log.info('within'));
    log.info('without');
    const [within, without] = lines.map((line) => JSON.parse(line));
    assert.deepEqual([within.traceId, without.traceId], ['a'.repeat(32), undefined]);
  });
});
