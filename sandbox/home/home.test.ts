import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { serve } from '../http.ts';
import { html } from '../page.ts';
import { openWorld, type PartMaker, type World } from '../world.ts';
import { home } from './routes.ts';
import { inWords, isOfStoa } from './words.ts';

const chat: PartMaker = async () => ({
  name: 'chat',
  title: 'Chat',
  summary: '',
  stage: ({ name }) => html`<p>Talk as ${name}</p>`,
  routes: [],
});
const pickyShop: PartMaker = async () => ({
  name: 'shop',
  title: 'Shop',
  summary: '',
  stage: ({ key }) => (key === 'jonas' ? undefined : html`<p>Browse</p>`),
  routes: [],
});
const entry = {
  id: 1,
  at: '',
  part: '',
  outcome: '200',
  good: true,
  ms: 1,
  notes: [],
  direction: 'in',
} as const;

describe('the stage', () => {
  let world: World;
  let server: Server;
  let url: string;
  before(async () => {
    world = await openWorld(undefined, [home, chat, pickyShop]);
    server = serve(
      world.parts().flatMap(({ routes }) => routes),
      () => {},
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await world.close();
  });
  const pageOf = async (path: string) =>
    (await fetch(url + path, { headers: { accept: 'text/html' } })).text();
  const post = (path: string, body: object, headers = {}) =>
    fetch(url + path, {
      method: 'POST',
      body: JSON.stringify(body),
      redirect: 'manual',
      headers: { 'content-type': 'application/json', ...headers },
    });

  test('shows whom one plays, and what they can do on the platform that is chosen', async () => {
    assert.match(await pageOf('/'), /Talk as Nora Lindqvist/);
    const text = await pageOf('/?as=matteo&on=shop');
    assert.match(text, /Browse/);
    assert.match(text, /aria-label="Matteo Ricci’s phone"/);
    assert.match(text, /href="\/\?as=matteo&#38;on=chat"/);
  });

  test('offers only the platforms on which somebody can do something', async () => {
    const text = await pageOf('/?as=jonas&on=shop');
    assert.match(text, /Talk as Jonas Weber/);
    assert.ok(!text.includes('as=jonas&#38;on=shop'));
    assert.match(await pageOf('/?as=nobody&on=nothing'), /Talk as Nora/);
  });

  test('takes somebody new by name, whatever the name is', async () => {
    const added = await post('/people', { name: '<i>Eve</i>' }, { accept: 'text/html' });
    assert.equal(added.headers.get('location'), '/?as=i-eve-i');
    assert.match(await pageOf('/?as=i-eve-i'), /Talk as &#60;i&#62;Eve/);
    assert.equal((await post('/people', { name: ' ' })).status, 400);
    const { people } = (await (await fetch(`${url}/people`)).json()) as any;
    assert.equal(people.at(-1).name, '<i>Eve</i>');
  });

  test('tells what Stoa did and what it was told, with what failed, and nothing that was played', async () => {
    const about = ['message of nora'];
    world.journal.add({ ...entry, part: 'chat', what: 'POST /graph.facebook.com/v25.0/me/messages' });
    world.journal.add({
      ...entry,
      part: 'chat',
      what: 'POST http://stoa/hooks',
      direction: 'out',
      notes: about,
    });
    world.journal.add({
      ...entry,
      part: 'chat',
      what: 'GET /graph.facebook.com/v25.0/1/insights',
      good: false,
      outcome: '429',
    });
    world.journal.add({ ...entry, part: 'chat', what: 'POST /chat/play/message' });
    const text = (await pageOf('/')).replace(/\s+/g, ' ');
    assert.match(text, /<b>Chat<\/b> told Stoa: message of nora/);
    assert.match(text, /<b>Stoa<\/b> sent a message <small>Chat/);
    assert.match(text, /<b>Stoa<\/b> read figures.*?<span class="tag bad">429/);
    assert.equal(text.match(/id="doing-/g)!.length, 3);
  });

  test('gives its pages what they are made of, and nothing beside it', async () => {
    const text = await pageOf('/');
    const assets = [...text.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
    assert.ok(assets.length > 4);
    for (const path of assets) assert.equal((await fetch(url + path)).status, 200, path);
    for (const path of ['..%2fmain.ts', '..%2fweb%2flive.js', 'no-such.css', '%2e%2e%2fpage.ts', 'live.ts'])
      assert.equal((await fetch(`${url}/assets/${path}`)).status, 404, path);
  });
});

describe('in words', () => {
  const says = {
    'POST /graph.instagram.com/v25.0/178/media_publish': 'published a post',
    'POST /graph.facebook.com/v25.0/12_34/private_replies': 'answered a comment',
    'GET /graph.instagram.com/refresh_access_token?grant_type=a': 'renewed a token',
    'POST /oauth2.googleapis.com/token': 'fetched a token',
    'POST /www.googleapis.com/youtube/v3/comments?part=snippet': 'answered a comment',
    'GET /www.googleapis.com/youtube/v3/channels?mine=true': 'read channels',
    'POST /api.stripe.com/v1/checkout/sessions': 'wrote checkout sessions',
    'GET /api.stripe.com/v1/payment_intents/pi_123': 'read payment intents',
    'POST /openrouter.ai/api/v1/chat/completions': 'asked the model',
    'MAIL a@stoa to ada@example.com': 'sent a mail to ada@example.com',
    'PATCH /nobody.example/thing': 'changed something',
  };
  for (const [what, words] of Object.entries(says))
    test(`says of ${what} that Stoa ${words}`, () => {
      assert.ok(isOfStoa({ ...entry, what }));
      assert.equal(inWords({ ...entry, what }), words);
    });

  test('names what a shop is asked for, and what is changed there', () => {
    const asking = (query: string) =>
      inWords({
        ...entry,
        what: 'POST /tiny.myshopify.com/admin/api/2026-10/graphql.json',
        asked: { headers: {}, body: JSON.stringify({ query }) },
      });
    assert.equal(
      asking('query Q($n: Int) {\n  products(first: $n) { nodes { id } } }'),
      'read from the shop: products',
    );
    assert.equal(
      asking('mutation { made: productCreate(input: {}) { id } }'),
      'changed the shop: productCreate',
    );
    assert.equal(asking(''), 'read from the shop');
  });

  test('leaves out what is played on the pages', () => {
    for (const what of ['POST /meta/play/message', 'GET /log?words=a.b', 'POST /clock'])
      assert.ok(!isOfStoa({ ...entry, what }), what);
  });
});
