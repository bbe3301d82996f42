import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { before, describe, test } from 'node:test';
import sharp from 'sharp';
import type { UserId } from '../../../kit/ids.ts';
import { bomb, drawing, halves, sent } from '../../../kit/images/testing.ts';
import { changeAvatar, removeAvatar } from './avatars.ts';
import { avatarPx } from './contract.ts';
import { filesOf } from './files.ts';
import { findAvatarKey } from './profiles.sql.ts';
import { getProfile } from './profiles.ts';
import { peopleWorld } from './testing/world.ts';

let w: Awaited<ReturnType<typeof peopleWorld>>;
let photo: Buffer;
before(async () => {
  w = await peopleWorld();
  photo = await halves(300, 200, 'jpeg');
});

const put = (id: UserId, bytes: Uint8Array) => w.as(id, (ctx) => changeAvatar(ctx, sent(bytes), w.outside));
const keyOf = async (id: UserId) =>
  (await findAvatarKey(w.db.reader({ kind: 'installation' }), id))?.avatarKey ?? null;

describe('PUT /me/avatar', () => {
  test('keeps a square picture drawn by us, where the profile says it is', async () => {
    const ada = await w.person();
    const profile = await put(ada.id, photo);
    const key = await keyOf(ada.id);
    assert.match(key!, /^people\/[0-9a-f-]{36}\/avatar-[0-9a-f]{40}\.webp$/);
    assert.equal(profile.avatarUrl, w.outside.fileUrl(key!, w.clock.now()));
    const stored = await buffer((await w.outside.storage.get(key!))!.stream);
    const { format, width, height } = await sharp(stored).metadata();
    assert.deepEqual([format, width, height], ['webp', avatarPx, avatarPx]);
  });

  test('takes the earlier file away only when the new one is there for good', async () => {
    const ada = await w.person();
    await put(ada.id, photo);
    const first = await keyOf(ada.id);
    await assert.rejects(
      w.as(ada.id, async (ctx) => {
        await changeAvatar(ctx, sent(photo), w.outside);
        throw new Error('something after it went wrong');
      }),
      /something after it/,
    );
    assert.equal(await keyOf(ada.id), first);
    await w.runAll();
    assert.ok(await w.outside.storage.stat(first!));

    await put(ada.id, await halves(20, 40));
    assert.ok(await w.outside.storage.stat(first!), 'before its job ran');
    await w.runAll();
    assert.equal(await w.outside.storage.stat(first!), undefined);
    assert.ok(await w.outside.storage.stat((await keyOf(ada.id))!));
  });

  test('leaves a picture alone that is in use, whatever an old job says', async () => {
    const ada = await w.person();
    await put(ada.id, photo);
    const key = await keyOf(ada.id);
    await w.run({ name: 'identity.drop_picture', payload: { userId: ada.id, key } });
    assert.ok(await w.outside.storage.stat(key!));
  });

  test('leaves the picture of somebody else alone', async () => {
    const [ada, bob] = [await w.person(), await w.person()];
    await put(bob.id, photo);
    const key = await keyOf(bob.id);
    await w.run({ name: 'identity.drop_picture', payload: { userId: ada.id, key } });
    assert.ok(await w.outside.storage.stat(key!));
  });

  for (const [what, bytes, code] of [
    ['words', () => Buffer.from('not a picture'), 'identity.picture_is_unreadable'],
    ['a drawing with a script in it', () => drawing, 'identity.picture_is_unreadable'],
    ['half a photograph', () => photo.subarray(0, photo.length / 2), 'identity.picture_is_unreadable'],
    ['a picture that would fill the memory', () => bomb(), 'identity.picture_is_too_large'],
  ] as const) {
    test(`refuses ${what}, and keeps nothing of it`, async () => {
      const ada = await w.person();
      const all = await bytes();
      await assert.rejects(put(ada.id, all), { code, status: 422 });
      assert.equal(await keyOf(ada.id), null);
      assert.deepEqual(await w.filesUnder(filesOf(ada.id)), []);
    });
  }

  test('loads the library that reads pictures in the child alone', () => {
    for (const file of ['avatars.ts', '../../../kit/images/reencode.ts']) {
      assert.doesNotMatch(readFileSync(new URL(file, import.meta.url), 'utf8'), /from 'sharp'/);
    }
  });
});

describe('DELETE /me/avatar', () => {
  test('takes the picture and its file away; without one it changes nothing', async () => {
    const ada = await w.person();
    await put(ada.id, photo);
    const remove = () => w.as(ada.id, (ctx) => removeAvatar(ctx, w.outside));
    assert.equal((await remove()).avatarUrl, null);
    await w.runAll();
    assert.deepEqual(await w.filesUnder(filesOf(ada.id)), []);
    await remove();
    assert.deepEqual(w.sent, []);
    assert.equal((await w.as(ada.id, (ctx) => getProfile(ctx, w.outside))).avatarUrl, null);
  });
});
