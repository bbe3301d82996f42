import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { type Scripted, scripted, secondsAfterNoon, troubleOf } from '../oauth/testing.ts';
import { quotaIsFullAgainAt } from './quota.ts';
import { openYouTube } from './youtube.ts';

async function youtube(t: TestContext, ...answers: readonly Scripted[]) {
  const { outside, heard } = await scripted(t, 'youtube', ...answers);
  return { youtube: openYouTube({ ...outside, accessToken: 'ya29' }), heard };
}
const refusal = (status: number, reason: string, headers: Record<string, string> = {}): Scripted => ({
  status,
  headers,
  json: { error: { code: status, message: 'No.', errors: [{ domain: 'youtube', reason }] } },
});
const comment = (id: string, snippet: object = {}) => ({
  id,
  snippet: {
    textDisplay: 'Grazie 🌿',
    authorDisplayName: 'Ada',
    publishedAt: '2026-11-20T10:00:00Z',
    ...snippet,
  },
});

describe('channels and videos', () => {
  test('are read with their counts, and without what is not sent', async (t) => {
    const { youtube: api, heard } = await youtube(
      t,
      {
        json: {
          items: [
            {
              id: 'UC1',
              snippet: {
                title: 'Linen',
                thumbnails: { default: { url: 'd', width: 88 }, high: { url: 'h', width: 800 } },
              },
              contentDetails: { relatedPlaylists: { uploads: 'UU1', likes: '' } },
              statistics: { viewCount: '12345678901', subscriberCount: '7', hiddenSubscriberCount: true },
            },
            { id: 'UC2' },
          ],
        },
      },
      {
        json: {
          items: [{ id: 'v1', statistics: { viewCount: '1024' }, snippet: { title: 'A' }, surprise: {} }],
        },
      },
    );
    assert.deepEqual(await api.ownChannels(), {
      items: [
        { id: 'UC1', title: 'Linen', pictureUrl: 'h', uploadsPlaylistId: 'UU1', viewCount: 12345678901 },
        { id: 'UC2' },
      ],
      usage: { units: 1, bucket: 'general' },
    });
    assert.deepEqual((await api.videos(['v1', 'v2'])).items, [{ id: 'v1', title: 'A', viewCount: 1024 }]);
    assert.equal(heard[0]!.line, 'GET /www.googleapis.com/youtube/v3/channels');
    assert.equal(heard[0]!.headers.authorization, 'Bearer ya29');
    assert.deepEqual(
      [heard[1]!.query.id, heard[1]!.query.part],
      ['v1,v2', 'snippet,contentDetails,status,statistics'],
    );
  });

  test('an empty page with a next one is not the end', async (t) => {
    const { youtube: api, heard } = await youtube(
      t,
      { json: { items: [], nextPageToken: 'CAUQAA' } },
      { json: { items: [{ contentDetails: { videoId: 'v' }, snippet: { title: 'A' } }] } },
    );
    const first = await api.uploads('UU1');
    assert.deepEqual([first.items, first.nextPageToken], [[], 'CAUQAA']);
    const second = await api.uploads('UU1', { pageToken: first.nextPageToken });
    assert.deepEqual([second.items, second.nextPageToken], [[{ videoId: 'v', title: 'A' }], undefined]);
    assert.equal(heard[1]!.query.pageToken, 'CAUQAA');
  });

  test('are asked for in handfuls', async (t) => {
    const { youtube: api, heard } = await youtube(t);
    await assert.rejects(api.videos([]), RangeError);
    await assert.rejects(api.videos(Array(51).fill('v')), RangeError);
    assert.equal(heard.length, 0);
  });

  test('a search comes out of its own bucket', async (t) => {
    const { youtube: api } = await youtube(t, {
      json: {
        items: [{ id: { kind: 'youtube#video', videoId: 'v' }, snippet: { channelId: 'UC1', title: 'A' } }],
      },
    });
    const { items, usage } = await api.search({ query: 'linen', isMine: true });
    assert.deepEqual(
      [items, usage],
      [[{ videoId: 'v', channelId: 'UC1', title: 'A' }], { units: 1, bucket: 'search' }],
    );
  });
});

describe('comments', () => {
  test('are read as threads, also of people who are gone', async (t) => {
    const { youtube: api, heard } = await youtube(t, {
      json: {
        items: [
          {
            id: 't1',
            snippet: {
              videoId: 'v',
              canReply: true,
              totalReplyCount: 9,
              topLevelComment: comment('t1', { likeCount: 3, authorChannelId: { value: 'UC9' } }),
            },
            replies: { comments: [comment('t1.r1', { parentId: 't1', textOriginal: 'Si' })] },
          },
          { id: 't2', snippet: { topLevelComment: comment('t2', { authorChannelId: null }) } },
        ],
      },
    });
    const { items } = await api.threads({ channelId: 'UC1', order: 'time' });
    assert.deepEqual(
      items[0]!.replies.map(({ id, text, parentId }) => [id, text, parentId]),
      [['t1.r1', 'Si', 't1']],
    );
    assert.deepEqual([items[0]!.comment.authorChannelId, items[0]!.comment.likeCount], ['UC9', 3]);
    assert.deepEqual([items[1]!.comment.text, items[1]!.replies, items[1]!.replyCount], ['Grazie 🌿', [], 0]);
    assert.ok(!('authorChannelId' in items[1]!.comment));
    assert.equal(heard[0]!.query.allThreadsRelatedToChannelId, 'UC1');
  });

  test('a written one that nobody confirms may stand there', async (t) => {
    const { youtube: api } = await youtube(
      t,
      { json: comment('t1.r2', { parentId: 't1' }) },
      { isCut: true },
      { status: 500 },
      { json: { kind: 'youtube#comment' } },
      refusal(403, 'commentsDisabled'),
    );
    const { comment: written, usage } = await api.reply('t1', 'Grazie');
    assert.deepEqual([written.id, usage.units], ['t1.r2', 50]);
    for (let i = 0; i < 3; i++) await troubleOf(api.reply('t1', 'Grazie'), 'unknown_outcome');
    const { facts } = await troubleOf(api.comment('v', 'Ciao'), 'rejected');
    assert.deepEqual([facts.code, facts.call], ['commentsDisabled', 'POST /commentThreads']);
  });

  test('to edit, delete or hide one twice is to do it once', async (t) => {
    const { youtube: api, heard } = await youtube(
      t,
      { isCut: true },
      { isCut: true },
      { isCut: true },
      { status: 204 },
      { status: 204 },
    );
    await troubleOf(api.editComment('c', 'x'), 'unavailable');
    await troubleOf(api.deleteComment('c'), 'unavailable');
    await troubleOf(api.moderate(['c'], 'heldForReview'), 'unavailable');
    assert.equal((await api.deleteComment('c')).usage.units, 50);
    await api.moderate(['c', 'd'], 'rejected', true);
    assert.deepEqual(heard.at(-1)!.query, { id: 'c,d', moderationStatus: 'rejected', banAuthor: 'true' });
  });
});

describe('a refusal', () => {
  test('is what its reason says, not what its status says', async (t) => {
    const cases = [
      [refusal(403, 'quotaExceeded'), 'rate_limited', 20 * 3600],
      [refusal(403, 'rateLimitExceeded'), 'rate_limited', 60],
      [refusal(429, 'rateLimitExceeded', { 'retry-after': '5' }), 'rate_limited', 5],
      [refusal(400, 'uploadLimitExceeded'), 'rate_limited', 86_400],
      [refusal(401, 'authError'), 'unauthorized'],
      [refusal(401, 'youtubeSignupRequired'), 'unauthorized'],
      [refusal(403, 'insufficientPermissions'), 'unauthorized'],
      [refusal(403, 'forbidden'), 'rejected'],
      [refusal(404, 'videoNotFound'), 'rejected'],
      [refusal(400, 'processingFailure'), 'rejected'],
      [refusal(503, 'backendError'), 'unavailable'],
      [{ status: 403, json: {} }, 'rejected'],
      [{ status: 502, text: '<html>' }, 'unavailable'],
      [{ status: 304 }, 'unavailable'],
      [{ text: 'null' }, 'unavailable'],
    ] as const;
    const { youtube: api } = await youtube(t, ...cases.map(([answer]) => answer));
    for (const [answer, kind, seconds] of cases) {
      const { facts } = await troubleOf(api.ownChannels(), kind);
      if (seconds !== undefined) assert.equal(secondsAfterNoon(facts.until), seconds, JSON.stringify(answer));
    }
  });

  test('says which scope is lacking, where the platform does', async (t) => {
    const details = [
      { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' },
    ];
    const { youtube: api } = await youtube(t, {
      status: 403,
      headers: {
        'www-authenticate':
          'Bearer realm="https://x/", error="insufficient_scope", scope="https://a https://b"',
      },
      json: {
        error: {
          code: 403,
          message: 'no',
          errors: [{ reason: 'forbidden' }],
          status: 'PERMISSION_DENIED',
          details,
        },
      },
    });
    const { facts } = await troubleOf(api.ownChannels(), 'unauthorized');
    assert.deepEqual(
      [facts.code, facts.lacking],
      ['ACCESS_TOKEN_SCOPE_INSUFFICIENT', ['https://a', 'https://b']],
    );
  });

  test('for a spent quota lasts until midnight in California, on either side of its clocks', () => {
    const full = (now: string) => quotaIsFullAgainAt(new Date(now)).toISOString();
    assert.equal(full('2026-11-21T12:00:00Z'), '2026-11-22T08:00:00.000Z');
    assert.equal(full('2026-11-22T07:59:59Z'), '2026-11-22T08:00:00.000Z');
    assert.equal(full('2026-11-22T08:00:00Z'), '2026-11-23T08:00:00.000Z');
    assert.equal(full('2026-07-01T12:00:00Z'), '2026-07-02T07:00:00.000Z');
    assert.equal(full('2026-03-08T12:00:00Z'), '2026-03-09T07:00:00.000Z');
    assert.equal(full('2026-11-01T12:00:00Z'), '2026-11-02T08:00:00.000Z');
    assert.equal(full('2026-12-31T23:00:00Z'), '2027-01-01T08:00:00.000Z');
  });
});

describe('captions and reports', () => {
  test('a caption goes as one body of two parts', async (t) => {
    const { youtube: api, heard } = await youtube(
      t,
      { json: { id: 'cap1', snippet: { language: 'it' } } },
      { json: { items: [{ id: 'cap1', snippet: { language: 'it' } }] } },
    );
    const file = '1\n00:00:01,000 --> 00:00:02,000\nperché\n';
    const { caption, usage } = await api.addCaption({ videoId: 'v', language: 'it', name: '', file });
    assert.deepEqual([caption, usage.units], [{ id: 'cap1', language: 'it' }, 400]);
    const boundary = /boundary=(.+)$/.exec(String(heard[0]!.headers['content-type']))![1]!;
    const [, json, text, end] = heard[0]!.body.split(`--${boundary}`);
    assert.deepEqual(JSON.parse(json!.split('\r\n\r\n')[1]!), {
      snippet: { videoId: 'v', language: 'it', name: '' },
    });
    assert.equal(text!.split('\r\n\r\n')[1], `${file}\r\n`);
    assert.equal(end, '--\r\n');
    assert.equal((await api.captions('v')).usage.units, 50);
  });

  test('a report without rows is an empty one', async (t) => {
    const columnHeaders = [
      { name: 'day', columnType: 'DIMENSION', dataType: 'STRING' },
      { name: 'views', columnType: 'METRIC', dataType: 'INTEGER' },
    ];
    const { youtube: api, heard } = await youtube(
      t,
      { json: { columnHeaders, rows: [['2026-11-18', 12]] } },
      { json: { columnHeaders } },
      { status: 401, json: { error: { code: 401, message: 'x', errors: [] } } },
    );
    const ask = {
      startDate: '2026-11-01',
      endDate: '2026-11-18',
      metrics: ['views', 'likes'],
      dimensions: ['day'],
    };
    const report = await api.report(ask);
    assert.deepEqual(report.columns, [
      { name: 'day', isMetric: false },
      { name: 'views', isMetric: true },
    ]);
    assert.deepEqual([report.rows, (await api.report(ask)).rows], [[['2026-11-18', 12]], []]);
    assert.equal(heard[0]!.line, 'GET /youtubeanalytics.googleapis.com/v2/reports');
    assert.equal(heard[0]!.query.metrics, 'views,likes');
    assert.equal((await troubleOf(api.report(ask), 'unauthorized')).facts.call, 'GET /reports');
  });
});
