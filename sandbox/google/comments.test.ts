import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { caller, type Outside, openOutside, playing } from './testing.ts';

let outside: Outside;
let ada: ReturnType<typeof caller>;
let grace: ReturnType<typeof caller>;
let channelId: string;
let videoId: string;
let silentId: string;
before(async () => {
  outside = await openOutside();
  ada = caller(outside, (await outside.connect('ada')).access_token);
  grace = caller(outside, (await outside.connect('grace')).access_token);
  const [channel] = (await outside.about()).accounts[0].channels;
  channelId = channel.id;
  const titled = (title: string) => channel.videos.find((video: any) => video.title.startsWith(title)).id;
  videoId = titled('Packing');
  silentId = titled('Questions');
});
after(() => outside.close());

const reasonOf = ({ status, body }: any) => [status, body.error.errors[0].reason];
const comment = async (text: string, person = 'nora'): Promise<string> =>
  (await outside.play('comment', { person, video: videoId, text })).body.id;
const reply = (parentId: string, textOriginal: string, by = ada, headers = {}) =>
  by.call(
    'POST',
    '/comments',
    { part: 'snippet' },
    { body: { snippet: { parentId, textOriginal } }, headers },
  );
const threads = async (query: Record<string, string> = {}, by = ada) =>
  (await by.get('/commentThreads', { part: 'snippet,replies', videoId, maxResults: '100', ...query })).body;
const moderate = (id: string, moderationStatus: string, more = {}, by = ada) =>
  by.call('POST', '/comments/setModerationStatus', { id, moderationStatus, ...more });

describe('a comment', () => {
  test('is a thread with who wrote it, in words and as a page shows them', async () => {
    const id = await comment('Is <b>this</b> wool & “café”?');
    const [thread] = (await threads()).items;
    assert.equal(thread.id, id);
    const { snippet } = thread.snippet.topLevelComment;
    assert.equal(snippet.textOriginal, 'Is <b>this</b> wool & “café”?');
    assert.match(snippet.textDisplay, /^Is &#60;b&#62;/);
    assert.equal(snippet.authorDisplayName, '@NoraLindqvist');
    assert.match(snippet.authorChannelId.value, /^UC/);
    assert.match(snippet.publishedAt, /T\d\d:\d\d:\d\dZ$/);
    assert.deepEqual(
      [thread.snippet.canReply, thread.snippet.totalReplyCount, thread.replies],
      [true, 0, undefined],
    );
    const plain = (await threads({ textFormat: 'plainText' })).items[0].snippet.topLevelComment.snippet;
    assert.equal(plain.textDisplay, plain.textOriginal);
  });

  test('is found by channel, by words and by its id', async () => {
    const id = await comment('Where is Zanzibar?', 'matteo');
    const query = { part: 'snippet', allThreadsRelatedToChannelId: channelId, maxResults: '100' };
    const all = await ada.get('/commentThreads', query);
    assert.ok(all.body.items.some((item: any) => item.id === id));
    assert.ok(new Set(all.body.items.map((item: any) => item.snippet.videoId)).size > 1);
    assert.deepEqual(
      (await threads({ searchTerms: 'zanzibar' })).items.map((item: any) => item.id),
      [id],
    );
    const byId = await ada.get('/commentThreads', { part: 'id', id });
    assert.deepEqual(Object.keys(byId.body.items[0]), ['kind', 'etag', 'id']);
  });

  test('says to its owner alone how it was judged, and not when asked for by id', async () => {
    const id = await comment('Judge me');
    const of = (thread: any) => thread.snippet.topLevelComment.snippet.moderationStatus;
    assert.equal(of((await threads()).items[0]), 'published');
    assert.equal(of((await threads({}, grace)).items[0]), undefined);
    assert.equal(of((await ada.get('/commentThreads', { part: 'snippet', id })).body.items[0]), undefined);
  });

  test('is refused where comments are off, where the video is not there, and to who may only look', async () => {
    const ask = (id: string) => ada.get('/commentThreads', { part: 'snippet', videoId: id });
    assert.deepEqual(reasonOf(await ask(silentId)), [403, 'commentsDisabled']);
    assert.deepEqual(reasonOf(await ask('nothing')), [404, 'videoNotFound']);
    const unknown = { part: 'snippet', allThreadsRelatedToChannelId: 'UCnobody' };
    assert.deepEqual(reasonOf(await ada.get('/commentThreads', unknown)), [404, 'channelNotFound']);
    const insert = (textOriginal: string, video = videoId) =>
      ada.call(
        'POST',
        '/commentThreads',
        { part: 'snippet' },
        { body: { snippet: { channelId, videoId: video, topLevelComment: { snippet: { textOriginal } } } } },
      );
    assert.deepEqual(reasonOf(await insert(' ')), [400, 'commentTextRequired']);
    assert.deepEqual(reasonOf(await insert('x'.repeat(10_001))), [400, 'commentTextTooLong']);
    assert.deepEqual(reasonOf(await insert('x', silentId)), [403, 'commentsDisabled']);
    assert.equal(
      (await insert('From us')).body.snippet.topLevelComment.snippet.authorDisplayName,
      '@linenandoak',
    );
    const readonly = { scope: 'https://www.googleapis.com/auth/youtube.readonly' };
    const looker = caller(outside, (await outside.connect('ada', { query: readonly })).access_token);
    const look = { part: 'id', videoId };
    assert.deepEqual(reasonOf(await looker.get('/commentThreads', look)), [403, 'insufficientPermissions']);
  });
});

describe('a reply', () => {
  test('stands below its thread, by the channel, and comes along with it', async () => {
    const id = await comment('And in blue?');
    const { status, body } = await reply(id, 'In spring 🌿');
    assert.equal(status, 200);
    assert.ok(body.id.startsWith(`${id}.`));
    assert.deepEqual([body.snippet.parentId, body.snippet.authorDisplayName], [id, '@linenandoak']);
    const [thread] = (await threads()).items;
    assert.equal(thread.snippet.totalReplyCount, 1);
    assert.equal(thread.replies.comments[0].id, body.id);
  });

  test('is one of many, of which a thread brings only five and the list all', async () => {
    const id = await comment('A long talk');
    for (let i = 0; i < 7; i += 1)
      await outside.play('reply', { person: 'nora', comment: id, text: `No. ${i}` });
    const [thread] = (await threads()).items;
    assert.deepEqual([thread.snippet.totalReplyCount, thread.replies.comments.length], [7, 5]);
    const first = await ada.get('/comments', { part: 'snippet', parentId: id, maxResults: '5' });
    const { nextPageToken: pageToken } = first.body;
    const rest = await ada.get('/comments', { part: 'snippet', parentId: id, maxResults: '5', pageToken });
    const texts = [...first.body.items, ...rest.body.items].map((item: any) => item.snippet.textOriginal);
    assert.deepEqual(
      texts,
      [0, 1, 2, 3, 4, 5, 6].map((i) => `No. ${i}`),
    );
  });

  test('is refused below nothing, below another reply, without words, and where it cannot be processed', async () => {
    const id = await comment('A question');
    const inner = (await reply(id, 'An answer')).body.id;
    assert.deepEqual(reasonOf(await reply('Ugnothing', 'x')), [404, 'parentCommentNotFound']);
    assert.deepEqual(reasonOf(await reply(inner, 'x')), [400, 'operationNotSupported']);
    assert.deepEqual(reasonOf(await reply(id, '')), [400, 'commentTextRequired']);
    const failed = await reply(id, 'x', ada, playing('processing-failure'));
    assert.deepEqual(reasonOf(failed), [400, 'processingFailure']);
    const off = await reply(id, 'x', ada, playing('comments-disabled'));
    assert.deepEqual(reasonOf(off), [403, 'commentsDisabled']);
  });

  test('meets the failure that the person it answers is called after', async () => {
    outside.world.people.add('rate-limited');
    const id = await comment('Hello', 'rate-limited');
    assert.deepEqual(reasonOf(await reply(id, 'Hello')), [429, 'rateLimitExceeded']);
    assert.equal((await threads()).items[0].snippet.totalReplyCount, 0);
  });

  test('is changed and deleted by who wrote it, and by nobody else', async () => {
    const id = await comment('Edit?');
    const mine = (await reply(id, 'Frist')).body.id;
    const put = (by: typeof ada) =>
      by.call(
        'PUT',
        '/comments',
        { part: 'snippet' },
        { body: { id: mine, snippet: { textOriginal: 'First' } } },
      );
    assert.deepEqual(reasonOf(await put(grace)), [403, 'forbidden']);
    assert.equal((await put(ada)).body.snippet.textOriginal, 'First');
    const drop = (by: typeof ada, which = mine) => by.call('DELETE', '/comments', { id: which });
    assert.deepEqual(reasonOf(await drop(grace)), [403, 'forbidden']);
    assert.deepEqual(reasonOf(await drop(ada, id)), [403, 'forbidden'], 'hers is held back, not deleted');
    assert.equal((await drop(ada)).status, 204);
    assert.deepEqual(reasonOf(await drop(ada)), [404, 'commentNotFound']);
  });
});

describe('moderation', () => {
  test('holds back, lets out and rejects, and each is seen where it belongs', async () => {
    const id = await comment('Rude words');
    const idsWith = async (query: Record<string, string>, by = ada) =>
      (await threads(query, by)).items.map((item: any) => item.id);
    assert.equal((await moderate(id, 'heldForReview')).status, 204);
    assert.ok(!(await idsWith({})).includes(id));
    assert.deepEqual(await idsWith({ moderationStatus: 'heldForReview' }), [id]);
    const foreign = { part: 'id', videoId, moderationStatus: 'heldForReview' };
    assert.deepEqual(reasonOf(await grace.get('/commentThreads', foreign)), [403, 'forbidden']);
    await moderate(id, 'published');
    assert.ok((await idsWith({})).includes(id));
    await moderate(id, 'rejected');
    assert.ok(!(await idsWith({})).includes(id));
  });

  test('bans only with a rejection; who is banned is heard no more, and not told', async () => {
    const id = await comment('Spam', 'jonas');
    assert.deepEqual(reasonOf(await moderate(id, 'heldForReview', { banAuthor: 'true' })), [
      400,
      'banWithoutReject',
    ]);
    assert.equal((await moderate(id, 'rejected', { banAuthor: 'true' })).status, 204);
    const next = await outside.play('comment', { person: 'jonas', video: videoId, text: 'Spam again' });
    assert.equal(next.body.moderationStatus, 'rejected');
  });

  test('judges all that are named or none', async () => {
    const id = await comment('Fine');
    assert.deepEqual(reasonOf(await moderate(`${id},Ugnothing`, 'rejected')), [404, 'commentNotFound']);
    assert.deepEqual(reasonOf(await moderate(id, 'rejected', {}, grace)), [403, 'forbidden']);
    assert.deepEqual(reasonOf(await moderate(id, 'deleted')), [400, 'invalidParameter']);
    assert.ok((await threads()).items.some((item: any) => item.id === id));
  });
});
