import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import { newId, type UserId } from '../../../kit/ids.ts';
import { sent as pieces } from '../../../kit/images/testing.ts';
import { sql } from '../../../kit/sql.ts';
import { ExportId, exportKeptDays, exportsMax } from './contract.ts';
import { askForExport, listExports } from './exports.ts';
import { exportsOf, filesOf } from './files.ts';
import { changeProfile } from './profiles.ts';
import { peopleWorld } from './testing/world.ts';

type World = Awaited<ReturnType<typeof peopleWorld>>;
interface Person {
  readonly id: UserId;
  readonly http: HttpFacts;
}
const run = promisify(execFile);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const removal = 'identity.remove_export';
let w: World;
before(async () => {
  w = await peopleWorld();
});

const ask = ({ id, http }: Person, world = w, exportId = newId(ExportId)) =>
  world.as(id, (ctx) => askForExport(ctx, { exportId }, http, world.outside));
const list = async ({ id }: Person, world = w) =>
  (await world.as(id, (ctx) => listExports(ctx, world.outside))).items;
const put = (world: World, key: string, text: string) =>
  world.outside.storage.put(key, pieces(Buffer.from(text)), { contentType: 'text/plain', bytesMax: 1000 });

async function opened(world: World, key: string, t: { after: (fn: () => Promise<void>) => void }) {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-unpacked-'));
  t.after(() => rm(folder, { recursive: true }));
  const { stream } = (await world.outside.storage.get(key))!;
  await pipeline(stream, createWriteStream(join(folder, 'all.tar.gz')));
  await run('tar', ['-xzf', 'all.tar.gz'], { cwd: folder });
  const json = async (name: string) => JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'));
  return { folder, json };
}

describe('PUT /me/exports/:exportId', () => {
  test('puts everything that is kept about somebody into one file', async (t) => {
    const world = await peopleWorld({
      membershipsOf: async () => ({ items: [{ workspaceId: 'w', role: 'owner' }], next: null }),
    });
    const [ada, bob] = [await world.person('Ada'), await world.person('Bob')];
    await world.as(ada.id, (ctx) => changeProfile(ctx, { place: 'Zürich' }, world.outside));
    await put(world, `${filesOf(ada.id)}avatar-1.webp`, 'picture');
    await put(world, `${exportsOf(ada.id)}earlier.tar.gz`, 'earlier');
    await put(world, `${filesOf(bob.id)}avatar-2.webp`, 'not hers');
    await world.db.transaction({ kind: 'installation' }, (tx) =>
      tx.run(sql`
        insert into identity.sign_in_events (id, user_id, email, event, succeeded, created_at)
        select gen_random_uuid(), who, 'x@test.local', 'sign_in', true, ${world.clock.now()}
          from unnest(array[${ada.id}, ${bob.id}]::uuid[]) who, generate_series(1, 700)`),
    );

    const { id } = await ask(ada, world);
    await world.runAll([removal]);

    const { folder, json } = await opened(world, `${exportsOf(ada.id)}${id}.tar.gz`, t);
    assert.deepEqual((await readdir(folder)).sort(), [
      'all.tar.gz',
      'applications.json',
      'audit.json',
      'demo-requests.json',
      'files',
      'mails.json',
      'marketing.json',
      'memberships.json',
      'passkeys.json',
      'person.json',
      'sessions.json',
      'sign-ins.json',
      'single-sign-on.json',
      'waiting-list.json',
    ]);
    const person = await json('person');
    assert.deepEqual([person.id, person.name, person.place], [ada.id, 'Ada', 'Zürich']);
    const signIns = await json('sign-ins');
    assert.equal(new Set(signIns.map((one: { id: string }) => one.id)).size, 700);
    assert.equal((await json('sessions')).length, 1);
    assert.deepEqual(await json('applications'), []);
    assert.deepEqual(await json('memberships'), [{ workspaceId: 'w', role: 'owner' }]);
    const actions = (await json('audit')).map((one: { action: string }) => one.action);
    assert.deepEqual(actions.sort(), ['identity.export_asked', 'identity.profile_changed']);
    assert.deepEqual(await readdir(join(folder, 'files')), ['avatar-1.webp']);
  });

  test('holds no secret anybody could use', async (t) => {
    const ada = await w.person();
    await w.db.transaction({ kind: 'installation' }, async (tx) => {
      await tx.run(sql`
        insert into identity.passwords (user_id, hash, created_at)
        values (${ada.id}, '$argon2id$v=19$not-to-be-told', ${w.clock.now()})`);
      await tx.run(sql`
        insert into identity.totp_factors (user_id, secret_sealed, created_at)
        values (${ada.id}, ${Buffer.from('sealed-and-not-to-be-told')}, ${w.clock.now()})`);
    });
    const { id } = await ask(ada);
    await w.runAll([removal]);
    const { folder } = await opened(w, `${exportsOf(ada.id)}${id}.tar.gz`, t);
    const { stdout } = await run('tar', ['-xzOf', 'all.tar.gz'], { cwd: folder });
    assert.doesNotMatch(stdout, /argon2id|not-to-be-told|token|[\w-]{43}(?![\w-])/);
    assert.match(stdout, /"passwordSetAt"|"secondFactorSince"/);
  });

  test('tells by mail when it is there, once, with where to find it', async () => {
    const ada = await w.person('Ada');
    await ask(ada);
    await w.runAll([removal]);
    const mails = await w.outside.mailsTo(`${ada.id}@test.local`);
    assert.deepEqual(
      mails.map(({ subject }) => subject),
      ['Your data is ready'],
    );
    assert.ok(mails[0]!.links.some((link) => link.endsWith('/you/data')));
    assert.doesNotMatch(mails[0]!.text, /\/files\?/);
  });

  test('is one export when the same request comes twice, and one at a time otherwise', async () => {
    const ada = await w.person();
    const exportId = newId(ExportId);
    const first = await ask(ada, w, exportId);
    assert.deepEqual(await ask(ada, w, exportId), first);
    assert.equal(w.sent.filter(({ payload }) => payload.exportId === exportId).length, 1);
    await assert.rejects(ask(ada), { code: 'identity.export_is_being_made', status: 409 });
    await w.runAll([removal]);
    assert.equal((await ask(ada)).status, 'being_made');
    await w.runAll([removal]);
  });

  test('is one of two that are asked for at once', async () => {
    const ada = await w.person();
    let second: Promise<unknown> | undefined;
    await w.as(ada.id, async (ctx) => {
      await askForExport(ctx, { exportId: newId(ExportId) }, ada.http, w.outside);
      second = ask(ada).catch((error) => error.code);
      // Time enough for one that does not wait for this transaction.
      await wait(200);
    });
    assert.equal(await second, 'identity.export_is_being_made');
    await w.runAll([removal]);
  });

  test('asks for a recent proof', async () => {
    const world = await peopleWorld();
    const ada = await world.person();
    world.clock.move(16 * 60_000);
    await assert.rejects(ask(ada, world), { code: 'identity.proof_needed' });
  });

  test('stops at so many that are kept', async () => {
    const world = await peopleWorld();
    const ada = await world.person();
    for (let i = 0; i < exportsMax; i += 1) {
      await ask(ada, world);
      await world.runAll([removal]);
    }
    await assert.rejects(ask(ada, world), { code: 'identity.exports_are_many', status: 409 });
  });
});

describe('making an export', () => {
  test('ends the same when it runs again, whether or not it had got to its end', async () => {
    const w = await peopleWorld();
    const ada = await w.person();
    const { id } = await ask(ada, w);
    const [job] = w.sent.splice(0);
    // Stopped after the file was there and before anybody was told.
    await put(w, `${exportsOf(ada.id)}${id}.tar.gz`, 'half of it');
    await w.run(job!);
    const [told, ...rest] = w.sent.splice(0);
    await w.run(job!);
    assert.deepEqual(w.sent, []);
    assert.deepEqual(
      [told, ...rest].map((one) => one?.name),
      ['identity.tell_of_export', removal],
    );
    const [made] = await list(ada, w);
    assert.deepEqual([made?.id, made?.status], [id, 'ready']);
    const stat = await w.outside.storage.stat(`${exportsOf(ada.id)}${id}.tar.gz`);
    assert.equal(stat?.bytes, made?.bytes);
  });

  test('leaves no file of somebody who was removed meanwhile', async () => {
    const w = await peopleWorld();
    const ada = await w.person();
    const { id } = await ask(ada, w);
    const [job] = w.sent.splice(0);
    const world = await peopleWorld({
      membershipsOf: async () => {
        await w.db.transaction({ kind: 'installation' }, (tx) =>
          tx.run(sql`delete from identity.users where id = ${ada.id}`),
        );
        return { items: [], next: null };
      },
    });
    await world.run(job!);
    assert.deepEqual(await w.filesUnder(`${exportsOf(ada.id)}${id}`), []);
    assert.deepEqual(world.sent, []);
  });

  test('does nothing for an export nobody asked for', async () => {
    const w = await peopleWorld();
    const ada = await w.person();
    await w.run({ name: 'identity.make_export', payload: { userId: ada.id, exportId: newId(ExportId) } });
    assert.deepEqual(await w.filesUnder(filesOf(ada.id)), []);
  });
});

describe('GET /me/exports', () => {
  test('tells how it stands: being made, ready with where it is, gone after some days', async () => {
    const world = await peopleWorld();
    const ada = await world.person();
    const { id } = await ask(ada, world);
    const key = `${exportsOf(ada.id)}${id}.tar.gz`;
    assert.deepEqual(
      (await list(ada, world)).map(({ status, url, bytes }) => ({ status, url, bytes })),
      [{ status: 'being_made', url: null, bytes: null }],
    );
    world.clock.move(hourMs);
    await world.runAll([removal]);
    const [ready] = await list(ada, world);
    assert.equal(ready!.url, world.outside.fileUrl(key, world.clock.now()));
    assert.equal(ready!.expiresAt.getTime(), world.clock.now().getTime() + exportKeptDays * dayMs);

    world.clock.move(exportKeptDays * dayMs - 1);
    assert.equal((await list(ada, world)).length, 1);
    world.clock.move(1);
    assert.deepEqual(await list(ada, world), []);
    await world.runAll();
    assert.deepEqual(await world.filesUnder(filesOf(ada.id)), []);
  });

  test('says that it went wrong once no attempt is left, and lets them ask again', async () => {
    const world = await peopleWorld();
    const ada = await world.person();
    await ask(ada, world);
    world.clock.move(6 * hourMs + 1);
    assert.equal((await list(ada, world))[0]!.status, 'failed');
    const again = { id: ada.id, http: await world.session(ada.id) };
    assert.equal((await ask(again, world)).status, 'being_made');
    assert.deepEqual(
      (await list(ada, world)).map(({ status }) => status),
      ['being_made', 'failed'],
    );
  });

  test("shows nobody somebody else's", async () => {
    const [ada, bob] = [await w.person(), await w.person()];
    await ask(ada);
    assert.deepEqual(await list(bob), []);
    await w.runAll([removal]);
  });
});
