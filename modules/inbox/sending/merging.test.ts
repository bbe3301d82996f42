import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import { newId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { unitOf } from '../../connections/testing.ts';
import { inbox } from '../index.ts';
import { filesOf } from '../intake/media/keeping.ts';
import { echoed, element, hearing, type Telling } from '../intake/testing.ts';
import { AttachmentId, type MessageId } from '../messages/contract.ts';
import { undoSeconds } from './contract.ts';
import { type SendingWorld, sendingWorld } from './testing/world.ts';

const undoMs = undoSeconds * 1_000;
const words = 'Yes, to Rome too.';

let w: SendingWorld;
let ours: MessageId;
/** Of the platform's clock: our message waits to be sent, and its echo is here already. */
let at: (seconds: number) => Date;
beforeEach(async () => {
  w = await sendingWorld(inbox);
  const start = w.clock.now();
  at = (seconds) => new Date(start.getTime() + seconds * 1_000);
  ours = (await w.say(words)).id;
  await hear({ ...echoed('m1', words, at(1)) });
});

const hear = (telling: Telling) =>
  hearing(unitOf(w), { accountId: w.accountId, platform: 'instagram' }).hear({
    personId: w.begun.platformUserId,
    ...telling,
  });
const edited = (number: number, text: string) =>
  hear({
    ...{ kind: 'edit', at: at(1 + number), eventId: `edit ${number}` },
    payload: element({ message_edit: { mid: 'm1', text, num_edit: number } }),
  });
const merged = () => w.letPass(undoMs);

const Row = z.object({ id: z.string(), body: z.string().nullable() });
const outbound = () =>
  w.sql(Row, sql`select id, body from inbox.messages where direction = 'outbound' order by happened_at, id`);
const Before = z.object({ body: z.string().nullable(), number: z.bigint().transform(Number).nullable() });
const wordsBefore = () =>
  w.sql(Before, sql`select body, number from inbox.message_edits where message_id = ${ours} order by number`);

/** A file of a message, in the storage as well. */
async function withFile(which: Sql) {
  const id = newId(AttachmentId);
  const key = `${filesOf(w.workspaceId, id)}file`;
  const bytes = Readable.from([Buffer.from('a picture')]);
  await w.outside.storage.put(key, bytes, { contentType: 'image/png', bytesMax: 9 });
  await w.change(sql`
    insert into inbox.attachments (workspace_id, id, message_id, kind, status, media_type, bytes, storage_key,
                                   created_at, settled_at)
    select workspace_id, ${id}, id, 'image', 'stored', 'image/png', 9, ${key}, ${at(1)}, ${at(1)}
      from inbox.messages where ${which}`);
  return id;
}

const filesAt = async (id: AttachmentId) =>
  (await w.outside.storage.list(filesOf(w.workspaceId, id))).items.length;

describe('an echo that was taken for a message written elsewhere, and is ours', () => {
  test('gives its words and those before, and a number that was told counts as told', async () => {
    await edited(1, 'To Rome.');
    await merged();
    assert.deepEqual(await outbound(), [{ id: ours, body: 'To Rome.' }]);
    await hear({
      ...{ kind: 'edit', at: at(2), eventId: 'told again' },
      payload: element({ message_edit: { mid: 'm1', text: 'To Rome.', num_edit: 1 } }),
    });
    await edited(2, 'To Milan.');
    assert.deepEqual(await wordsBefore(), [
      { body: words, number: 0 },
      { body: 'To Rome.', number: 1 },
    ]);
    assert.deepEqual(await outbound(), [{ id: ours, body: 'To Milan.' }]);
  });

  test('leaves none of its files behind in the storage, and takes none of the message’s', async () => {
    const [theirs, own] = [
      await withFile(sql`platform_message_id = 'm1'`),
      await withFile(sql`id = ${ours}`),
    ];
    await merged();
    assert.deepEqual([await filesAt(theirs), await filesAt(own)], [0, 1]);
  });

  test('was taken back, and so is the message, with its files', async () => {
    const own = await withFile(sql`id = ${ours}`);
    await hear({
      ...{ kind: 'unsend', at: at(3), eventId: 'taken back' },
      payload: element({ message: { mid: 'm1', is_deleted: true } }),
    });
    await merged();
    assert.deepEqual([await outbound(), await filesAt(own)], [[{ id: ours, body: null }], 0]);
  });
});
