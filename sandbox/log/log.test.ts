import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { openJournal } from '../journal.ts';
import { openSandbox, type Sandbox } from '../server.ts';

describe('the log', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await openSandbox({ port: 0, smtpPort: 0 });
  });
  after(() => sandbox.close());
  beforeEach(() => sandbox.world.journal.clear());
  const get = async (path: string): Promise<any> => (await fetch(sandbox.url + path)).json();
  const pageOf = async (path: string) =>
    (await fetch(sandbox.url + path, { headers: { accept: 'text/html' } })).text();
  const add = (what: string, more: object = {}) =>
    sandbox.world.journal.add({
      part: 'shop',
      direction: 'in',
      what,
      outcome: '200',
      good: true,
      ms: 1,
      notes: [],
      ...more,
    });
  const found = async (query: string) =>
    (await get(`/log?${query}`)).entries
      .map(({ what }: any) => what)
      .filter((what: string) => !what.includes('/log'));

  test('opens each entry word for word, with its headers, as JSON and as a page', async () => {
    await fetch(`${sandbox.url}/nowhere/<b>`, {
      method: 'POST',
      headers: { authorization: 'Bearer secret-of-the-sandbox', 'content-type': 'application/json' },
      body: '{"id":9007199254740993123}',
    });
    const said = {
      headers: { 'x-a': '<i>' },
      body: '{"id":9007199254740993123,"text":"caf\\u00e8 <b>","none":[ ]}',
    };
    add('POST /shop', { asked: said, answered: { headers: {}, body: 'a=1%202&b=3' } });
    const { entries } = await get('/log?part=shop');
    assert.deepEqual((await get(`/log/${entries[0].id}`)).asked, said);
    const text = await pageOf(`/log/${entries[0].id}`);
    assert.match(
      text,
      /&#34;id&#34;: 9007199254740993123,\n {2}&#34;text&#34;: &#34;caf\\u00e8 &#60;b&#62;&#34;,\n {2}&#34;none&#34;: \[\]\n}/,
    );
    assert.match(text, /x-a: &#60;i&#62;/);
    assert.match(text, /a = 1 2\nb = 3/);
    assert.match(await pageOf(`/log/${entries[0].id - 1}`), /Bearer secret-of-the-sandbox/);
    assert.ok((await get('/log/9999')).error);
  });

  test('shows only what is asked for: a part, a direction, what failed, words', async () => {
    add('GET /shop/a', { asked: { headers: { 'x-key': 'Violet' }, body: '' } });
    add('GET /shop/b', { good: false, outcome: '429', answered: { headers: {}, body: 'slow (down)' } });
    add('POST http://hook', { direction: 'out', part: 'chat', notes: ['message of nora'] });
    assert.deepEqual(await found('part=chat'), ['POST http://hook']);
    assert.deepEqual(await found('direction=out'), ['POST http://hook']);
    assert.deepEqual(await found('failed=true'), ['GET /shop/b']);
    assert.deepEqual(await found('words=VIOLET'), ['GET /shop/a']);
    assert.deepEqual(await found('words=(down+429'), ['GET /shop/b']);
    assert.deepEqual(await found('words=nora+violet'), []);
    assert.ok((await get('/log?direction=up')).error);
    const text = await pageOf('/log?words=nora');
    assert.match(text, /message of nora/);
    assert.ok(!text.includes('/shop/b'));
  });

  test('shows the beginning of what is long, in whatever letters, and the size of what is no text', async () => {
    const send = (body: string | Uint8Array<ArrayBuffer>) =>
      fetch(`${sandbox.url}/people`, { method: 'POST', body });
    await send(`name=${'é'.repeat(20_000)}`);
    await send(new Uint8Array([0, 1, 2]));
    const [bytes, text] = (await get('/log')).entries.map(({ asked }: any) => asked.body);
    assert.match(text, /^name=é{9000,}…$/);
    assert.equal(bytes, '(3 bytes)');
  });

  test('leaves out what a browser fetches for a page', async () => {
    await fetch(`${sandbox.url}/people`, { headers: { 'sec-fetch-dest': 'image' } });
    assert.deepEqual(await found(''), []);
  });

  test('keeps its lines and lets go of the oldest words when there are too many', () => {
    const journal = openJournal(() => new Date(0));
    const body = 'x'.repeat(20_000);
    for (let i = 0; i < 1_200; i += 1)
      journal.add({
        part: 'shop',
        direction: 'in',
        what: `GET /${i}`,
        outcome: '200',
        good: true,
        ms: 1,
        notes: [],
        asked: { headers: {}, body },
        answered: { headers: {}, body },
      });
    const entries = journal.entries();
    const kept = entries.reduce(
      (sum, { asked, answered }) => sum + (asked?.body.length ?? 0) + (answered?.body.length ?? 0),
      0,
    );
    assert.equal(entries.length, 1_000);
    assert.ok(kept <= 8_000_000 && kept > 7_900_000, `${kept} characters are kept`);
    assert.deepEqual(
      [entries[0]!.what, entries[0]!.asked!.body.length, entries.at(-1)!.asked],
      ['GET /1199', 20_000, undefined],
    );
  });
});
