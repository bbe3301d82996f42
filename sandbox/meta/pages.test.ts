import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type MetaWorld, openMetaWorld } from './testing.ts';

const html = { accept: 'text/html' };
let m: MetaWorld;
before(async () => {
  m = await openMetaWorld();
});
after(() => m.close());
const page = async (path: string) => {
  const answer = await fetch(m.url + path, { headers: html });
  assert.equal(answer.status, 200, path);
  assert.match(answer.headers.get('content-security-policy')!, /default-src 'none'/);
  return answer.text();
};

describe('the pages', () => {
  test('show every account, every talk and what can be done, with nothing of a script in them', async () => {
    const evil = '<script>alert(1)</script>';
    await m.play('message', { account: 'linen.and.oak', person: 'nora', text: evil, photo: 'yes' });
    await m.play('comment', { account: 'linen.and.oak', person: 'nora', text: evil });
    assert.match(await page('/meta'), /linen\.and\.oak/);
    assert.match(await page('/meta/accounts/linen.and.oak'), /Nora Lindqvist/);
    await page('/meta/accounts/%2B390650100100');
    const stage = m.world.parts()[0]!.stage!(m.world.people.find('nora')!)!.toString();
    for (const text of [await page('/meta/threads/linen.and.oak/nora'), stage]) {
      assert.ok(!text.includes(evil));
      assert.match(text, /&#60;script&#62;/);
    }
    assert.equal((await fetch(`${m.url}/meta/accounts/nobody`, { headers: html })).status, 404);
  });

  test('bring a person back to where the form was, and a program gets JSON', async () => {
    const send = (headers: Record<string, string>) =>
      fetch(`${m.url}/meta/play/like`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ account: 'linen.and.oak', person: 'nora' }),
        headers,
      });
    const back = await send({ ...html, referer: `${m.url}/?as=nora&on=meta` });
    assert.deepEqual([back.status, back.headers.get('location')], [303, '/?as=nora&on=meta']);
    const foreign = await send({ ...html, referer: 'https://evil.test/x' });
    assert.equal(foreign.headers.get('location'), '/meta');
    assert.equal(typeof ((await (await send({})).json()) as any).likes, 'number');
  });

  test('refuse a play that does not exist, and one that says too little', async () => {
    for (const [what, fields] of [
      ['dance', {}],
      ['message', { account: 'nobody', person: 'nora', text: 'x' }],
      ['message', { account: 'linen.and.oak', text: 'x' }],
      ['message', { account: 'linen.and.oak', person: 'nora' }],
      ['shape', { account: 'linen.and.oak', shape: 'round' }],
      ['account', { platform: 'pigeon', name: 'x' }],
    ] as const)
      assert.ok((await m.play(what, fields)).error, what);
    assert.ok(
      (
        await m.play(
          'message',
          { account: 'linen.and.oak', person: 'nora', text: 'x' },
          { 'x-sandbox-failure': 'no-such' },
        )
      ).error,
    );
  });

  test('serve pictures that are pictures, and a story for a day', async () => {
    const { posts } = await m.facts('linen.and.oak');
    const story = posts.find(({ product }: any) => product === 'STORY');
    const picture = () => fetch(`${m.url}/cdn.sandbox/story/${story.id}.jpg`);
    assert.equal((await picture()).headers.get('content-type'), 'image/jpeg');
    m.move(24 * 3_600_000);
    assert.equal((await picture()).status, 403);
    assert.equal((await fetch(`${m.url}/cdn.sandbox/published/..%2f..%2fmain.ts`)).status, 403);
  });
});
