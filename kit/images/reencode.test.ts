import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import sharp from 'sharp';
import { openLocalStorage } from '../storage/local.ts';
import { keepPicture, pictureType, reencode } from './reencode.ts';
import { bomb, drawing, halves, sent } from './testing.ts';

const square = { shape: 'square', px: 64, bytesMax: 8_000_000 } as const;
const reencoded = (bytes: Uint8Array) => reencode(sent(bytes), square);

const red = [255, 0, 0];
const blue = [0, 0, 255];

/** The colour at a place, as whole tones: what the compression takes from a colour is not the question. */
async function colourAt(picture: Buffer, x: number, y: number): Promise<number[]> {
  const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true });
  const at = (y * info.width + x) * info.channels;
  return [...data.subarray(at, at + 3)].map((tone) => (tone > 128 ? 255 : 0));
}

describe('reencode', () => {
  for (const format of ['png', 'jpeg', 'webp', 'gif'] as const) {
    test(`makes a square webp of the middle of a ${format}`, async () => {
      const picture = await reencoded(await halves(90, 30, format));
      const { format: made, width, height } = await sharp(picture).metadata();
      assert.deepEqual([made, width, height], ['webp', 64, 64]);
      assert.deepEqual([await colourAt(picture, 8, 32), await colourAt(picture, 56, 32)], [red, blue]);
    });
  }

  test('keeps the whole of it where that is asked, and does not blow it up', async () => {
    const whole = (bytes: Buffer) => reencode(sent(bytes), { ...square, shape: 'whole' });
    const sides = async (bytes: Buffer) => {
      const { width, height } = await sharp(await whole(bytes)).metadata();
      return [width, height];
    };
    assert.deepEqual(await sides(await halves(128, 32)), [64, 16]);
    assert.deepEqual(await sides(await halves(20, 10)), [20, 10]);
  });

  test('stands it upright as the camera was held, and forgets what the camera wrote', async () => {
    const photo = await sharp(await halves(60, 60, 'jpeg'))
      .withExif({ IFD0: { Copyright: 'Harbour 7' }, IFD3: { GPSLatitude: '47/1 22/1 0/1' } })
      .withMetadata({ orientation: 3 })
      .toBuffer();
    assert.match(photo.toString('latin1'), /Harbour 7/);

    const picture = await reencoded(photo);

    const { exif, icc, xmp, orientation } = await sharp(picture).metadata();
    assert.deepEqual([exif, icc, xmp, orientation], [undefined, undefined, undefined, undefined]);
    assert.doesNotMatch(picture.toString('latin1'), /Harbour 7|Exif/);
    assert.deepEqual([await colourAt(picture, 32, 8), await colourAt(picture, 32, 56)], [blue, red]);
  });

  test('takes the first picture of one that moves', async () => {
    const frames = await Promise.all(
      ['#ff0000', '#0000ff'].map((background) =>
        sharp({ create: { width: 40, height: 40, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const moving = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    assert.equal((await sharp(moving).metadata()).pages, 2);
    const picture = await reencoded(moving);
    assert.equal((await sharp(picture).metadata()).pages, undefined);
    assert.deepEqual(await colourAt(picture, 32, 32), red);
  });

  describe('refuses', () => {
    let refused: Record<string, [bytes: Uint8Array, code: string]>;
    before(async () => {
      const photo = await sharp(await halves(600, 400))
        .jpeg()
        .toBuffer();
      refused = {
        words: [Buffer.from('not a picture at all'), 'image.unreadable'],
        nothing: [Buffer.alloc(0), 'image.unreadable'],
        'a drawing with a script in it': [drawing, 'image.unreadable'],
        'a kind that is not taken': [await sharp(photo).tiff().toBuffer(), 'image.unreadable'],
        'half a photograph': [photo.subarray(0, photo.length / 2), 'image.unreadable'],
        'a picture that would fill the memory': [await bomb(), 'image.too_large'],
      };
    });
    for (const name of [
      'words',
      'nothing',
      'a drawing with a script in it',
      'a kind that is not taken',
      'half a photograph',
      'a picture that would fill the memory',
    ]) {
      test(name, async () => {
        const [bytes, code] = refused[name]!;
        await assert.rejects(reencoded(bytes), { code, status: 422 });
      });
    }

    test('more bytes than it was told to take', async () => {
      await assert.rejects(reencode(sent(Buffer.alloc(2_000)), { ...square, bytesMax: 1_999 }), {
        code: 'storage.too_large',
      });
    });
  });

  test('draws many that come at once, and leaves nothing behind', async () => {
    const left = async () =>
      (await readdir(tmpdir())).filter((name) => name.startsWith(`stoa-image-${process.pid}-`));
    const earlier = new Set(await left());
    const bytes = await halves(80, 40);
    const all = [bytes, drawing, bytes, bytes, drawing, bytes];
    const results = await Promise.allSettled(all.map(reencoded));
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(
      (await left()).filter((name) => !earlier.has(name)),
      [],
    );
  });
});

describe('keepPicture', () => {
  test('keeps what was drawn, under another key for every upload, and nothing of what it refuses', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'stoa-pictures-'));
    t.after(() => rm(folder, { recursive: true }));
    const storage = await openLocalStorage(folder);
    const keep = (bytes: Buffer, once: string) =>
      keepPicture(storage, (hash) => `people/a/avatar-${hash}.webp`, sent(bytes), { ...square, once });
    const bytes = await halves(80, 40);

    const keys = [await keep(bytes, 'one'), await keep(bytes, 'two'), await keep(bytes, 'two')];
    await assert.rejects(keep(drawing, 'three'), { code: 'image.unreadable' });

    assert.notEqual(keys[0], keys[1]);
    assert.equal(keys[1], keys[2]);
    const { items } = await storage.list('');
    assert.deepEqual(items.map(({ key }) => key).sort(), [...new Set(keys)].sort());
    assert.equal((await storage.stat(keys[0]!))?.contentType, pictureType);
  });
});
