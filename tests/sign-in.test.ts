import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { modules } from '../app/modules.ts';
import { sessionCookieName } from '../kit/http/credentials.ts';
import { buildServer } from '../kit/http/server.ts';
import { newId, UserId } from '../kit/ids.ts';
import { openJobs } from '../kit/jobs/open.ts';
import { eventually, forgetJobs } from '../kit/jobs/testing.ts';
import { registerStream } from '../kit/stream/stream.ts';
import { testGround } from '../kit/testing/ground.ts';
import { assertNoSecretInDump } from '../kit/testing/no-secrets.ts';
import type { Ground } from '../kit/work.ts';
import { connectionsOutside } from '../modules/connections/platforms/testing.ts';
import { addPersonalWorkspace, openDoor } from '../modules/workspaces/index.ts';

/* From the form to the mailbox and back, as people do it: all modules, their door, their jobs and the stream. */
const origin = 'http://stoa.test';
const cookieName = sessionCookieName({ publicUrl: origin });
const password = 'walking for hours';

let app: FastifyInstance;
let ground: Ground;
const closers: (() => Promise<unknown>)[] = [];

before(async () => {
  const base = await testGround(modules);
  const outside = { ...(await connectionsOutside()), settleIn: addPersonalWorkspace };
  const { db, clock, log } = base;
  const jobs = await openJobs({
    db,
    modules,
    clock,
    log,
    outside,
    workspaces: async () => [],
    pollSeconds: 1,
  });
  closers.push(() => jobs.drain(1_000));
  ground = { ...base, outlets: jobs.outlets };
  await forgetJobs(db);
  await jobs.startWorkers(ground);
  const doorkeeper = await openDoor(db, clock);
  closers.push(() => doorkeeper.close());
  app = await buildServer({
    ground,
    modules,
    doorkeeper,
    outside,
    publicUrl: origin,
    checkReplies: true,
    plugins: [
      async (server) => void (await registerStream(server, { ground, doorkeeper, publicUrl: origin })),
    ],
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  closers.push(() => app.close());
});
after(async () => {
  for (const close of closers.reverse()) await close();
});

/** A browser, as far as the server can tell. */
function newBrowser() {
  const browser = { token: undefined as string | undefined };
  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) => {
    const reply = await app.inject({
      method,
      url: `/api${path}`,
      headers: { origin, ...(browser.token && { cookie: `${cookieName}=${browser.token}` }) },
      ...(method === 'GET' ? {} : { payload: payload ?? {} }),
    });
    const cookie = reply.cookies.find(({ name }) => name === cookieName);
    if (cookie) browser.token = cookie.value || undefined;
    return reply;
  };
  return Object.assign(browser, { ask });
}

async function linkIn(email: string, subject: string): Promise<URL> {
  const { mailsTo } = await connectionsOutside();
  const letter = await eventually(async () => {
    const found = (await mailsTo(email)).find((one) => one.subject === subject);
    assert.ok(found, `no letter “${subject}” yet`);
    return found;
  });
  return new URL(letter.links.find((link) => link.includes('token='))!);
}

async function confirmed() {
  const email = `${newId(UserId)}@test.local`;
  const browser = newBrowser();
  const signedUp = await browser.ask('POST', '/people', { email, name: 'Ada', password });
  assert.equal(signedUp.statusCode, 202, signedUp.body);
  const token = (await linkIn(email, 'Confirm your address')).searchParams.get('token')!;
  const answer = await browser.ask('POST', '/email-confirmation', { token });
  assert.equal(answer.statusCode, 200, answer.body);
  return { email, browser, token, me: answer.json().me };
}

async function listen(token: string, workspaceId: string): Promise<{ isOver(): boolean }> {
  const { port } = app.server.address() as AddressInfo;
  const request = get({
    port,
    host: '127.0.0.1',
    path: `/api/stream?workspace=${workspaceId}`,
    headers: { cookie: `${cookieName}=${token}` },
  });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  assert.equal(response.statusCode, 200);
  let over = false;
  response.on('close', () => {
    over = true;
  });
  response.resume();
  return { isOver: () => over };
}

describe('signing up', () => {
  test('leads through the mail into a workspace of one’s own', { timeout: 60_000 }, async () => {
    const { browser, me } = await confirmed();

    assert.ok(me.emailConfirmedAt);
    const places = await browser.ask('GET', '/workspaces');
    assert.deepEqual(
      places.json().items.map(({ name, role }: { name: string; role: string }) => ({ name, role })),
      [{ name: 'Ada', role: 'owner' }],
    );
  });

  test('leaves nothing in the database that opens a door', { timeout: 60_000 }, async () => {
    const { email, browser, token } = await confirmed();
    await browser.ask('POST', '/password-reset', { email });
    const reset = (await linkIn(email, 'Set another password')).searchParams.get('token')!;

    await assertNoSecretInDump(ground.db, [browser.token!, token, reset, password]);
  });
});

describe('signing out everywhere', () => {
  test('ends what was still open there at once', { timeout: 60_000 }, async () => {
    const { email, browser: here } = await confirmed();
    const there = newBrowser();
    const signedIn = await there.ask('POST', '/session', { email, password });
    assert.equal(signedIn.json().status, 'signed_in', signedIn.body);
    const [{ id }] = (await there.ask('GET', '/workspaces')).json().items;
    const [listensHere, listensThere] = [await listen(here.token!, id), await listen(there.token!, id)];

    const answer = await here.ask('DELETE', '/me/sessions');

    assert.deepEqual(answer.json(), { ended: 1 });
    await eventually(() => assert.equal(listensThere.isOver(), true), 5_000);
    assert.equal(listensHere.isOver(), false);
    assert.equal((await there.ask('GET', '/me')).statusCode, 401);
    assert.equal((await here.ask('GET', '/me')).statusCode, 200);
  });
});

describe('who is signed in', () => {
  test('is not sent again while nothing changed', { timeout: 60_000 }, async () => {
    const { browser } = await confirmed();
    const first = await browser.ask('GET', '/me');

    const again = await app.inject({
      url: '/api/me',
      headers: {
        cookie: `${cookieName}=${browser.token}`,
        'if-none-match': String(first.headers.etag),
      },
    });

    assert.equal(again.statusCode, 304);
  });
});
