import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { caller, type Outside, openOutside } from './testing.ts';

const html = { accept: 'text/html' };
let outside: Outside;
before(async () => {
  outside = await openOutside();
});
after(() => outside.close());

const pageAt = async (path: string) => {
  const answer = await fetch(outside.at(path), { headers: html });
  return { status: answer.status, text: await answer.text() };
};
const someVideo = async () => (await outside.about()).accounts[0].channels[0].videos[0];

describe('the pages', () => {
  test('show accounts, channels and videos, and load nothing from elsewhere', async () => {
    const { accounts } = await outside.about();
    assert.equal(accounts.length, 3);
    const [channel] = accounts[0].channels;
    for (const path of [
      '/google',
      `/google/channels/${channel.id}`,
      `/google/videos/${channel.videos[0].id}`,
    ]) {
      const { status, text } = await pageAt(path);
      assert.equal(status, 200, path);
      assert.match(text, /<h1/);
      assert.doesNotMatch(text, /(src|href|action)="https?:/);
    }
    assert.equal((await pageAt('/google/videos/nothing')).status, 404);
    const picture = await fetch(outside.at(`https://i.ytimg.com/vi/${channel.videos[0].id}/medium.jpg`));
    assert.equal(picture.headers.get('content-type'), 'image/jpeg');
  });

  test('show what people write as words, never as markup', async () => {
    const { id } = await someVideo();
    await outside.play('comment', { person: 'nora', video: id, text: '<script>alert(1)</script>' });
    const { text } = await pageAt(`/google/videos/${id}`);
    assert.ok(text.includes('&#60;script&#62;alert(1)'));
    const person = outside.world.people.find('nora')!;
    const { stage } = outside.world.parts().find(({ name }) => name === 'google')!;
    const shown = String(stage!(person));
    assert.ok(shown.includes('&#60;script&#62;alert(1)') && !shown.includes('<script'));
  });

  test('come back after a deed to where it was done', async () => {
    const answer = await fetch(outside.at('/google/play/subscribe'), {
      method: 'POST',
      body: new URLSearchParams({ person: 'nora', channel: 'ada' }),
      headers: { ...html, referer: `${outside.url}/?as=nora` },
      redirect: 'manual',
    });
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/?as=nora']);
    const foreign = await fetch(outside.at('/google/play/subscribe'), {
      method: 'POST',
      body: new URLSearchParams({ person: 'nora', channel: 'ada' }),
      headers: { ...html, referer: 'https://evil.test/page' },
      redirect: 'manual',
    });
    assert.equal(foreign.headers.get('location'), '/google');
  });
});

describe('playing', () => {
  test('ends an hour and revokes what was given, as the owner would', async () => {
    const tokens = await outside.connect('grace');
    const ask = () => caller(outside, tokens.access_token).get('/channels', { part: 'id', mine: 'true' });
    assert.equal((await outside.play('expire', { account: 'grace' })).body.expired, 1);
    assert.equal((await ask()).status, 401);
    const { body } = await outside.refresh(tokens.refresh_token);
    assert.ok(body.access_token);
    assert.equal((await outside.play('revoke', { account: 'grace' })).body.revoked, 1);
    assert.equal((await outside.refresh(tokens.refresh_token)).body.error, 'invalid_grant');
  });

  test('likes a comment once, and takes it back', async () => {
    const { id } = await someVideo();
    const { body } = await outside.play('comment', { person: 'yuki', video: id, text: 'いいね' });
    const ada = caller(outside, (await outside.connect('ada')).access_token);
    const likes = async () =>
      (await ada.get('/comments', { part: 'snippet', id: body.id })).body.items[0].snippet.likeCount;
    for (const person of ['nora', 'nora', 'jonas']) await outside.play('like', { person, comment: body.id });
    assert.equal(await likes(), 2);
    await outside.play('like', { person: 'nora', comment: body.id, likes: 'no' });
    assert.equal(await likes(), 1);
  });

  test('takes a comment back with all that was said below it', async () => {
    const { id } = await someVideo();
    const { body: top } = await outside.play('comment', { person: 'nora', video: id, text: 'Never mind' });
    await outside.play('reply', { person: 'jonas', comment: top.id, text: 'But why?' });
    await outside.play('edit-comment', { comment: top.id, text: 'Never mind!' });
    await outside.play('delete-comment', { comment: top.id });
    const { comments } = await (await fetch(outside.at(`/google/videos/${id}`))).json();
    assert.ok(!comments.some((one: any) => one.id.startsWith(top.id)));
  });

  test('refuses what makes no sense, and says what would', async () => {
    const { videos } = (await outside.about()).accounts[0].channels[0];
    const { id } = videos[0];
    const { id: hidden } = videos.find(({ privacy }: any) => privacy === 'private');
    const wrongs: [string, object, number][] = [
      ['dance', {}, 404],
      ['comment', { person: 'nobody', video: id, text: 'x' }, 404],
      ['comment', { person: 'nora', video: 'nothing', text: 'x' }, 404],
      ['comment', { person: 'nora', video: id, text: ' ' }, 400],
      ['comment', { person: 'nora', video: hidden, text: 'x' }, 409],
      ['upload', { channel: 'linenandoak', title: '' }, 400],
      ['upload', { channel: 'nobody', title: 'x' }, 404],
      ['hold', { comment: 'nothing' }, 404],
      ['quota', { left: 'much' }, 400],
      ['quota', { bucket: 'water' }, 400],
      ['project', { isTesting: 'maybe' }, 400],
      ['expire', { account: 'nobody' }, 404],
    ];
    for (const [deed, fields, status] of wrongs) {
      const answer = await outside.play(deed, fields);
      assert.deepEqual([answer.status, typeof answer.body.error], [status, 'string'], deed);
    }
  });

  test('is forgotten when the sandbox starts over', async () => {
    await outside.world.reset();
    const { accounts, hub } = await outside.about();
    assert.deepEqual([accounts[0].liveTokens, hub], [0, []]);
  });
});
