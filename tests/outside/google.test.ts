import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openGoogle } from '../../providers/google/google.ts';
import { openBusiness } from '../../providers/google-business/business.ts';
import { makePkce } from '../../providers/oauth/pkce.ts';
import type { Tokens } from '../../providers/oauth/tokens.ts';
import { isTrouble } from '../../providers/trouble.ts';
import { splitYouTubeFeed } from '../../providers/youtube/feed.ts';
import { openYouTubeHub, readHubQuestion, verifyYouTube } from '../../providers/youtube/hub.ts';
import { pieceBytesUnit } from '../../providers/youtube/upload.ts';
import { openYouTube } from '../../providers/youtube/youtube.ts';
import { moveClock } from '../../sandbox/common/testing.ts';
import { google as googlePart } from '../../sandbox/google/routes.ts';
import { openEars, openOutside, untilSo } from './ears.ts';

const client = { id: 'sandbox.apps.googleusercontent.com', secret: 'sandbox-google-secret' };
const redirectUri = 'http://localhost:4100/connect/google';
const auth = 'https://www.googleapis.com/auth/';
const scopes = [
  'openid',
  `${auth}youtube.force-ssl`,
  `${auth}youtube.upload`,
  `${auth}yt-analytics.readonly`,
];

let world: Awaited<ReturnType<typeof openOutside>>;
let ears: Awaited<ReturnType<typeof openEars>>;
before(async () => {
  world = await openOutside('google', googlePart);
  ears = await openEars((query) => readHubQuestion(query)?.challenge);
});
after(async () => {
  await world.close();
  ears.close();
});

/** The whole way of one account, over the pages a browser is sent to. */
async function connect(who = 'ada', granted?: string, asked = scopes): Promise<Tokens> {
  const google = openGoogle({ ...world.outside(), client });
  const { verifier, challenge } = makePkce();
  const address = new URL(google.authorizeAddress({ redirectUri, scopes: asked, state: 's', challenge }));
  const back = await world.agree('/accounts.google.com/o/oauth2/v2/consent', {
    query: address.search.slice(1),
    as: who,
    ...(granted !== undefined && { scopes: granted }),
  });
  assert.equal(back.get('state'), 's');
  return google.exchange({ code: back.get('code')!, verifier, redirectUri });
}
const youtubeOf = (tokens: Tokens, headers = {}) =>
  openYouTube({ ...world.outside(headers), accessToken: tokens.accessToken });

describe('google, played', () => {
  test('connects, refreshes, and is taken back', async () => {
    const google = openGoogle({ ...world.outside(), client });
    const tokens = await connect();
    assert.deepEqual([...tokens.scopes].sort(), [...scopes].sort());
    assert.match((await google.userinfo(tokens.accessToken)).id, /^\d+$/);
    moveClock(world.world, 3_700_000);
    await assert.rejects(google.userinfo(tokens.accessToken), (error) => isTrouble(error, 'unauthorized'));
    const again = await google.refresh(tokens.refreshToken!);
    assert.ok(again.expiresAt! > world.now());
    await google.revoke(tokens.refreshToken!);
    await google.revoke(tokens.refreshToken!);
    await assert.rejects(google.refresh(tokens.refreshToken!), (error) => isTrouble(error, 'unauthorized'));
  });

  test('grants less than was asked, and says so', async () => {
    const tokens = await connect('ada', 'openid');
    assert.ok(!tokens.scopes.includes(`${auth}youtube.force-ssl`));
    await assert.rejects(youtubeOf(tokens).ownChannels(), (error) => isTrouble(error, 'unauthorized'));
  });
});

describe('youtube, played', () => {
  test('reads a channel, its uploads and its comments, and answers one', async () => {
    const api = youtubeOf(await connect());
    const [channel] = (await api.ownChannels()).items;
    const { items: uploads } = await api.uploads(channel!.uploadsPlaylistId!);
    const { items: videos } = await api.videos(uploads.slice(0, 50).map(({ videoId }) => videoId));
    assert.equal(videos.length, Math.min(uploads.length, 50));
    const videoId = videos.find(({ privacyStatus }) => privacyStatus === 'public')!.id;
    await world.post('/google/play/comment', { video: videoId, person: 'nora', text: 'Perché no? ☕' });
    const { items: threads } = await api.threads({ videoId, order: 'time' });
    const thread = threads.find(({ comment }) => comment.text === 'Perché no? ☕')!;
    const { comment: reply } = await api.reply(thread.id, 'Sì!');
    const { items: replies } = await api.replies(thread.id);
    assert.deepEqual(
      replies.map(({ id, text }) => [id, text]),
      [[reply.id, 'Sì!']],
    );
    assert.equal((await api.editComment(reply.id, 'Sì, certo!')).comment.text, 'Sì, certo!');
    await api.moderate([thread.id], 'heldForReview');
    await api.deleteComment(reply.id);
    const held = await api.threads({ videoId, moderationStatus: 'heldForReview' });
    assert.deepEqual(
      held.items.map(({ id }) => id),
      [thread.id],
    );
  });

  test('searches, writes captions and counts', async () => {
    const api = youtubeOf(await connect());
    const [channel] = (await api.ownChannels()).items;
    const { items } = await api.search({ channelId: channel!.id, order: 'date' });
    const videoId = items[0]!.videoId!;
    const file = '1\n00:00:01,000 --> 00:00:02,000\nCiao\n';
    const { caption } = await api.addCaption({ videoId, language: 'it', name: 'Italiano', file });
    assert.ok((await api.captions(videoId)).items.some(({ id }) => id === caption.id));
    const day = (ago: number) =>
      new Date(world.now().getTime() - ago * 86_400_000).toISOString().slice(0, 10);
    const ask = { startDate: day(20), endDate: day(5), metrics: ['views'], dimensions: ['day'] };
    const report = await api.report(ask);
    assert.deepEqual(
      report.columns.map(({ name }) => name),
      ['day', 'views'],
    );
    assert.ok(report.rows.length > 0);
  });

  test('uploads a film in pieces and goes on where it was', async () => {
    const api = youtubeOf(await connect());
    const film = Buffer.alloc(pieceBytesUnit + 1000, 7);
    const { uploadUrl } = await api.startUpload({
      title: 'Lino',
      privacyStatus: 'unlisted',
      isMadeForKids: false,
      contentType: 'video/mp4',
      sizeBytes: film.length,
    });
    const totalBytes = film.length;
    assert.deepEqual(await api.askUpload(uploadUrl, totalBytes), { state: 'partial', receivedBytes: 0 });
    await api.sendPiece({ uploadUrl, from: 0, bytes: film.subarray(0, pieceBytesUnit), totalBytes });
    const asked = await api.askUpload(uploadUrl, totalBytes);
    assert.deepEqual(asked, { state: 'partial', receivedBytes: pieceBytesUnit });
    const from = pieceBytesUnit;
    const done = await api.sendPiece({ uploadUrl, from, bytes: film.subarray(from), totalBytes });
    assert.deepEqual(done.state === 'done' && done.video.title, 'Lino');
  });

  test('tells of a new video and of one that is gone, signed', async () => {
    const api = youtubeOf(await connect());
    const [channel] = (await api.ownChannels()).items;
    const hub = openYouTubeHub(world.outside());
    const wish = { channelId: channel!.id, callbackUrl: `${ears.url}/hub`, secret: 'between-us' };
    await hub.subscribe(wish);
    const about = async () => (await fetch(`${world.url}/google`)).json() as Promise<{ hub: unknown[] }>;
    await untilSo(async () => (await about()).hub.length > 0);
    const { id } = await world.post('/google/play/upload', { channel: channel!.id, title: 'Nuovo & è' });
    const tells = (kind: string) => (delivery: { raw: Buffer }) =>
      splitYouTubeFeed(delivery.raw.toString('utf8')).some(
        (event) => event.kind === kind && event.conversationKey === id,
      );
    moveClock(world.world, 600_000);
    const { raw, headers } = await ears.first(tells('video'));
    assert.deepEqual(verifyYouTube(raw, headers, ['between-us']), { ok: true });
    assert.equal(verifyYouTube(raw, headers, ['another']).ok, false);
    const [event] = splitYouTubeFeed(raw.toString('utf8'));
    assert.deepEqual([event!.accountId, event!.payload.title], [channel!.id, 'Nuovo & è']);
    await world.post('/google/play/delete-video', { video: id });
    const [gone] = splitYouTubeFeed((await ears.first(tells('video_deleted'))).raw.toString('utf8'));
    assert.equal(gone!.accountId, channel!.id);
  });

  test('waits until midnight in California when the quota is spent', async () => {
    const api = youtubeOf(await connect());
    await world.post('/google/play/quota', { left: '0' });
    await assert.rejects(api.ownChannels(), (error) => {
      assert.ok(isTrouble(error, 'rate_limited'));
      assert.equal(error.facts.code, 'quotaExceeded');
      return error.facts.until! > world.now();
    });
  });

  for (const [failure, kind] of [
    ['server-error', 'unavailable'],
    ['rate-limited', 'rate_limited'],
  ] as const)
    test(`is ${kind} when ${failure} is played`, async () => {
      moveClock(world.world, 2 * 86_400_000);
      const tokens = await connect();
      const api = youtubeOf(tokens, { 'x-sandbox-failure': failure });
      await assert.rejects(api.ownChannels(), (error) => isTrouble(error, kind));
    });

  test('reads what people think of a place, answers, and takes the answer back', async () => {
    const { accessToken } = await connect('shopkeeper@sandbox.test', undefined, [`${auth}business.manage`]);
    const business = openBusiness({ ...world.outside(), accessToken });
    const { accounts } = await business.accounts();
    const accountId = accounts[0]!.name;
    const { locations } = await business.locations(accountId);
    const [{ id: locationId, isVerified }] = locations as [(typeof locations)[0]];
    assert.equal(isVerified, true);
    const place = { accountId, locationId };
    assert.deepEqual((await business.reviews(place)).items, []);
    const said = { place: locationId, person: 'matteo', stars: '2', text: 'Perché così caro? ☕' };
    const { id } = await world.post('/google/play/review', said);
    const [review] = (await business.reviews(place)).items;
    assert.deepEqual(
      [review!.id, review!.rating, review!.text, review!.authorName],
      [id, 2, said.text, 'Matteo Ricci'],
    );
    await business.answer(place, id, 'Scusi!');
    assert.equal((await business.review(place, id)).answer?.text, 'Scusi!');
    await business.takeAnswerBack(place, id);
    assert.equal((await business.review(place, id)).answer, undefined);
    await assert.rejects(business.takeAnswerBack(place, id), (error) => isTrouble(error, 'rejected'));
    const strange = { ...place, accountId: '1' };
    await assert.rejects(business.reviews(strange), (error) => isTrouble(error, 'rejected'));
    for (const [failure, kind] of [
      ['quota-spent', 'rate_limited'],
      ['rate-limited', 'rate_limited'],
      ['expired-token', 'unauthorized'],
      ['server-error', 'unavailable'],
    ] as const) {
      const failing = openBusiness({ ...world.outside({ 'x-sandbox-failure': failure }), accessToken });
      await assert.rejects(failing.answer(place, id, 'Scusi!'), (error) => isTrouble(error, kind), failure);
    }
  });
});
