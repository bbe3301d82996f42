import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { caller, type Outside, openOutside, playing, read } from './testing.ts';

const grain = 256 * 1024;
const insertAddress = 'https://www.googleapis.com/upload/youtube/v3/videos';
let outside: Outside;
let ada: ReturnType<typeof caller>;
before(async () => {
  outside = await openOutside();
  ada = caller(outside, (await outside.connect('ada')).access_token);
});
after(() => outside.close());

const film = randomBytes(grain * 2 + 1_000);
const begin = (
  resource: object = { snippet: { title: 'A film' }, status: { privacyStatus: 'unlisted' } },
  headers: Record<string, string> = {},
) =>
  ada.call(
    'POST',
    insertAddress,
    { uploadType: 'resumable', part: 'snippet,status' },
    {
      body: resource,
      headers: {
        'x-upload-content-length': String(film.length),
        'x-upload-content-type': 'video/mp4',
        ...headers,
      },
    },
  );
const session = async (resource?: object, headers?: Record<string, string>) =>
  (await begin(resource, headers)).headers.get('location')!;
const put = async (location: string, body: Buffer | undefined, range?: string, headers = {}) =>
  read(
    await fetch(outside.at(location), {
      method: 'PUT',
      headers: { ...(range !== undefined && { 'content-range': range }), ...headers },
      ...(body && { body: new Uint8Array(body) }),
    }),
  );
const piece = (location: string, from: number, to: number, headers = {}) =>
  put(location, film.subarray(from, to), `bytes ${from}-${to - 1}/${film.length}`, headers);
const asked = (location: string) => put(location, undefined, `bytes */${film.length}`);
const reasonOf = ({ status, body }: any) => [status, body.error.errors[0].reason];

describe('an upload', () => {
  test('goes in pieces to the address it was given, each answered by how much has come', async () => {
    const location = await session();
    assert.match(location, /^https:\/\/www\.googleapis\.com\/upload\//);
    const none = await asked(location);
    assert.deepEqual([none.status, none.headers.get('range')], [308, null]);
    const first = await piece(location, 0, grain);
    assert.deepEqual([first.status, first.headers.get('range')], [308, `bytes=0-${grain - 1}`]);
    await piece(location, grain, 2 * grain);
    assert.equal((await asked(location)).headers.get('range'), `bytes=0-${2 * grain - 1}`);
    const { status, body } = await piece(location, 2 * grain, film.length);
    assert.deepEqual([status, body.snippet.title, body.status.uploadStatus], [201, 'A film', 'uploaded']);
    const { file } = await (await fetch(outside.at(`/google/videos/${body.id}`))).json();
    assert.deepEqual(file, {
      bytes: film.length,
      sha256: createHash('sha256').update(film).digest('hex'),
      type: 'video/mp4',
    });
    assert.deepEqual(await readdir(await outside.world.folder('google')), []);
  });

  test('goes whole as well, and is processed half a minute later', async () => {
    const { status, body } = await put(await session(), film);
    assert.equal(status, 201);
    const now = async () => (await ada.get('/videos', { part: 'status', id: body.id })).body.items[0].status;
    assert.equal((await now()).uploadStatus, 'uploaded');
    outside.move(30_000);
    assert.deepEqual([(await now()).uploadStatus, (await now()).privacyStatus], ['processed', 'unlisted']);
  });

  test('is one video, however often its end is told', async () => {
    const location = await session();
    await piece(location, 0, 2 * grain);
    await assert.rejects(piece(location, 2 * grain, film.length, playing('lost-answer')));
    const again = await asked(location);
    const twice = await piece(location, 2 * grain, film.length);
    assert.deepEqual([again.status, twice.body.id], [200, again.body.id]);
  });

  test('goes on from what was kept when the wire broke in the middle of a piece', async () => {
    const location = await session();
    const address = new URL(outside.at(location));
    await new Promise<void>((resolve) => {
      const headers = {
        'content-range': `bytes 0-${2 * grain - 1}/${film.length}`,
        'content-length': 2 * grain,
      };
      const half = request(address, { method: 'PUT', headers });
      half.on('error', () => resolve());
      half.write(film.subarray(0, grain + 5_000), () => setTimeout(() => half.destroy(), 50));
    });
    // The other side notices a moment later that nobody is there any more.
    const kept = async () => (await asked(location)).headers.get('range');
    for (let looks = 0; looks < 200 && (await kept()) !== `bytes=0-${grain - 1}`; looks += 1) await wait(10);
    assert.equal(await kept(), `bytes=0-${grain - 1}`);
    assert.equal((await piece(location, grain, film.length)).status, 201);
  });

  test('keeps a part of what was sent when that is played', async () => {
    const location = await session();
    const broken = await piece(location, 0, 2 * grain, playing('upload-broken'));
    assert.equal(broken.status, 503);
    assert.equal((await asked(location)).headers.get('range'), `bytes=0-${grain - 1}`);
  });

  test('refuses a gap, an odd piece, another total and what is too much', async () => {
    const location = await session();
    for (const [from, to] of [
      [grain, 2 * grain],
      [0, 1_000],
    ] as const)
      assert.deepEqual(reasonOf(await piece(location, from, to)), [400, 'badRequest']);
    const other = await put(location, film.subarray(0, grain), `bytes 0-${grain - 1}/${film.length + 1}`);
    assert.equal(other.status, 400);
    assert.equal((await put(location, film, `bytes 0-${grain - 1}/${film.length}`)).status, 400);
    assert.equal((await put(location, undefined, 'everything')).status, 400);
    assert.equal((await put(location.replace(/upload_id=.*/, 'upload_id=nothing'), film)).status, 404);
    outside.move(8 * 86_400_000);
    assert.equal((await asked(location)).status, 404);
    ada = caller(outside, (await outside.connect('ada')).access_token);
  });

  test('refuses at the beginning what could not become a video', async () => {
    const inAnHour = new Date(outside.world.now().getTime() + 3_600_000).toISOString();
    const wrongs: [object, string][] = [
      [{ snippet: { title: '' } }, 'invalidTitle'],
      [{ snippet: { title: 'x'.repeat(101) } }, 'invalidTitle'],
      [{ snippet: { title: 'a <b> c' } }, 'invalidTitle'],
      [{ snippet: { title: 'x', description: 'é'.repeat(2_501) } }, 'invalidDescription'],
      [{ snippet: { title: 'x', tags: ['y'.repeat(501)] } }, 'invalidTags'],
      [{ snippet: { title: 'x', categoryId: '999' } }, 'invalidCategoryId'],
      [{ status: { privacyStatus: 'secret' } }, 'invalidParameter'],
      [{ status: { privacyStatus: 'public', publishAt: inAnHour } }, 'invalidPublishAt'],
      [{ status: { privacyStatus: 'private', publishAt: '2001-01-01T00:00:00Z' } }, 'invalidPublishAt'],
    ];
    for (const [resource, reason] of wrongs)
      assert.deepEqual(reasonOf(await begin(resource)), [400, reason], JSON.stringify(resource).slice(0, 80));
    assert.deepEqual(reasonOf(await begin({}, { 'x-upload-content-type': 'image/png' })), [
      400,
      'badContent',
    ]);
    assert.deepEqual(reasonOf(await begin({}, { 'x-upload-content-length': '0' })), [
      400,
      'mediaBodyRequired',
    ]);
    assert.deepEqual(reasonOf(await begin({}, playing('upload-limit'))), [400, 'uploadLimitExceeded']);
  });

  test('is rejected after it was taken, or stays private where the project is not audited', async () => {
    const later = async (headers: Record<string, string>) => {
      const { id } = (await put(await session(undefined, headers), film)).body;
      outside.move(30_000);
      return (await ada.get('/videos', { part: 'status', id })).body.items[0].status;
    };
    assert.deepEqual((await later(playing('upload-rejected'))).rejectionReason, 'duplicate');
    assert.deepEqual((await later(playing('processing-failed'))).failureReason, 'codec');
    await outside.play('project', { isUnaudited: 'yes' });
    assert.equal((await later({})).privacyStatus, 'private');
    await outside.play('project', { isUnaudited: 'no' });
  });
});

describe('a thumbnail', () => {
  test('is the picture that was set for one’s own video, and nothing that is no picture', async () => {
    const { channels } = (await outside.about()).accounts[0];
    const [{ id: videoId }] = channels[0].videos;
    const token = (await outside.connect('ada')).access_token;
    const set = async (query: Record<string, string>, body: Buffer, bearer = token) =>
      read(
        await fetch(
          `${outside.at('https://www.googleapis.com/upload/youtube/v3/thumbnails/set')}?${new URLSearchParams(query)}`,
          {
            method: 'POST',
            headers: { authorization: `Bearer ${bearer}`, 'content-type': 'image/png' },
            body: new Uint8Array(body),
          },
        ),
      );
    const shown = async () =>
      Buffer.from(
        await (await fetch(outside.at(`https://i.ytimg.com/vi/${videoId}/medium.jpg`))).arrayBuffer(),
      );
    const before = await shown();
    const create = { width: 64, height: 36, channels: 3, background: '#f00' } as const;
    const red = await sharp({ create }).png().toBuffer();
    assert.equal((await set({ videoId }, red)).body.kind, 'youtube#thumbnailSetResponse');
    const after = await shown();
    assert.notDeepEqual(after, before);
    const { dominant } = await sharp(after).stats();
    assert.ok(dominant.r > 200 && dominant.g < 60);
    assert.deepEqual(reasonOf(await set({ videoId }, Buffer.from('no'))), [400, 'invalidImage']);
    assert.deepEqual(reasonOf(await set({ videoId }, Buffer.alloc(0))), [400, 'mediaBodyRequired']);
    assert.deepEqual(reasonOf(await set({ videoId: 'nothing' }, red)), [404, 'videoNotFound']);
    const other = (await outside.connect('grace')).access_token;
    assert.deepEqual(reasonOf(await set({ videoId }, red, other)), [403, 'forbidden']);
    await outside.world.reset();
    assert.deepEqual(await shown(), before);
  });
});
