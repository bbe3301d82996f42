import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { startTestEmbedded } from '../testing/embedded.ts';

describe('many connections over one session', () => {
  let embedded: Awaited<ReturnType<typeof startTestEmbedded>>;
  const clients: pg.Client[] = [];
  before(async () => {
    embedded = await startTestEmbedded(false, { idleInTransactionMaxMs: 300 });
  });
  after(async () => {
    for (const client of clients) await client.end().catch(() => undefined);
    await embedded.close();
  });
  const connect = async (config: pg.ClientConfig = {}) => {
    const client = new pg.Client({ connectionString: embedded.url, ...config });
    client.on('error', () => undefined);
    clients.push(client);
    await client.connect();
    return client;
  };
  const answerOf = async (client: pg.Client, text: string) =>
    Object.values((await client.query(text)).rows[0] as object)[0] as unknown;

  test('prepare the same name for the same text, and for different texts', async () => {
    const [a, b, c] = [await connect(), await connect(), await connect()];
    const named = async (client: pg.Client, text: string) =>
      (await client.query({ name: 'same', text })).rows[0].n as number;
    assert.equal(await named(a, 'select 1 as n'), 1);
    assert.equal(await named(b, 'select 1 as n'), 1);
    assert.equal(await named(c, 'select 2 as n'), 2);
    assert.deepEqual([await named(a, 'select 1 as n'), await named(c, 'select 2 as n')], [1, 2]);
  });

  test('prepare again what another connection threw away', async () => {
    const [a, b] = [await connect(), await connect()];
    const named = async (client: pg.Client) =>
      (await client.query({ name: 'kept', text: 'select 3 as n' })).rows[0].n;
    assert.deepEqual([await named(a), await named(b)], [3, 3]);
    await a.query('discard all');
    assert.equal(await named(b), 3);
  });

  test('answer the rest of a message that fails as an error, and go on', async () => {
    const [a, b] = [await connect(), await connect()];
    await assert.rejects(a.query({ name: 'bad', text: 'select nothing' }), { code: '42703' });
    await assert.rejects(a.query('select $1::int', ['x']), { code: '22P02' });
    assert.equal(await answerOf(b, 'select 1'), 1);
    await assert.rejects(a.query({ name: 'bad', text: 'select nothing' }), { code: '42703' });
  });

  test('have settings of their own, which come back with their turn', async () => {
    const [a, b] = [await connect(), await connect()];
    const before = await answerOf(b, 'show search_path');
    await a.query(`set search_path = 'a_schema'`);
    await a.query(`select set_config('work_mem', '5MB', false)`);
    await a.query('create role somebody');
    await a.query('set role somebody');
    assert.equal(await answerOf(b, 'show search_path'), before);
    assert.equal(await answerOf(b, 'select current_user::text'), 'postgres');
    assert.equal(await answerOf(a, 'show search_path'), 'a_schema');
    assert.equal(await answerOf(a, 'show work_mem'), '5MB');
    assert.equal(await answerOf(a, 'select current_user::text'), 'somebody');
    await a.end();
    assert.equal(await answerOf(b, 'show search_path'), before);
  });

  test('wait for a transaction of another to end', async () => {
    const [a, b] = [await connect(), await connect()];
    await a.query('begin');
    await a.query('create table seen (n int)');
    let answered = false;
    const waiting = b.query('select n from seen').then((answer) => {
      answered = true;
      return answer.rows;
    });
    await a.query('insert into seen values (1)');
    assert.equal(answered, false);
    await a.query('commit');
    assert.deepEqual(await waiting, [{ n: 1 }]);
  });

  test('undo what a connection had open when it goes away', async () => {
    const [a, b] = [await connect(), await connect()];
    await b.query('create table undone (n int)');
    await a.query('begin');
    await a.query('insert into undone values (1)');
    (a as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    assert.equal(await answerOf(b, 'select count(*)::int from undone'), 0);
  });

  test('are not stopped by one that leaves its transaction idle', async () => {
    const [a, b] = [await connect(), await connect()];
    await a.query('begin');
    await a.query('create table left_idle (n int)');
    const ended = once(a, 'error');
    assert.equal(await answerOf(b, `select to_regclass('left_idle') is null`), true);
    const [error] = (await ended) as [pg.DatabaseError];
    assert.equal(error.code, '25P03');
    assert.match(error.message, /must use its tx/);
  });

  test('hear the channels they listen to and no others', async () => {
    const [a, b, c] = [await connect(), await connect(), await connect()];
    const heard: string[] = [];
    a.on('notification', ({ channel, payload }) => heard.push(`a ${channel} ${payload}`));
    b.on('notification', ({ channel, payload }) => heard.push(`b ${channel} ${payload}`));
    await a.query('listen one');
    await b.query('listen "Two"; listen one');
    await c.query(`notify one, '1'`);
    await c.query(`notify "Two", '2'`);
    await b.query('unlisten one');
    await c.query(`notify one, '3'`);
    await Promise.all([a.query('select 1'), b.query('select 1')]);
    assert.deepEqual(heard.sort(), ['a one 1', 'a one 3', 'b Two 2', 'b one 1']);
  });

  test('drop a cancelled statement that still waits, and leave the connection usable', async () => {
    const [a, b] = [await connect(), await connect()];
    await a.query('begin');
    let isWaiting = true;
    const refused = assert.rejects(b.query('select 1'), { code: '57014' }).finally(() => {
      isWaiting = false;
    });
    while (isWaiting) await sendCancel(b);
    await refused;
    await a.query('commit');
    assert.equal(await answerOf(b, 'select 1'), 1);
  });

  test('copy in and out', async () => {
    const client = await connect();
    await client.query('create table copied (n int, name text)');
    await copyIn(client, 'copy copied from stdin', '1\tone\n2\ttwo\n');
    assert.equal(await answerOf(client, 'select string_agg(name, $$,$$ order by n) from copied'), 'one,two');
    await assert.rejects(copyIn(client, 'copy copied from stdin', 'x\ty\n'), { code: '22P02' });
    await assert.rejects(copyIn(client, 'copy nowhere from stdin', '1\n'), { code: '42P01' });
    assert.equal(await answerOf(client, 'select count(*)::int from copied'), 2);
  });

  test('come back after a statement that never ends, with everything that was committed', async () => {
    const client = await connect();
    await client.query('create table survived as select 1 as n');
    const stuck = await connect({ options: '-c statement_timeout=50' });
    await assert.rejects(stuck.query('select pg_sleep(3)'), /terminated/);
    const again = await reconnect();
    assert.equal(await answerOf(again, 'select n from survived'), 1);
  });

  async function reconnect(): Promise<pg.Client> {
    for (;;) {
      try {
        return await connect();
      } catch {
        await new Promise((done) => setTimeout(done, 50));
      }
    }
  }
});

async function sendCancel(client: pg.Client) {
  const { host, port, processID, secretKey } = client as unknown as Record<'host' | 'port', string> &
    Record<'processID' | 'secretKey', number>;
  const socket = connectSocket(`${host}/.s.PGSQL.${port}`);
  const message = Buffer.alloc(16);
  for (const [i, value] of [16, 80877102, processID, secretKey].entries()) message.writeInt32BE(value, i * 4);
  socket.end(message);
  await once(socket.resume(), 'close');
}

/** A statement of the driver's own kind that sends data when asked for it. */
function copyIn(client: pg.Client, text: string, data: string): Promise<void> {
  interface Wire {
    query(text: string): void;
    sendCopyFromChunk(chunk: Buffer): void;
    endCopyFrom(): void;
  }
  return new Promise((resolve, reject) => {
    client.query({
      submit: (wire: Wire) => wire.query(text),
      handleCopyInResponse(wire: Wire) {
        wire.sendCopyFromChunk(Buffer.from(data));
        wire.endCopyFrom();
      },
      handleCommandComplete() {},
      handleReadyForQuery: () => resolve(),
      handleError: reject,
    } as never);
  });
}
