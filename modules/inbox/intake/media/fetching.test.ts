import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import sharp from 'sharp';
import { z } from 'zod';
import { sql } from '../../../../kit/sql.ts';
import { testOutside } from '../../../../kit/testing/outside.ts';
import { Trouble } from '../../../../providers/trouble.ts';
import { AttachmentId } from '../../messages/contract.ts';
import type { InboxOutside } from '../../outside.ts';
import { element, type ToldWorld, toldWorld, written } from '../testing.ts';
import { requeueAttachments, runDropFiles, runFetchAttachment } from './fetching.ts';
import { filesOf } from './keeping.ts';
import { typeOf } from './types.ts';

const hourMs = 3_600_000;
let base: Awaited<ReturnType<typeof testOutside>>;
let photo: Buffer;
before(async () => {
  base = await testOutside();
  const create = { width: 640, height: 480, channels: 3, background: '#a86' } as const;
  photo = await sharp({ create }).jpeg().toBuffer();
});

/** A world whose platform gives this file, or refuses to. */
const giving = (file: () => Promise<Uint8Array>): InboxOutside => ({
  ...base,
  platforms: {
    ...{ all: [], doors: new Map(), hooks: new Map(), subscribeApps: async () => [] },
    get: () => ({ file }) as never,
  },
});
const refusing = (kind: 'rejected' | 'unavailable', code: string) =>
  giving(async () => {
    throw new Trouble(kind, 'no', { provider: 'testing', call: 'GET the file', code });
  });

/** A message with one file, sent as this kind. */
async function waiting(kind = 'image') {
  const w = await toldWorld();
  const attachments = [{ type: kind, payload: { url: 'https://cdn.example/a?signed' } }];
  await w.hear(written('mid.1', 'Look', w.at(1), { attachments }));
  const [one] = await w.rows(z.object({ id: AttachmentId }), sql`select id from inbox.attachments`);
  const attachmentId = one!.id;
  return {
    ...w,
    attachmentId,
    fetched: (outside: InboxOutside) => runFetchAttachment(w.unit, { attachmentId }, outside),
    stored: async () => (await base.storage.list(filesOf(w.workspaceId, attachmentId))).items,
  };
}

const Row = z.object({
  status: z.string(),
  kind: z.string(),
  mediaType: z.string().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  storageKey: z.string().nullable(),
  thumbKey: z.string().nullable(),
  failureCode: z.string().nullable(),
});
const now = async (w: ToldWorld) =>
  (
    await w.rows(
      Row,
      sql`
      select status, kind, media_type, width, height, storage_key, thumb_key, failure_code from inbox.attachments`,
    )
  )[0]!;

describe('a file somebody sent', () => {
  test('is drawn anew when it is a picture, and once more small', async () => {
    const w = await waiting();
    await w.fetched(giving(async () => photo));
    const file = await now(w);
    assert.deepEqual(
      [file.status, file.mediaType, file.width, file.height],
      ['stored', 'image/webp', 640, 480],
    );
    const opened = await base.storage.get(file.thumbKey!);
    const { width } = await sharp(Buffer.concat(await opened!.stream.toArray())).metadata();
    assert.equal(width, 320);
  });

  test('is what its bytes say, whatever it was sent as', async () => {
    const [clip, page] = [await waiting(), await waiting('video')];
    await clip.fetched(giving(async () => Buffer.from('000000186674797069736f6d00000200', 'hex')));
    assert.deepEqual([(await now(clip)).kind, (await now(clip)).mediaType], ['video', 'video/mp4']);
    await page.fetched(giving(async () => Buffer.from('<html><script>alert(1)</script>')));
    assert.deepEqual(
      [(await now(page)).kind, (await now(page)).mediaType],
      ['file', 'application/octet-stream'],
    );
  });

  test('is kept as it came where it was sent as a file', async () => {
    const w = await waiting('file');
    await w.fetched(giving(async () => photo));
    const file = await now(w);
    assert.deepEqual([file.kind, file.mediaType, file.thumbKey], ['file', 'image/jpeg', null]);
    assert.equal((await base.storage.stat(file.storageKey!))?.bytes, photo.length);
  });

  test('that is no picture though it begins like one is given up', async () => {
    const w = await waiting();
    await w.fetched(giving(async () => Buffer.from('ffd8ff00112233', 'hex')));
    assert.deepEqual([(await now(w)).status, (await now(w)).failureCode], ['failed', 'unreadable']);
  });

  test('is fetched once, however often it is asked for', async () => {
    const w = await waiting();
    let count = 0;
    const outside = giving(async () => {
      count += 1;
      return photo;
    });
    for (const _ of [1, 2]) await w.fetched(outside);
    assert.equal(count, 1);
  });

  test('that nobody has any more is given up, with why', async () => {
    const w = await waiting();
    await w.fetched(refusing('rejected', 'gone_403'));
    assert.deepEqual([(await now(w)).status, (await now(w)).failureCode], ['failed', 'gone_403']);
  });

  test('is tried again where the platform only did not answer, until it is too late', async () => {
    const w = await waiting();
    await assert.rejects(w.fetched(refusing('unavailable', 'no_answer')));
    assert.equal((await now(w)).status, 'waiting');
    w.ground.clock.move(hourMs);
    await w.system.work(requeueAttachments);
    assert.equal((await now(w)).status, 'waiting');
    w.ground.clock.move(4 * 24 * hourMs);
    await w.system.work(requeueAttachments);
    assert.deepEqual([(await now(w)).status, (await now(w)).failureCode], ['failed', 'out_of_reach']);
  });

  test('goes with its message, also when that is taken back while it is fetched', async () => {
    const w = await waiting();
    const unsend = { message: { mid: 'mid.1', is_deleted: true } };
    await w.fetched(
      giving(async () => {
        await w.hear({ kind: 'unsend', at: w.at(2), payload: element(unsend) });
        return photo;
      }),
    );
    assert.equal((await w.stored()).length, 2);
    await runDropFiles(w.unit, { attachmentIds: [w.attachmentId] }, base as never);
    assert.equal((await w.stored()).length, 0);
  });

  test('stays where it is attached to something', async () => {
    const w = await waiting();
    await w.fetched(giving(async () => photo));
    await runDropFiles(w.unit, { attachmentIds: [w.attachmentId] }, base as never);
    assert.equal((await w.stored()).length, 2);
  });
});

describe('typeOf', () => {
  for (const [start, mediaType] of [
    ['ffd8ffe0', 'image/jpeg'],
    ['89504e470d0a1a0a', 'image/png'],
    ['474946383961', 'image/gif'],
    ['52494646000000005745425056503820', 'image/webp'],
    ['5249464600000000574156450000', 'audio/wav'],
    ['4f67675300', 'audio/ogg'],
    ['49443303', 'audio/mpeg'],
    ['fffb9064', 'audio/mpeg'],
    ['fff15080', 'audio/aac'],
    ['0000001c667479704d344120', 'audio/mp4'],
    ['0000001466747970717420200000', 'video/quicktime'],
    ['1a45dfa3', 'video/webm'],
    ['255044462d312e34', 'application/pdf'],
    ['3c68746d6c3e', 'application/octet-stream'],
    ['3c737667', 'application/octet-stream'],
    ['', 'application/octet-stream'],
  ] as const)
    test(`knows ${mediaType} by ${start || 'nothing'}`, () => {
      assert.equal(typeOf(Buffer.from(start, 'hex')).mediaType, mediaType);
    });
});
