import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import type { UserId } from '../../../kit/ids.ts';
import { sent as pieces } from '../../../kit/images/testing.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { deletionGraceDays } from './contract.ts';
import { askForDeletion, getDeletion, sendForRemoval, withdrawDeletion } from './deletion.ts';
import { filesOf } from './files.ts';
import { changeProfile } from './profiles.ts';
import { peopleWorld } from './testing/world.ts';
import { newUsername } from './testing.ts';

type World = Awaited<ReturnType<typeof peopleWorld>>;
const dayMs = 86_400_000;
const remove = 'identity.remove_person';
let w: World;
before(async () => {
  w = await peopleWorld();
});

interface Person {
  readonly id: UserId;
  readonly http: HttpFacts;
}
const ask = ({ id, http }: Person, world = w) =>
  world.as(id, (ctx) => askForDeletion(ctx, http, world.outside));
const stay = ({ id }: Person, world = w) => world.as(id, (ctx) => withdrawDeletion(ctx));
const sweep = (world = w) => world.unit().work((ctx) => sendForRemoval(ctx));
const rows = (query: Sql, world = w) => world.db.reader({ kind: 'installation' }).run(query);
const exists = async ({ id }: Person, world = w) =>
  (await rows(sql`select from identity.users where id = ${id}`, world)) === 1;

/** A clock of its own: time passes here by months. */
async function leaving(given: Parameters<typeof peopleWorld>[0] = {}) {
  const world = await peopleWorld(given);
  const ada = await world.person();
  await ask(ada, world);
  world.sent.length = 0;
  return { world, ada };
}

describe('POST /me/deletion', () => {
  test('CO-03 only marks: everything is still there', async () => {
    const ada = await w.person();
    const { deletedAt, removedAt } = await ask(ada);
    assert.deepEqual(deletedAt, w.clock.now());
    assert.equal(removedAt!.getTime() - deletedAt!.getTime(), deletionGraceDays * dayMs);
    assert.ok(await exists(ada));
    assert.deepEqual(await w.as(ada.id, (ctx) => getDeletion(ctx)), { deletedAt, removedAt });
  });

  test('signs them out everywhere else', async () => {
    const ada = await w.person();
    await w.session(ada.id);
    await w.session(ada.id);
    await ask(ada);
    assert.equal(await rows(sql`select from identity.sessions where user_id = ${ada.id}`), 1);
    // The one that is left is the one they asked in.
    await ask(ada);
  });

  test('asks for a recent proof', async () => {
    const world = await peopleWorld();
    const ada = await world.person();
    world.clock.move(16 * 60_000);
    await assert.rejects(ask(ada, world), { code: 'identity.proof_needed', status: 403 });
    assert.deepEqual(world.sent, []);
    assert.equal((await world.as(ada.id, (ctx) => getDeletion(ctx))).deletedAt, null);
  });

  test('says by mail when it is over and how to come back; twice is one mail', async () => {
    const ada = await w.person('Ada');
    const { removedAt } = await ask(ada);
    await ask(ada);
    await w.runAll();
    const mails = await w.outside.mailsTo(`${ada.id}@test.local`);
    assert.equal(mails.length, 1);
    assert.match(mails[0]!.text, new RegExp(removedAt!.toISOString().slice(0, 10)));
    assert.deepEqual(
      mails[0]!.links.filter((link) => link.endsWith('/you/data')).length > 0,
      true,
      mails[0]!.links.join(' '),
    );
  });

  test('sends no such mail to somebody who stayed after all', async () => {
    const ada = await w.person();
    await ask(ada);
    await stay(ada);
    await w.runAll();
    assert.deepEqual(await w.outside.mailsTo(`${ada.id}@test.local`), []);
  });

  test('is refused with the names of the workspaces that only they own, and changes nothing', async () => {
    const id = '0197a0c8-5b1e-7c3a-9f42-2d6f0b8e4a11' as never;
    const world = await peopleWorld({ ownedAlone: async () => [{ id, name: 'Harbour shop' }] });
    const ada = await world.person();
    await assert.rejects(ask(ada, world), (error: any) => {
      assert.deepEqual([error.status, error.code], [409, 'identity.workspaces_are_owned_alone']);
      assert.deepEqual(error.fields, [
        { path: `workspaces.${id}`, code: 'owned_alone', message: 'Harbour shop' },
      ]);
      return true;
    });
    assert.equal((await world.as(ada.id, (ctx) => getDeletion(ctx))).deletedAt, null);
  });

  test('writes going and staying into the trail', async () => {
    const ada = await w.person();
    await ask(ada);
    w.clock.move(1_000);
    await stay(ada);
    const entries = await w.db
      .reader({ kind: 'installation' })
      .many(
        z.object({ action: z.string() }),
        sql`select action from identity.audit_entries where user_id = ${ada.id} order by created_at, id`,
      );
    assert.deepEqual(
      entries.map(({ action }) => action),
      ['identity.deletion_asked', 'identity.deletion_withdrawn'],
    );
  });
});

describe('DELETE /me/deletion', () => {
  test('keeps the account until the last moment, and not after it', async () => {
    const { world, ada } = await leaving();
    world.clock.move(deletionGraceDays * dayMs - 1);
    assert.deepEqual(await stay(ada, world), { deletedAt: null, removedAt: null });

    const other = await leaving();
    other.world.clock.move(deletionGraceDays * dayMs);
    await assert.rejects(stay(other.ada, other.world), { code: 'identity.deletion_is_final', status: 409 });
  });

  test('changes nothing for somebody who is not leaving', async () => {
    const ada = await w.person();
    assert.deepEqual(await stay(ada), { deletedAt: null, removedAt: null });
  });
});

describe('the removal', () => {
  test('is not sent for a moment too early', async () => {
    let movedOut = 0;
    const moveOut = async () => {
      movedOut += 1;
    };
    const { world, ada } = await leaving({ moveOut });
    world.clock.move(deletionGraceDays * dayMs);
    await sweep(world);
    assert.deepEqual(
      world.sent.filter(({ payload }) => payload.userId === ada.id),
      [],
    );
    await world.run({ name: remove, payload: { userId: ada.id } });
    assert.ok(await exists(ada, world));
    assert.equal(movedOut, 0);
  });

  test('CR-20 leaves nothing in any table and nothing in storage that names them', async () => {
    const { world, ada } = await leaving();
    const email = `${ada.id}@test.local`;
    await fill(world, ada.id, email);
    await world.as(ada.id, (ctx) => changeProfile(ctx, { username: newUsername() }, world.outside));
    await world.outside.storage.put(`${filesOf(ada.id)}avatar-x.webp`, pieces(Buffer.from('x')), {
      contentType: 'image/webp',
      bytesMax: 10,
    });
    assert.ok((await tablesNaming(world, ada.id)).length > 8);

    world.clock.move((deletionGraceDays + 1) * dayMs);
    await sweep(world);
    await world.runAll();

    // That it was done is kept, under the bare id.
    assert.deepEqual(await tablesNaming(world, ada.id), ['identity.audit_entries: identity.person_removed']);
    assert.deepEqual(await world.filesUnder(filesOf(ada.id)), []);
  });

  test('ends the same when it is stopped at any point and runs again', async () => {
    const { world, ada } = await leaving();
    await world.outside.storage.put(`${filesOf(ada.id)}note`, pieces(Buffer.from('x')), {
      contentType: 'text/plain',
      bytesMax: 10,
    });
    world.clock.move((deletionGraceDays + 1) * dayMs);
    const job = { name: remove, payload: { userId: ada.id } };
    let stops = 1;
    const stopping = {
      ...world.outside,
      moveOut: async () => {
        if (stops-- > 0) throw new Error('killed');
      },
    };
    const again = await peopleWorld(stopping);
    again.clock.set(world.clock.now());
    await assert.rejects(again.run(job), /killed/);
    assert.ok(await exists(ada, world));
    await again.run(job);
    await again.run(job);
    assert.equal(await exists(ada, world), false);
    assert.equal(again.sent.length, 1);
    await again.run(again.sent[0]!);
    await again.run(again.sent[0]!);
    assert.deepEqual(await world.filesUnder(filesOf(ada.id)), []);
  });

  test('removes nobody who changed their mind between the sweep and the job', async () => {
    const { world, ada } = await leaving();
    await stay(ada, world);
    world.clock.move((deletionGraceDays + 1) * dayMs);
    await world.run({ name: remove, payload: { userId: ada.id } });
    assert.ok(await exists(ada, world));
  });
});

/** Something of theirs in every table that can have it. */
async function fill(world: World, id: UserId, email: string) {
  const at = world.clock.now();
  const other = await world.person();
  await world.db.transaction({ kind: 'installation' }, async (tx) => {
    const hash = Buffer.alloc(32, id);
    await tx.run(sql`
      insert into identity.tickets (token_hash, purpose, user_id, email, created_at, expires_at)
      values (${hash}, 'reset_password', ${id}, ${email}, ${at}, ${new Date(at.getTime() + dayMs)})`);
    await tx.run(sql`
      insert into identity.sign_in_events (id, user_id, email, event, succeeded, created_at)
      values (gen_random_uuid(), ${id}, ${email}, 'sign_in', true, ${at}),
             (gen_random_uuid(), null, ${email}, 'sign_in', false, ${at})`);
    await tx.run(
      sql`insert into identity.totp_factors (user_id, secret_sealed, created_at) values (${id}, ${hash}, ${at})`,
    );
    await tx.run(
      sql`insert into identity.recovery_codes (user_id, code_hash, created_at) values (${id}, ${hash}, ${at})`,
    );
    await tx.run(sql`
      insert into identity.applications (id, email, name, account_type, submitted_at, created_at, updated_at)
      values (gen_random_uuid(), ${email}, 'Ada', 'creator', ${at}, ${at}, ${at})`);
    await tx.run(sql`
      insert into identity.applications
        (id, user_id, email, name, account_type, status, decided_at, decided_by, submitted_at, created_at, updated_at)
      values (gen_random_uuid(), ${other.id}, ${`${other.id}@test.local`}, 'Bob', 'creator', 'approved', ${at}, ${id},
              ${at}, ${at}, ${at})`);
    await tx.run(
      sql`insert into identity.waiting_list (email, joined_at, updated_at) values (${email}, ${at}, ${at})`,
    );
    await tx.run(
      sql`insert into identity.marketing_preferences (email, updated_at) values (${email}, ${at})`,
    );
    await tx.run(sql`
      insert into identity.campaign_mails (campaign, step, email, message_id, queued_at)
      values ('launch', 't7', ${email}, gen_random_uuid(), ${at})`);
    await tx.run(sql`
      insert into identity.demo_requests (id, user_id, email, name, requested_at, updated_at)
      values (gen_random_uuid(), ${id}, ${email}, 'Ada', ${at}, ${at})`);
  });
}

const Found = z.object({ name: z.string() });

/** Every table of the whole database in which their id stands somewhere; addresses here hold the id. */
async function tablesNaming(world: World, id: UserId): Promise<string[]> {
  const reader = world.db.reader({ kind: 'owner' });
  const tables = await reader.many(
    Found,
    sql`select format('%I.%I', n.nspname, c.relname) as name
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind = 'r' and n.nspname in ('identity', 'workspaces', 'app') order by 1`,
  );
  const naming: string[] = [];
  for (const { name } of tables) {
    const what =
      name === 'identity.audit_entries' ? sql`${name}::text || ': ' || t.action` : sql`${name}::text`;
    // The owner is behind walls too: it looks as the server.
    const found = await world.db.transaction({ kind: 'installation' }, (tx) =>
      tx.many(
        Found,
        sql`select distinct ${what} as name from ${sql.trusted(name)} t where position(${id} in t::text) > 0`,
      ),
    );
    naming.push(...found.map((one) => one.name));
  }
  return naming;
}
