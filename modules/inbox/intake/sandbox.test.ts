import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { systemClock } from '../../../kit/clock.ts';
import { openJobs } from '../../../kit/jobs/open.ts';
import { eventually, forgetJobs, quiet } from '../../../kit/jobs/testing.ts';
import { sql } from '../../../kit/sql.ts';
import type { Ground } from '../../../kit/work.ts';
import type { Login, PlatformName } from '../../connections/contract.ts';
import { connections, intakePlugin } from '../../connections/index.ts';
import {
  connectedTo,
  openAccount,
  ownConnectionsOutside,
  play,
  type TestConnectionsOutside,
} from '../../connections/testing.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { inbox } from '../index.ts';

/* From what a customer does in the sandbox, over its signed webhooks, to the conversation, and back for files. */

let outside: TestConnectionsOutside;
let w: TestWorkspace;
let app: FastifyInstance;
let drain: () => Promise<unknown>;
async function open() {
  outside = await ownConnectionsOutside();
  w = await newWorkspace([identity, workspaces, connections, inbox]);
  const modules = [connections, inbox];
  const { db } = w.ground;
  const options = { db, modules, outside, clock: systemClock, log: quiet, pollSeconds: 0.2 };
  const jobs = await openJobs({ ...options, workspaces: async () => [] });
  drain = () => jobs.drain(2_000);
  const ground: Ground = { ...w.ground, outlets: jobs.outlets };
  await forgetJobs(db);
  await jobs.startWorkers(ground);
  app = fastify();
  await intakePlugin(ground, outside)(app);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const told = await outside.platforms.subscribeApps(`http://127.0.0.1:${port}`, AbortSignal.timeout(10_000));
  for (const { failure } of told) assert.equal(failure, undefined);
}

/** An account of the sandbox, connected here and telling us what happens. */
async function connect(platform: PlatformName, login: Login, asked: string) {
  const signal = AbortSignal.timeout(10_000);
  const { candidate, access } = await connectedTo(outside, login, platform, { accounts: [asked] });
  const id = await openAccount({ ground: w.ground, workspaceId: w.workspaceId }, outside, candidate);
  await w.system.work(async ({ tx }) => {
    await tx.run(sql`update connections.accounts set login = ${login} where id = ${id}`);
    await tx.run(sql`
      insert into connections.account_routes (platform, platform_account_id, workspace_id, account_id, created_at)
      values (${platform}, ${candidate.platformAccountId}, ${w.workspaceId}, ${id}, ${w.ground.clock.now()})`);
  });
  await outside.platforms.get(platform)!.hooks.subscribe(access, '', signal);
  // A business is asked for, and one of its numbers is played.
  return { id, account: platform === 'whatsapp' ? candidate.username! : asked };
}

const Row = z.object({
  direction: z.string(),
  kind: z.string(),
  body: z.string().nullable(),
  name: z.string().nullable(),
  username: z.string().nullable(),
  pictureKey: z.string().nullable(),
  unsentAt: z.date().nullable(),
  emoji: z.string().nullable(),
  files: z.array(
    z.object({
      status: z.string(),
      mediaType: z.string().nullable(),
      key: z.string().nullable(),
      width: z.number().nullable(),
    }),
  ),
});

const saidOn = (channelId: string) =>
  w.system.work(({ tx }) =>
    tx.many(
      Row,
      sql`
      select m.direction, m.kind, m.body, i.name, i.username, i.picture_key, m.unsent_at,
             (select emoji from inbox.message_reactions r where r.message_id = m.id) as emoji,
             coalesce((select jsonb_agg(jsonb_build_object('status', a.status, 'mediaType', a.media_type,
                        'key', a.storage_key, 'width', a.width) order by a.place)
                from inbox.attachments a where a.message_id = m.id), '[]') as files
        from inbox.messages m
        join inbox.conversations v on v.id = m.conversation_id
        join inbox.identities i on i.id = v.identity_id
       where m.channel_id = ${channelId} order by m.happened_at, m.id`,
    ),
  );

async function wabaId(): Promise<string> {
  const answer = await fetch(`${outside.sandbox.url}/meta`, { headers: { accept: 'application/json' } });
  return ((await answer.json()) as { wabas: { id: string }[] }).wabas[0]!.id;
}

const soon = 30_000;

describe('a customer of the sandbox', () => {
  // Within, and not for the whole process: its workers would do the work that other files wait for.
  before(open);
  after(async () => {
    await app?.close();
    await drain?.();
    // The same account of another sandbox is connected by another file, in the same database.
    await w?.system.work(({ tx }) => tx.run(sql`delete from connections.account_routes`));
  });

  test('writes on Instagram, and it is here with their name and their picture', async () => {
    const { id, account } = await connect('instagram', 'instagram', 'linen.and.oak');
    await play(outside, 'meta', 'message', { account, person: 'ada', text: 'Do you ship to Rome?' });
    const [message] = await eventually(async () => {
      const said = await saidOn(id);
      assert.ok(said[0]?.pictureKey);
      return said;
    }, soon);
    assert.deepEqual(
      [message?.direction, message?.kind, message?.body],
      ['inbound', 'text', 'Do you ship to Rome?'],
    );
    assert.ok(message?.name && message.username);
    const picture = await outside.storage.stat(message.pictureKey!);
    assert.equal(picture?.contentType, 'image/webp');
  });

  test('edits, reacts and takes back', async () => {
    const { id, account } = await connect('messenger', 'facebook', 'linen-and-oak');
    const move = (deed: string, fields: object = {}) =>
      play(outside, 'meta', deed, { account, person: 'bea', ...fields });
    await move('message', { text: 'Helo' });
    await move('edit', { text: 'Hello' });
    await move('own-message', { text: 'Hello yourself' });
    await move('reaction', { emoji: '👍' });
    await move('message', { text: 'Never mind' });
    await move('unsend');
    await eventually(async () => {
      assert.deepEqual(
        (await saidOn(id)).map(({ direction, body, emoji, unsentAt }) => [
          direction,
          body,
          emoji,
          unsentAt !== null,
        ]),
        [
          ['inbound', 'Hello', null, false],
          ['outbound', 'Hello yourself', '👍', false],
          ['inbound', null, null, true],
        ],
      );
    }, soon);
  });

  test('sends a photo on WhatsApp, which is fetched with our token, drawn anew and kept', async () => {
    const { id, account } = await connect('whatsapp', 'facebook', await wabaId());
    await play(outside, 'meta', 'message', { account, person: 'cleo', photo: 'yes', text: 'This one' });
    const [message] = await eventually(async () => {
      const said = await saidOn(id);
      assert.equal(said[0]?.files[0]?.status, 'stored');
      return said;
    }, soon);
    assert.deepEqual([message?.kind, message?.body], ['image', 'This one']);
    const [file] = message!.files;
    assert.deepEqual([file?.mediaType, file?.width], ['image/webp', 1_080]);
    assert.ok((await outside.storage.stat(file!.key!))!.bytes > 0);
    assert.ok(message?.name);
  });
});
