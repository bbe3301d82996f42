import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { caller, type Outside, openOutside, playing } from './testing.ts';

const dayMs = 86_400_000;
let outside: Outside;
let ada: ReturnType<typeof caller>;
before(async () => {
  outside = await openOutside();
  ada = caller(outside, (await outside.connect('ada')).access_token);
});
after(() => outside.close());

const reasonOf = ({ status, body }: any) => [status, body.error.errors[0].reason];
const uploads = async () => {
  const query = { part: 'contentDetails', mine: 'true' };
  return (await ada.get('/channels', query)).body.items[0].contentDetails.relatedPlaylists.uploads as string;
};

describe('a channel', () => {
  test('leads to its uploads, newest first, and from there to its videos', async () => {
    const playlistId = await uploads();
    assert.match(playlistId, /^UU/);
    const list = await ada.get('/playlistItems', {
      part: 'contentDetails,snippet',
      playlistId,
      maxResults: '50',
    });
    const ids = list.body.items.map((item: any) => item.contentDetails.videoId);
    assert.ok(ids.length > 5);
    const times = list.body.items.map((item: any) => item.contentDetails.videoPublishedAt);
    assert.deepEqual(times, times.toSorted().reverse());
    const videos = await ada.get('/videos', { part: 'snippet,statistics', id: ids.join(',') });
    assert.deepEqual(
      videos.body.items.map((item: any) => item.id),
      ids,
    );
    assert.equal(videos.body.kind, 'youtube#videoListResponse');
  });

  test('answers only the parts that were asked for, which have to be named', async () => {
    const [item] = (await ada.get('/channels', { part: 'id', mine: 'true' })).body.items;
    assert.deepEqual(Object.keys(item), ['kind', 'etag', 'id']);
    assert.deepEqual(reasonOf(await ada.get('/channels', { mine: 'true' })), [
      400,
      'missingRequiredParameter',
    ]);
    assert.deepEqual(reasonOf(await ada.get('/channels', { mine: 'true', part: 'everything' })), [
      400,
      'unknownPart',
    ]);
  });

  test('counts in text, rounded for subscribers, and leaves out what is hidden', async () => {
    const query = { part: 'statistics', forHandle: '@linenandoak' };
    const { statistics } = (await ada.get('/channels', query)).body.items[0];
    assert.match(statistics.viewCount, /^\d+$/);
    assert.match(statistics.subscriberCount, /^\d{3}00$/);
    const hidden = (await ada.get('/channels', { ...query, forHandle: 'tinyatelier' })).body.items[0]
      .statistics;
    assert.deepEqual([hidden.hiddenSubscriberCount, hidden.subscriberCount], [true, undefined]);
  });

  test('is no list at all where there is none', async () => {
    const { body } = await ada.get('/channels', { part: 'id', id: 'UCnobody' });
    assert.deepEqual([body.items, body.pageInfo.totalResults], [undefined, 0]);
    const nobody = caller(outside, (await outside.connect('no-channel@sandbox.test')).access_token);
    assert.equal((await nobody.get('/channels', { part: 'id', mine: 'true' })).body.items, undefined);
  });
});

describe('a video', () => {
  test('gains views with the sandbox’s time, and never loses any', async () => {
    const [, id] = await idsOf();
    const views = async () =>
      BigInt((await ada.get('/videos', { part: 'statistics', id: id! })).body.items[0].statistics.viewCount);
    const before = await views();
    outside.move(dayMs);
    ada = caller(outside, (await outside.connect('ada')).access_token);
    const after = await views();
    assert.ok(after > before && after < before + 5_000n, `${before} then ${after}`);
  });

  test('is not shown to others while it is private, and its comments are not counted when they are off', async () => {
    const grace = caller(outside, (await outside.connect('grace')).access_token);
    const { body } = await outside.about().then((about) => ({ body: about.accounts[0].channels[0].videos }));
    const hidden = body.find((video: any) => video.privacy === 'private').id;
    const ask = { part: 'status', id: hidden };
    assert.equal((await ada.get('/videos', ask)).body.items.length, 1);
    assert.deepEqual((await grace.get('/videos', ask)).body.items, []);
    const silent = body.find((video: any) => video.title.startsWith('Questions')).id;
    const [item] = (await grace.get('/videos', { part: 'statistics', id: silent })).body.items;
    assert.deepEqual([item.statistics.commentCount, item.statistics.favoriteCount], [undefined, '0']);
    const owned = { part: 'processingDetails', id: silent };
    assert.deepEqual(reasonOf(await grace.get('/videos', owned)), [403, 'forbidden']);
    assert.equal((await ada.get('/videos', owned)).status, 200);
  });

  test('loses what an update of its part does not say, and nothing of other parts', async () => {
    const [, id] = await idsOf();
    const put = (part: string, body: object) =>
      ada.call('PUT', '/videos', { part }, { body: { id, ...body } });
    assert.deepEqual(reasonOf(await put('snippet', { snippet: { title: 'New' } })), [
      400,
      'invalidCategoryId',
    ]);
    assert.deepEqual(reasonOf(await put('snippet', { snippet: { title: '', categoryId: '22' } })), [
      400,
      'invalidTitle',
    ]);
    const { body } = await put('snippet', { snippet: { title: 'New ✨', categoryId: '22' } });
    assert.deepEqual(
      [body.snippet.title, body.snippet.description, body.snippet.tags],
      ['New ✨', '', undefined],
    );
    const { status } = (await ada.get('/videos', { part: 'status', id: id! })).body.items[0];
    assert.equal(status.privacyStatus, 'public');
    const grace = caller(outside, (await outside.connect('grace')).access_token);
    const foreign = await grace.call('PUT', '/videos', { part: 'snippet' }, { body: { id, snippet: {} } });
    assert.deepEqual(reasonOf(foreign), [403, 'forbidden']);
  });

  test('is liked and not liked any more', async () => {
    const [, id] = await idsOf();
    const likes = async () =>
      Number((await ada.get('/videos', { part: 'statistics', id: id! })).body.items[0].statistics.likeCount);
    const before = await likes();
    assert.equal((await ada.call('POST', '/videos/rate', { id: id!, rating: 'like' })).status, 204);
    await ada.call('POST', '/videos/rate', { id: id!, rating: 'like' });
    assert.ok((await likes()) >= before + 1);
    assert.equal((await ada.get('/videos', { part: 'id', myRating: 'like' })).body.items[0].id, id);
    await ada.call('POST', '/videos/rate', { id: id!, rating: 'none' });
    assert.deepEqual((await ada.get('/videos', { part: 'id', myRating: 'like' })).body.items, []);
    const lost = await ada.call('POST', '/videos/rate', { id: 'nothing', rating: 'like' });
    assert.deepEqual(reasonOf(lost), [404, 'videoNotFound']);
  });
});

describe('a list', () => {
  test('comes in pages, each with the token of the next until there is none', async () => {
    const playlistId = await uploads();
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const query = { part: 'contentDetails', playlistId, maxResults: '3', ...(pageToken && { pageToken }) };
      const { body } = await ada.get('/playlistItems', query);
      seen.push(...body.items.map((item: any) => item.contentDetails.videoId));
      pageToken = body.nextPageToken;
    } while (pageToken);
    assert.equal(new Set(seen).size, seen.length);
    assert.deepEqual(seen, await idsOf());
    const { nextPageToken: first } = (await ada.get('/playlistItems', { part: 'id', playlistId })).body;
    const others = { part: 'id', chart: 'mostPopular', pageToken: first };
    assert.deepEqual(reasonOf(await ada.get('/videos', others)), [400, 'invalidPageToken']);
    const made = await ada.get('/playlistItems', { part: 'id', playlistId, pageToken: 'made-up' });
    assert.deepEqual(reasonOf(made), [400, 'invalidPageToken']);
    const much = await ada.get('/playlistItems', { part: 'id', playlistId, maxResults: '51' });
    assert.deepEqual(reasonOf(much), [400, 'invalidParameter']);
  });

  test('has an empty page with more behind it when that is armed, and comes to its end all the same', async () => {
    const playlistId = await uploads();
    const query = { part: 'contentDetails', playlistId, maxResults: '50' };
    const { body } = await ada.get('/playlistItems', query, playing('empty-page'));
    assert.deepEqual(body.items, []);
    const { nextPageToken: pageToken } = body;
    const next = await ada.get('/playlistItems', { ...query, pageToken }, playing('empty-page'));
    assert.equal(next.body.items.length, (await idsOf()).length);
    assert.equal(next.body.nextPageToken, undefined);
  });

  test('is not sent again to who has it', async () => {
    const query = { part: 'snippet', mine: 'true' };
    const { body, headers } = await ada.get('/channels', query);
    assert.equal(headers.get('etag'), `"${body.etag}"`);
    const again = await ada.get('/channels', query, { 'if-none-match': headers.get('etag')! });
    assert.deepEqual([again.status, again.body], [304, undefined]);
    assert.equal((await ada.get('/channels', query, { 'if-none-match': '"other"' })).status, 200);
  });

  test('refuses what it does not know, with its reasons', async () => {
    const wrongs: [string, Record<string, string>, number, string][] = [
      ['/videos', { part: 'snippet', id: 'x', colour: 'red' }, 400, 'badRequest'],
      ['/videos', { part: 'snippet' }, 400, 'missingRequiredParameter'],
      ['/videos', { part: 'snippet', id: 'x', chart: 'mostPopular' }, 400, 'incompatibleParameters'],
      ['/videos', { part: 'snippet', id: Array(51).fill('x').join() }, 400, 'invalidParameter'],
      ['/playlistItems', { part: 'snippet', playlistId: 'UUnobody' }, 404, 'playlistNotFound'],
      ['/search', { part: 'snippet', forMine: 'true' }, 400, 'invalidSearchFilter'],
      ['/search', { part: 'snippet', publishedAfter: 'yesterday' }, 400, 'invalidParameter'],
    ];
    for (const [path, query, ...wanted] of wrongs)
      assert.deepEqual(reasonOf(await ada.get(path, query)), wanted, JSON.stringify(query));
    const nowhere = await fetch(outside.at('https://www.googleapis.com/youtube/v3/nothing'));
    assert.deepEqual(
      [nowhere.status, nowhere.headers.get('content-type')],
      [404, 'text/html; charset=UTF-8'],
    );
    const bare = await fetch(outside.at('https://www.googleapis.com/youtube/v3/videos?part=id&id=x'));
    assert.deepEqual([bare.status, (await bare.json()).error.status], [403, 'PERMISSION_DENIED']);
    const text = await ada.call(
      'PUT',
      '/videos',
      { part: 'id' },
      { body: {}, headers: { 'content-type': 'text/plain' } },
    );
    assert.deepEqual(reasonOf(text), [400, 'badContent']);
  });
});

describe('a search', () => {
  test('finds by words, and says only roughly how many', async () => {
    const query = { part: 'snippet', q: 'linen', type: 'video', order: 'date', maxResults: '50' };
    const { body } = await ada.get('/search', query);
    assert.ok(body.items.length > 0);
    assert.ok(body.items.every((item: any) => item.id.kind === 'youtube#video'));
    assert.notEqual(body.pageInfo.totalResults, body.items.length);
    const mine = await ada.get('/search', { part: 'id', forMine: 'true', type: 'video', maxResults: '50' });
    assert.equal(mine.body.items.length, (await idsOf()).length);
  });
});

describe('the quota', () => {
  test('is counted by the day of California, searches and uploads by themselves', async () => {
    const left = async () => (await outside.about()).quotaLeft;
    outside.world.time.value = { offsetMs: 0, frozenAt: '2031-01-10T07:59:00.000Z' };
    ada = caller(outside, (await outside.connect('ada')).access_token);
    assert.deepEqual(await left(), { general: 10_000, search: 100, insert: 100 });
    await ada.get('/videos', { part: 'id', id: 'x' });
    await ada.get('/videos', { part: 'nonsense', id: 'x' });
    await ada.get('/search', { part: 'id', q: 'x' });
    await ada.call('POST', '/videos/rate', { id: (await idsOf())[1]!, rating: 'none' });
    assert.deepEqual(await left(), { general: 10_000 - 1 - 1 - 1 - 1 - 50, search: 99, insert: 100 });
    await outside.play('quota', { bucket: 'general', left: 49 });
    const many = await ada.call('POST', '/videos/rate', { id: 'x', rating: 'none' });
    assert.deepEqual(reasonOf(many), [403, 'quotaExceeded']);
    assert.equal(many.body.error.errors[0].domain, 'youtube.quota');
    await outside.play('quota', { bucket: 'search' });
    assert.deepEqual(reasonOf(await ada.get('/search', { part: 'id', q: 'x' })), [403, 'quotaExceeded']);
    assert.equal((await ada.get('/videos', { part: 'id', id: 'x' })).status, 200);
    outside.world.time.value.frozenAt = '2031-01-10T08:00:00.000Z';
    assert.deepEqual(await left(), { general: 10_000, search: 100, insert: 100 });
  });
});

describe('subscribers and captions', () => {
  test('are listed for whose channel they are', async () => {
    await outside.play('subscribe', { person: 'yuki', channel: 'linenandoak' });
    const { body } = await ada.get('/subscriptions', { part: 'subscriberSnippet', mySubscribers: 'true' });
    assert.deepEqual(
      body.items.map((item: any) => item.subscriberSnippet.title),
      ['@YukiTanaka'],
    );
    const [videoId] = await idsOf();
    const boundary = 'b';
    const snippet = { videoId, language: 'fr', name: 'Français' };
    const text = [
      `--${boundary}\r\nContent-Type: application/json\r\n\r\n${JSON.stringify({ snippet })}\r\n`,
    ];
    text.push(`--${boundary}\r\nContent-Type: text/vtt\r\n\r\nWEBVTT\r\n`, `--${boundary}--`);
    const insert = await fetch(
      `${outside.at('https://www.googleapis.com/upload/youtube/v3/captions')}?part=snippet&uploadType=multipart`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${(await outside.connect('ada')).access_token}`,
          'content-type': `multipart/related; boundary=${boundary}`,
        },
        body: text.join(''),
      },
    );
    assert.equal(insert.status, 200, await insert.clone().text());
    const list = await ada.get('/captions', { part: 'snippet', videoId: videoId! });
    assert.equal(list.body.items[0].snippet.name, 'Français');
  });
});

describe('the wire', () => {
  test('goes wrong by name, in the platform’s own shape', async () => {
    const query = { part: 'snippet,statistics', mine: 'true' };
    const played = (name: string) => ada.get('/channels', query, playing(name));
    const limited = await played('rate-limited');
    assert.deepEqual(
      [...reasonOf(limited), limited.headers.get('retry-after')],
      [429, 'rateLimitExceeded', '30'],
    );
    assert.equal(limited.body.error.details[0].reason, 'RATE_LIMIT_EXCEEDED');
    assert.deepEqual(reasonOf(await played('server-error')), [500, 'backendError']);
    assert.deepEqual(reasonOf(await played('expired-token')), [401, 'authError']);
    assert.deepEqual(reasonOf(await played('quota-spent')), [403, 'quotaExceeded']);
    assert.ok('field_of_tomorrow' in (await played('unknown-fields')).body);
    assert.equal((await played('missing-fields')).body.items[0].statistics.subscriberCount, undefined);
    const account = caller(outside, (await outside.connect('quota-spent@sandbox.test')).access_token);
    assert.deepEqual(reasonOf(await account.get('/channels', query)), [403, 'quotaExceeded']);
  });

  test('loses an answer after it did what it was asked', async () => {
    const [, id] = await idsOf();
    const query = { id: id!, rating: 'like' };
    await assert.rejects(ada.call('POST', '/videos/rate', query, { headers: playing('lost-answer') }));
    assert.equal((await ada.get('/videos', { part: 'id', myRating: 'like' })).body.items[0].id, id);
  });
});

async function idsOf(): Promise<string[]> {
  const query = { part: 'contentDetails', playlistId: await uploads(), maxResults: '50' };
  const { body } = await ada.get('/playlistItems', query);
  return body.items.map((item: any) => item.contentDetails.videoId);
}
