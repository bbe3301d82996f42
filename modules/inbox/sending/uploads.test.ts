import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { beforeEach, describe, test } from 'node:test';
import sharp from 'sharp';
import { halves } from '../../../kit/images/testing.ts';
import { inbox } from '../index.ts';
import type { AttachmentId } from '../messages/contract.ts';
import { isTaken, undoSeconds } from './contract.ts';
import { sizeOfPicture } from './picture-size.ts';
import { type SendingWorld, sendingWorld } from './testing/world.ts';
import { bringAttachment, purgeUploads } from './uploads.ts';

const undoMs = undoSeconds * 1_000;
const dayMs = 86_400_000;
const pdf = Buffer.from('%PDF-1.4\n%%EOF\n');

let w: SendingWorld;
beforeEach(async () => {
  w = await sendingWorld(inbox);
});

const bring = (bytes: Buffer, contentType: string, actor = w.me) =>
  w.as(actor, (ctx) =>
    bringAttachment(
      ctx,
      { conversationId: w.begun.conversationId, stream: Readable.from([bytes]), contentType, name: 'a.x' },
      w.outside,
    ),
  );
const refused = (code: string) => ({ code: `inbox.${code}` });
const keyOf = (url: string) => new URL(url).searchParams.get('key')!;
const isThere = async (url: string) => (await w.outside.storage.stat(keyOf(url))) !== undefined;
const withFiles = (...attachmentIds: AttachmentId[]) => w.say('', { body: undefined, attachmentIds });

describe('a file that somebody brings', () => {
  test('is drawn anew where it is a picture, and says nothing of where it was taken', async () => {
    const photo = await sharp(await halves(60, 30, 'jpeg'))
      .withExif({ IFD0: { Copyright: 'Harbour 7' } })
      .toBuffer();
    const file = await bring(photo, 'image/jpeg');
    assert.deepEqual([file.kind, file.mediaType, file.width, file.height], ['image', 'image/jpeg', 60, 30]);
    const { stream } = (await w.outside.storage.get(keyOf(file.url!)))!;
    const kept = Buffer.concat(await (stream as Readable).toArray());
    assert.doesNotMatch(kept.toString('latin1'), /Harbour 7/);
    assert.ok(await isThere(file.thumbUrl!));
  });

  test('is what its bytes say, whatever it is said to be', async () => {
    await assert.rejects(bring(pdf, 'image/png'), refused('file_is_not_what_it_says'));
    await assert.rejects(bring(Buffer.from('MZ'), 'application/pdf'), refused('file_is_not_what_it_says'));
    const broken = Buffer.concat([(await halves(4, 4)).subarray(0, 40)]);
    await assert.rejects(bring(broken, 'image/png'), refused('file_is_not_what_it_says'));
  });

  test('goes out by an address that the platform can read', async () => {
    const file = await bring(await halves(8, 8), 'image/png');
    const { id } = await withFiles(file.id);
    await w.letPass(undoMs);
    assert.equal((await w.find(id)).status, 'sent');
    const { attachment } = w.server.requests[0] as { attachment: { type: string; url: string } };
    assert.deepEqual([attachment.type, keyOf(attachment.url)], ['image', keyOf(file.url!)]);
  });

  test('goes out with one message, and with nobody else’s', async () => {
    const { id } = await bring(pdf, 'application/pdf');
    const colleague = await w.member('member');
    const theirs = await bring(pdf, 'application/pdf', colleague);
    await withFiles(id);
    await assert.rejects(withFiles(id), refused('attachment_not_found'));
    await assert.rejects(withFiles(theirs.id), refused('attachment_not_found'));
  });

  test('can go out with another message when the first was taken back', async () => {
    const { id } = await bring(pdf, 'application/pdf');
    const first = await withFiles(id);
    await w.takeBack(first.id);
    assert.equal((await withFiles(id)).attachments.length, 1);
  });

  test('is gone after a day if it was sent with nothing, and stays if it was', async () => {
    const sent = await bring(pdf, 'application/pdf');
    await withFiles(sent.id);
    const left = await bring(pdf, 'application/pdf');
    w.clock.move(dayMs + 1_000);
    await w.system(purgeUploads);
    await w.workOff();
    assert.deepEqual([await isThere(sent.url!), await isThere(left.url!)], [true, false]);
    await assert.rejects(withFiles(left.id), refused('attachment_not_found'));
  });
});

describe('isTaken', () => {
  test('is by platform, kind and size', () => {
    const image = (bytes: number, mediaType = 'image/jpeg') => ({ kind: 'image' as const, mediaType, bytes });
    assert.ok(isTaken('instagram', image(8 * 1_048_576)));
    assert.ok(!isTaken('instagram', image(8 * 1_048_576 + 1)));
    assert.ok(!isTaken('whatsapp', image(6 * 1_048_576)));
    assert.ok(!isTaken('whatsapp', image(10, 'image/gif')));
    assert.ok(isTaken('email', image(20 * 1_048_576, 'image/gif')));
  });
});

test('sizeOfPicture reads what pictures say of themselves', async () => {
  for (const format of ['png', 'jpeg', 'gif'] as const)
    assert.deepEqual(sizeOfPicture(await halves(60, 30, format)), { width: 60, height: 30 });
  assert.equal(sizeOfPicture(pdf), undefined);
});
