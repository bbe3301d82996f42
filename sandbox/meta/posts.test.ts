import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import sharp from 'sharp';
import { longToken, type MetaWorld, openMetaWorld, pageToken, type Said, userToken } from './testing.ts';

const dayMs = 24 * 3_600_000;
let m: MetaWorld;
let token: string;
let files: Server;
before(async () => {
  m = await openMetaWorld();
  const jpeg = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#a4501f' } });
  const pictures: Record<string, Buffer> = {
    '/square.jpg': await jpeg(400, 400).jpeg().toBuffer(),
    '/narrow.jpg': await jpeg(100, 400).jpeg().toBuffer(),
    '/square.png': await jpeg(400, 400).png().toBuffer(),
  };
  files = createServer(({ url }, response) => {
    const picture = pictures[url!];
    response.writeHead(picture ? 200 : 404).end(picture);
  }).listen(0, '127.0.0.1');
  await once(files, 'listening');
});
after(async () => {
  files.closeAllConnections();
  files.close();
  await m.close();
});
beforeEach(async () => {
  await m.world.reset();
  token = await longToken(m, 'linen.and.oak');
});

const at = (file: string) => `http://127.0.0.1:${(files.address() as AddressInfo).port}/${file}`;
const get = async (path: string, query: Record<string, string> = {}) =>
  (await m.call('GET', `graph.instagram.com/v25.0/${path}`, { query, token })).body;
const post = async (path: string, form: Record<string, string> = {}, more: Said = {}) =>
  (await m.call('POST', `graph.instagram.com/v25.0/${path}`, { form, token, ...more })).body;
const to = { account: 'linen.and.oak', person: 'nora' };

describe('comments', () => {
  test('are read with their replies, answered, hidden and deleted', async () => {
    const { id } = await m.play('comment', { ...to, text: 'price?' });
    const { id: reply } = await post(`${id}/replies`, { message: '89 euros' });
    await m.play('reply', { ...to, comment: reply, text: 'thanks' });
    const fields = 'id,text,hidden,from,username,parent_id,media{id},replies{text,parent_id,from}';
    const comment = await get(id, { fields });
    assert.deepEqual(
      [comment.text, comment.username, comment.hidden, comment.parent_id],
      ['price?', 'nora', false, undefined],
    );
    assert.deepEqual(
      comment.replies.data.map(({ text, parent_id }: any) => [text, parent_id]),
      [
        ['thanks', id],
        ['89 euros', id],
      ],
    );
    assert.deepEqual(await post(id, { hide: 'true' }), { success: true });
    assert.equal((await get(id, { fields: 'hidden' })).hidden, true);
    assert.equal((await post(`${id}/replies`, { message: 'psst' })).error.code, 100);
    assert.equal((await post(id)).error.code, 100);
    assert.equal((await post(reply, { hide: 'true' })).error.code, 100);
    const { body } = await m.call('DELETE', `graph.instagram.com/${id}`, { token });
    assert.deepEqual(body, { success: true });
    assert.deepEqual([(await get(id)).error.error_subcode, (await get(reply)).error.error_subcode], [33, 33]);
  });

  test('are listed under their media, which can be closed to them', async () => {
    const media = await get('me/media', {
      fields: 'id,caption,media_type,media_product_type,permalink,timestamp',
    });
    const [first] = media.data;
    assert.match(first.timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/);
    assert.deepEqual([...new Set(media.data.map((one: any) => one.media_type))].sort(), [
      'CAROUSEL_ALBUM',
      'IMAGE',
      'VIDEO',
    ]);
    assert.equal((await get(`${first.id}/comments`)).data.length, 2);
    assert.deepEqual(await post(first.id, { comment_enabled: 'false' }), { success: true });
    assert.ok((await m.play('comment', { ...to, post: first.id, text: 'hello?' })).error);
    const album = media.data.find((one: any) => one.media_type === 'CAROUSEL_ALBUM');
    assert.equal((await get(`${album.id}/children`, { fields: 'media_url' })).data.length, 3);
    assert.equal((await get('me/stories')).data.length, 1);
    m.move(dayMs);
    assert.equal((await get('me/stories')).data.length, 0);
  });

  test('that mention the account elsewhere are read through it, and answered', async () => {
    const { media, comment } = await m.play('mention', { ...to, in: 'comment', text: 'like @linen.and.oak' });
    const fields = `mentioned_comment.comment_id(${comment}){text,media{id}}`;
    assert.equal((await get('me', { fields })).mentioned_comment.text, 'like @linen.and.oak');
    const { id } = await post('me/mentions', { media_id: media, comment_id: comment, message: 'Thank you!' });
    assert.ok(id);
    assert.equal((await get('me', { fields: 'mentioned_comment.comment_id(1){text}' })).error.code, 100);
  });

  test('on a Page are read, answered and hidden in the Page’s own words', async () => {
    const page = await pageToken(m, 'linen-and-oak');
    const call = async (method: string, path: string, form?: Record<string, string>) =>
      (await m.call(method, `graph.facebook.com/${path}`, { token: page.token, ...(form && { form }) })).body;
    const { id } = await m.play('comment', { account: 'linen-and-oak', person: 'jonas', text: 'Preis?' });
    assert.match(id, /^\d+_\d+$/);
    assert.ok((await call('POST', `${id}/comments`, { message: '89 Euro' })).id);
    assert.deepEqual(await call('POST', id, { is_hidden: 'true' }), { success: true });
    const comment = await call('GET', `${id}?fields=message,is_hidden,from`);
    assert.deepEqual(
      [comment.message, comment.is_hidden, comment.from.name],
      ['Preis?', true, 'Jonas Weber'],
    );
    assert.match((await call('POST', 'me/feed', { message: 'Offen bis acht.' })).id, /^\d+_\d+$/);
  });

  test('are liked by their Page once, however often it says so, and by no other account', async () => {
    const page = await pageToken(m, 'linen-and-oak');
    const ask = async (method: string, path: string, by = page.token) =>
      (await m.call(method, `graph.facebook.com/${path}`, { token: by })).body;
    const { id } = await m.play('comment', { account: 'linen-and-oak', person: 'jonas', text: 'Preis?' });
    const seen = async () => {
      const { user_likes, like_count } = await ask('GET', `${id}?fields=user_likes,like_count`);
      return [user_likes, like_count];
    };
    assert.deepEqual(await seen(), [false, 0]);
    for (const [method, liked] of [
      ['POST', [true, 1]],
      ['DELETE', [false, 0]],
    ] as const)
      for (let i = 0; i < 2; i += 1) {
        assert.deepEqual(await ask(method, `${id}/likes`), { success: true });
        assert.deepEqual(await seen(), liked);
      }
    const other = await pageToken(m, 'tiny-atelier');
    assert.deepEqual((await ask('POST', `${id}/likes`, other.token)).error.error_subcode, 33);
    assert.deepEqual((await ask('POST', '12345/likes')).error.error_subcode, 33);
    const reader = await userToken(m, ['linen-and-oak'], ['pages_show_list', 'pages_read_engagement']);
    assert.equal((await ask('POST', `${id}/likes`, reader)).error.code, 10);
    const there = await m.play('comment', { account: 'tiny.atelier', person: 'nora', text: 'Price?' });
    const linked = await userToken(m, ['tiny-atelier', 'tiny.atelier']);
    assert.equal(
      (await ask('POST', `${there.id}/likes`, linked)).error.code,
      2500,
      'on Instagram nobody can',
    );
    assert.deepEqual(await seen(), [false, 0]);
  });
});

describe('publishing', () => {
  const publish = (id: string) => post('me/media_publish', { creation_id: id });
  const status = async (id: string) => (await get(id, { fields: 'status_code' })).status_code;

  test('makes a container, and of it a post, once', async () => {
    const { id } = await post('me/media', { image_url: at('square.jpg'), caption: 'New ✨' });
    assert.equal(await status(id), 'FINISHED');
    const media = await publish(id);
    const shown = await get(media.id, { fields: 'caption,media_url,permalink' });
    assert.equal(shown.caption, 'New ✨');
    const file = await fetch(`${m.url}/${new URL(shown.media_url).host}${new URL(shown.media_url).pathname}`);
    assert.equal(file.headers.get('content-type'), 'image/jpeg');
    assert.equal((await sharp(Buffer.from(await file.arrayBuffer())).metadata()).width, 400);
    assert.equal(await status(id), 'PUBLISHED');
    assert.equal((await publish(id)).error.error_subcode, 2207006);
  });

  test('does it, though the answer was lost: the container says so', async () => {
    const { id } = await post('me/media', { image_url: at('square.jpg') });
    await assert.rejects(
      m.call('POST', 'graph.instagram.com/me/media_publish', {
        form: { creation_id: id },
        token,
        headers: { 'x-sandbox-failure': 'lost-answer' },
      }),
    );
    assert.equal(await status(id), 'PUBLISHED');
  });

  test('works on a video for a while, and forgets it after a day', async () => {
    const { id } = await post('me/media', {
      media_type: 'REELS',
      video_url: 'https://cdn.sandbox/clip/video.mp4',
    });
    assert.equal(await status(id), 'IN_PROGRESS');
    assert.equal((await publish(id)).error.code, 9007);
    m.move(31_000);
    assert.equal(await status(id), 'FINISHED');
    m.move(dayMs);
    assert.equal(await status(id), 'EXPIRED');
    assert.equal((await publish(id)).error.error_subcode, 2207008);
  });

  test('puts two to ten parts into an album', async () => {
    const part = async () =>
      (await post('me/media', { image_url: at('square.jpg'), is_carousel_item: 'true' })).id;
    const ids = [await part(), await part()];
    const album = (children: string[]) =>
      post('me/media', { media_type: 'CAROUSEL', children: children.join(','), caption: 'Two' });
    assert.equal((await album(ids.slice(0, 1))).error.code, 100);
    assert.equal((await album([ids[0]!, '999'])).error.error_subcode, 2207006);
    const { id } = await publish((await album(ids)).id);
    assert.equal((await get(`${id}/children`)).data.length, 2);
  });

  test('refuses what Instagram refuses: a format, a form, a caption, a file that is not there', async () => {
    const subcode = async (form: Record<string, string>) =>
      (await post('me/media', form)).error.error_subcode;
    assert.equal(await subcode({ image_url: at('square.png') }), 2207005);
    assert.equal(await subcode({ image_url: at('narrow.jpg') }), 2207009);
    assert.equal(await subcode({ image_url: at('nothing.jpg') }), 2207052);
    assert.equal(await subcode({ image_url: at('square.jpg'), caption: '#a '.repeat(31) }), 2207040);
    assert.equal(await subcode({ image_url: at('square.jpg'), caption: 'x'.repeat(2_201) }), 2207010);
    assert.equal((await post('me/media', { caption: 'no picture' })).error.code, 100);
  });

  test('goes wrong by the name in the file’s address', async () => {
    const make = (name: string, media = 'image_url') =>
      post('me/media', {
        [media]: `https://files.test/${name}.x`,
        ...(media === 'video_url' && { media_type: 'REELS' }),
      });
    assert.equal((await make('download-timeout')).error.error_subcode, 2207003);
    assert.equal((await make('user-restricted')).error.error_subcode, 2207050);
    const bad = await post('me/media', {
      media_type: 'REELS',
      video_url: 'https://cdn.sandbox/clip/bad-video.mp4',
    });
    m.move(31_000);
    assert.equal(await status(bad.id), 'ERROR');
    assert.equal((await publish(bad.id)).error.error_subcode, 2207026);
  });

  test('is allowed fifty times a day, and says how often it was', async () => {
    for (let i = 0; i < 50; i += 1) {
      const { id } = await post('me/media', { image_url: 'https://cdn.sandbox/picture/a.jpg' });
      assert.ok((await publish(id)).id);
    }
    const { id } = await post('me/media', { image_url: 'https://cdn.sandbox/picture/a.jpg' });
    const { error } = await publish(id);
    assert.deepEqual([error.code, error.error_subcode], [9, 2207042]);
    const limit = () => get('me/content_publishing_limit', { fields: 'config,quota_usage' });
    assert.deepEqual((await limit()).data[0], {
      quota_usage: 50,
      config: { quota_total: 50, quota_duration: 86_400 },
    });
    m.move(dayMs);
    assert.equal((await limit()).data[0].quota_usage, 0);
  });
});

describe('insights', () => {
  test('are the same whenever they are asked for, and refuse what is not measured', async () => {
    const { data } = await get('me/media');
    const ask = () => get(`${data[0].id}/insights`, { metric: 'views,reach,likes' });
    const [one, two] = [await ask(), await ask()];
    assert.deepEqual(one, two);
    assert.equal(one.data[0].id, `${data[0].id}/insights/views/lifetime`);
    assert.equal((await get(`${data[0].id}/insights`, { metric: 'impressions' })).error.code, 100);
    assert.equal((await get(`${data[0].id}/insights`)).error.code, 100);
    const days = await get('me/insights', { metric: 'reach', period: 'day' });
    assert.equal(days.data[0].values.length, 2);
    const total = await get('me/insights', { metric: 'views', period: 'day', metric_type: 'total_value' });
    assert.ok(total.data[0].total_value.value > 0);
    const groups = { metric: 'follower_demographics', period: 'lifetime', timeframe: 'this_month' };
    const people = await get('me/insights', { ...groups, metric_type: 'total_value', breakdown: 'country' });
    assert.equal(people.data[0].total_value.breakdowns[0].results[0].dimension_values[0], 'IT');
    assert.equal((await get('me/insights', groups)).error.code, 100);
  });
});
