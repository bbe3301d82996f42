import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { openStoa, type Stoa } from '../app/compose.ts';
import { readConfig } from '../app/config.ts';
import { demoLogin, demoWorkspaceId } from '../app/demo.ts';
import { uuidv7 } from '../kit/ids.ts';
import { quiet } from '../kit/jobs/testing.ts';
import { scratchDatabase, testServerUrl } from '../kit/testing/database.ts';
import { newKey } from '../kit/vault.ts';
import { consentAt } from '../modules/connections/platforms/testing.ts';

/*
 * The whole way, as `npm start` gives it: a customer of the sandbox writes, the demo's machine answers from what the
 * demo has written down, and what that cost is in the books. Nothing is reached but over HTTP.
 */
const account = 'linen.and.oak';
const withinMs = 60_000;
const lookAgainMs = 250;

let stoa: Stoa;
let folder: string;
let cookie = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stoa-answering-'));
  const databaseUrl = testServerUrl && (await scratchDatabase()).url;
  const config = readConfig({
    ...{ PORT: '0', SANDBOX_PORT: '0', SANDBOX_SMTP_PORT: '0', STOA_DATA: folder },
    ...(databaseUrl && { DATABASE_URL: databaseUrl, STOA_KEYS: `k1:${newKey()}` }),
  });
  stoa = await openStoa(config, quiet);
});
after(async () => {
  await stoa?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Looked at now and then: whoever asks all the time is refused after a while. */
async function eventually<T>(look: () => Promise<T>): Promise<T> {
  for (const until = performance.now() + withinMs; ; await wait(lookAgainMs)) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > until) throw error;
    }
  }
}

async function ask<T = any>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${stoa.address}/api${path}`, {
    method,
    headers: { origin: stoa.address, cookie, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
  return text === '' ? (undefined as T) : (JSON.parse(text) as T);
}
const inDemo = <T = any>(method: string, path: string, body?: object) =>
  ask<T>(method, `/w/${demoWorkspaceId}${path}`, body);

async function connect(): Promise<void> {
  const way = `/connection-ways/${uuidv7()}`;
  const { address } = await inDemo('PUT', way, { platform: 'instagram' });
  const query = await consentAt(address, { accounts: [account] });
  await inDemo('POST', '/connection-answers', { login: 'instagram', query });
  await eventually(async () => assert.equal((await inDemo('GET', way)).status, 'connected'));
}

const writes = (person: string, text: string) =>
  fetch(`${stoa.sandbox}/meta/play/message`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, person, text }),
  });

/** What they have from us in their own app. */
async function arrivedAt(person: string): Promise<string[]> {
  const answer = await fetch(`${stoa.sandbox}/meta/accounts/${account}`, {
    headers: { accept: 'application/json' },
  });
  const { threads } = (await answer.json()) as any;
  const theirs = threads.find((thread: any) => thread.person === person)?.messages ?? [];
  return theirs.filter(({ by }: any) => by === 'business').map(({ text }: any) => text);
}

const decidedAbout = (words: string) =>
  eventually(async () => {
    const { items } = await inDemo('GET', '/autopilot/decisions?limit=50');
    const found = items.find(({ messageText, status }: any) => messageText === words && status === 'decided');
    assert.ok(found, `nothing is decided about “${words}”`);
    return found;
  });

describe('the demo, as it starts', () => {
  before(async () => {
    await ask('POST', '/session', demoLogin);
    await connect();
    await eventually(async () => {
      const { items } = await inDemo('GET', '/knowledge/documents?limit=50');
      assert.ok(items.length > 0 && items.every(({ status }: any) => status === 'indexed'));
    });
  });

  test('answers a customer of the sandbox from what is written down, and counts what it cost', async () => {
    const question = 'How much does shipping to Switzerland cost?';
    await writes('ada', question);
    const { id, decision, matchedRule } = await decidedAbout(question);
    assert.deepEqual([decision, matchedRule], ['respond', 'model.respond']);
    const [source] = (await inDemo('GET', `/autopilot/decisions/${id}`)).sources;
    assert.equal(source.title, 'Shipping');
    const [said] = await eventually(async () => {
      const all = await arrivedAt('ada');
      assert.equal(all.length, 1);
      return all;
    });
    assert.match(said!, /14[.,]90/);
    const { items } = await inDemo('GET', `/billing/ai/calls?subjectType=decision&subjectId=${id}&limit=20`);
    const [call] = items.filter(({ kind }: any) => kind === 'chat');
    assert.deepEqual([call.purpose, call.outcome], ['autopilot.decide', 'done']);
    assert.ok(call.costMicro > 0);
  });

  test('fetches a person for what nothing is written about, and says nothing', async () => {
    const question = 'Who won the chess championship of 1985?';
    await writes('bea', question);
    const { id, decision } = await decidedAbout(question);
    assert.equal(decision, 'escalate');
    const { items } = await inDemo('GET', '/autopilot/escalations?limit=50');
    assert.ok(items.some(({ decisionId }: any) => decisionId === id));
    assert.deepEqual(await arrivedAt('bea'), []);
  });
});
