import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { type Scripted, scripted, troubleOf } from '../oauth/testing.ts';
import { openYouTube } from './youtube.ts';

const uploadUrl = 'https://www.googleapis.com/upload/youtube/v3/videos?uploadType=resumable&upload_id=AB';
const video = {
  title: 'Lino',
  privacyStatus: 'private',
  publishAt: new Date('2026-12-01T08:00:00Z'),
  isMadeForKids: false,
  contentType: 'video/mp4',
  sizeBytes: 10,
} as const;
const bytes = Buffer.from('0123456789');

async function youtube(t: TestContext, ...answers: readonly Scripted[]) {
  const { outside, heard } = await scripted(t, 'youtube', ...answers);
  return { api: openYouTube({ ...outside, accessToken: 'ya29' }), heard };
}

describe('an upload', () => {
  test('begins with what the video is and goes on piece by piece', async (t) => {
    const { api, heard } = await youtube(
      t,
      { headers: { location: uploadUrl } },
      { status: 308, headers: { range: 'bytes=0-3' } },
      { status: 201, json: { id: 'v1', snippet: { title: 'Lino' } } },
    );
    const started = await api.startUpload(video);
    assert.deepEqual(started, { uploadUrl, usage: { units: 1, bucket: 'upload' } });
    assert.deepEqual(JSON.parse(heard[0]!.body).status, {
      privacyStatus: 'private',
      publishAt: '2026-12-01T08:00:00.000Z',
      selfDeclaredMadeForKids: false,
    });
    assert.deepEqual(
      [heard[0]!.headers['x-upload-content-length'], heard[0]!.headers['x-upload-content-type']],
      ['10', 'video/mp4'],
    );
    const piece = { uploadUrl, totalBytes: 10 };
    const first = await api.sendPiece({ ...piece, from: 0, bytes: bytes.subarray(0, 4) });
    assert.deepEqual(first, { state: 'partial', receivedBytes: 4 });
    const last = await api.sendPiece({ ...piece, from: 4, bytes: bytes.subarray(4) });
    assert.deepEqual(last, { state: 'done', video: { id: 'v1', title: 'Lino' } });
    assert.deepEqual(
      heard.slice(1).map(({ headers, body, query }) => [headers['content-range'], body, query.upload_id]),
      [
        ['bytes 0-3/10', '0123', 'AB'],
        ['bytes 4-9/10', '456789', 'AB'],
      ],
    );
  });

  test('asks how much has arrived when the line broke, and hears of nothing, some and all', async (t) => {
    const { api, heard } = await youtube(
      t,
      { isCut: true },
      { status: 308 },
      { status: 308, headers: { range: 'bytes=0-6' } },
      { json: { id: 'v1' } },
      { status: 308, headers: { range: 'bytes=3-6' } },
    );
    await troubleOf(api.sendPiece({ uploadUrl, from: 0, bytes, totalBytes: 10 }), 'unavailable');
    assert.deepEqual(await api.askUpload(uploadUrl, 10), { state: 'partial', receivedBytes: 0 });
    assert.deepEqual(await api.askUpload(uploadUrl, 10), { state: 'partial', receivedBytes: 7 });
    assert.deepEqual(await api.askUpload(uploadUrl, 10), { state: 'done', video: { id: 'v1' } });
    assert.deepEqual([heard[1]!.headers['content-range'], heard[1]!.body], ['bytes */10', '']);
    await troubleOf(api.askUpload(uploadUrl, 10), 'unavailable');
  });

  test('that is gone has to begin again, and one that is too much for today waits', async (t) => {
    const uploadLimit = { error: { code: 400, message: 'x', errors: [{ reason: 'uploadLimitExceeded' }] } };
    const { api } = await youtube(t, { status: 404 }, { status: 400, json: uploadLimit }, { status: 503 });
    const gone = await troubleOf(api.askUpload(uploadUrl, 10), 'rejected');
    assert.equal(gone.facts.code, 'uploadIsGone');
    await troubleOf(api.startUpload(video), 'rate_limited');
    await troubleOf(api.sendPiece({ uploadUrl, from: 0, bytes, totalBytes: 10 }), 'unavailable');
  });

  test('sends nothing to an address that is not an upload', async (t) => {
    const { api, heard } = await youtube(t, { headers: { location: 'https://evil.test/upload/' } }, {});
    await troubleOf(api.startUpload(video), 'unavailable');
    await troubleOf(api.startUpload(video), 'unavailable');
    await assert.rejects(api.askUpload('https://evil.test/upload/', 10), TypeError);
    assert.equal(heard.length, 2);
  });
});
