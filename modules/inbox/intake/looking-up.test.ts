import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { Trouble } from '../../../providers/trouble.ts';
import type { Person } from '../../connections/index.ts';
import { IdentityId } from '../conversations/contract.ts';
import type { InboxOutside } from '../outside.ts';
import { runLookUpPerson } from './looking-up.ts';
import { echoed, toldWorld, written } from './testing.ts';

let base: Awaited<ReturnType<typeof testOutside>>;
before(async () => {
  base = await testOutside();
});

const Known = z.object({ id: IdentityId, name: z.string().nullable(), username: z.string().nullable() });

/** Somebody of whom something was told, and how often the platform was asked who they are. */
async function somebody(told = written) {
  const w = await toldWorld();
  await w.hear(told('mid.1', 'Hello', w.at(1)));
  const known = async () => (await w.rows(Known, sql`select id, name, username from inbox.identities`))[0]!;
  let askedCount = 0;
  const ask = async (answer: () => Promise<Person>) => {
    const person = async () => {
      askedCount += 1;
      return answer();
    };
    const platforms = { all: [], doors: new Map(), hooks: new Map(), subscribeApps: async () => [] };
    const outside: InboxOutside = { ...base, platforms: { ...platforms, get: () => ({ person }) as never } };
    await runLookUpPerson(w.unit, { identityId: (await known()).id }, outside);
    return askedCount;
  };
  return { ...w, known, ask };
}

const ada = async () => ({ name: 'Ada\0 Adler', username: 'ada.adler' });

describe('whoever wrote', () => {
  test('is asked for at most once a day', async () => {
    const w = await somebody();
    assert.equal(await w.ask(ada), 1);
    const { name, username } = await w.known();
    assert.deepEqual([name, username], ['Ada Adler', 'ada.adler']);
    assert.equal(await w.ask(ada), 1);
    w.ground.clock.move(86_400_000);
    assert.equal(await w.ask(async () => ({ username: 'ada.b' })), 2);
    // What is not told stays as it was known.
    assert.deepEqual(Object.values(await w.known()).slice(1), ['Ada Adler', 'ada.b']);
  });

  test('is told to screens as who they are, once for all that is known of them', async () => {
    const w = await somebody();
    const told = async () =>
      (
        await w.rows(
          z.object({ id: z.string() }),
          sql`select id from app.events where name = 'inbox.contact_changed'`,
        )
      ).length;
    const before = await told();
    await w.ask(ada);
    assert.equal((await told()) - before, 1);
    w.ground.clock.move(86_400_000);
    await w.ask(ada);
    assert.equal((await told()) - before, 1);
  });

  test('and is not shown is nobody in particular, until tomorrow', async () => {
    const w = await somebody();
    const refuse = async () => {
      throw new Trouble('rejected', 'no', { provider: 'testing', call: 'GET /{person}' });
    };
    await w.ask(refuse);
    assert.equal(await w.ask(refuse), 1);
    assert.equal((await w.known()).name, null);
  });

  test('and wants to be forgotten is not asked for', async () => {
    const w = await somebody();
    await w.system.work(({ tx, now }) => tx.run(sql`update inbox.contacts set erased_at = ${now}`));
    assert.equal(await w.ask(ada), 0);
  });
});

test('whoever was only written to is not asked for, since platforms show nobody who never wrote', async () => {
  const w = await somebody(echoed);
  assert.equal(await w.ask(ada), 0);
});
