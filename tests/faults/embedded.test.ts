import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { embeddedUrl } from '../../kit/embedded/start.ts';
import { type Process, startNode } from '../../kit/testing/processes.ts';
import { breakableTables } from './breakable.sql.ts';
import { within } from './hold.ts';
import { call, makePerson, type Person } from './person.ts';
import { openReceiver, type Receiver } from './receiver.ts';

const app = join(import.meta.dirname, 'app.ts');

describe('an embedded Stoa killed under writes', () => {
  let folder: string;
  let receiver: Receiver;
  let running: Process | undefined;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stoa-embedded-'));
    receiver = await openReceiver();
  });
  after(async () => {
    await running?.kill();
    await receiver?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(): Promise<{ url: string; database: string }> {
    running = startNode({
      name: 'stoa',
      args: [app, `--outside=${receiver.url}`],
      env: { PORT: '0', STOA_DATA: folder, STOA_SANDBOX: 'off', STOA_LOG: 'warn' },
    });
    const [, url] = await running.said(/^stoa ready (\S+)$/m);
    return { url: url!, database: (await embeddedUrl(folder))! };
  }

  test('has everything it acknowledged, once, and goes on', async () => {
    let stoa = await start();
    await asOwner(stoa.database, (owner) => owner.query(breakableTables));
    const person = await makePerson(stoa.database);
    const acknowledged: string[] = [];
    let unanswered: { text: string; key: string }[] = [];

    for (const round of [1, 2]) {
      const until = acknowledged.length + 30;
      const writers = ['a', 'b', 'c'].map(async (name) => {
        for (let i = 0; ; i++) {
          const write = { text: `${round} ${name} ${i}`, key: randomUUID() };
          if (await isWritten(stoa, person, write)) acknowledged.push(write.text);
          else return write;
        }
      });
      await within('writes go through', async () => acknowledged.length >= until);
      await running!.kill();
      unanswered = [...unanswered, ...(await Promise.all(writers))];
      stoa = await start();
      // Said at once: of what is lost here, everything later would only be a consequence.
      const kept = new Set(await notesIn(stoa.database));
      assert.deepEqual(
        acknowledged.filter((text) => !kept.has(text)),
        [],
      );
    }
    // Nobody knows what became of these: sent again under their keys they are there, and there once.
    for (const write of unanswered) assert.ok(await isWritten(stoa, person, write));

    const stored = await notesIn(stoa.database);
    const wanted = [...acknowledged, ...unanswered.map(({ text }) => text)];
    assert.deepEqual(stored.sort(), wanted.sort());
    assert.equal(await running!.stop(), 0);
  });
});

const isWritten = async (
  stoa: { url: string },
  person: Person,
  { text, key }: { text: string; key: string },
) =>
  (await call(stoa, person, 'POST', '/faults/notes', { body: { text }, key }).catch(() => undefined))
    ?.status === 200;

const notesIn = (database: string): Promise<string[]> =>
  asOwner(database, async (owner) => {
    const { rows } = await owner.query<{ text: string }>('select text from faults.notes');
    return rows.map(({ text }) => text);
  });

async function asOwner<T>(url: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client(url);
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}
