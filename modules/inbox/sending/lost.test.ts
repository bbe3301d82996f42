import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { unitOf } from '../../connections/testing.ts';
import { inbox } from '../index.ts';
import { echoed, hearing } from '../intake/testing.ts';
import { undoSeconds } from './contract.ts';
import { type SendingWorld, sendingWorld } from './testing/world.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const undoMs = undoSeconds * secondMs;
const words = 'Yes, to Rome too.';

let w: SendingWorld;
beforeEach(async () => {
  w = await sendingWorld(inbox);
  w.server.tells = 'nothing';
});

/** Sent, and its answer lost. */
async function lost(body = words) {
  w.server.next('lost');
  const { id } = await w.say(body);
  await w.letPass(undoMs);
  return id;
}
/** Until nobody asks any more. */
const givenUp = () => w.letPass(15 * minuteMs, 15 * secondMs);
const echo = (mid: string, body = words, at = w.clock.now()) =>
  hearing(unitOf(w), { accountId: w.accountId, platform: 'instagram' }).hear({
    ...echoed(mid, body, at),
    personId: w.begun.platformUserId,
  });
const Row = z.object({ author: z.string(), status: z.string(), mid: z.string().nullable() });
const outbound = async () =>
  (
    await w.sql(
      Row,
      sql`
      select author, status, platform_message_id as mid from inbox.messages where direction = 'outbound'
       order by happened_at, id`,
    )
  ).map(({ author, status, mid }) => [author, status, mid]);
const toldSent = async () =>
  (
    await w.sql(
      z.object({ name: z.string() }),
      sql`select name from app.events where name = 'inbox.message_sent' and workspace_id = ${w.workspaceId}`,
    )
  ).length;

describe('a message whose answer was lost, of which the platform can say nothing', () => {
  test('is there once when its echo came before it was given up', async () => {
    await lost();
    await echo('m1');
    assert.equal((await outbound()).length, 1);
    await givenUp();
    assert.deepEqual(await outbound(), [['member', 'sent', 'm1']]);
    assert.equal(await toldSent(), 1);
    await echo('m2', words, new Date(w.clock.now().getTime() - 60 * minuteMs));
    assert.equal((await outbound()).length, 2, 'the same words again are another message');
  });

  test('is there once when its echo is told after it was given up', async () => {
    await lost();
    const at = w.clock.now();
    await givenUp();
    assert.deepEqual(await outbound(), [['member', 'failed', null]]);
    await echo('m1', words, at);
    assert.deepEqual(await outbound(), [['member', 'sent', 'm1']]);
    assert.equal(await toldSent(), 1);
  });

  test('is not what somebody writes elsewhere once it was given up, or in other words', async () => {
    await lost();
    await echo('m2', 'No, not there.');
    await givenUp();
    await w.letPass(minuteMs);
    await echo('m3');
    assert.deepEqual(
      (await outbound()).map(([, ...rest]) => rest),
      [
        ['failed', null],
        ['sent', 'm2'],
        ['sent', 'm3'],
      ],
    );
  });

  test('leaves an echo to the one that goes out in the same words, until that one has its verdict', async () => {
    await lost();
    await lost();
    await echo('m1');
    await echo('m2');
    await givenUp();
    assert.deepEqual(await outbound(), [
      ['member', 'sent', 'm1'],
      ['member', 'sent', 'm2'],
    ]);
  });

  test('takes what was told of its echo', async () => {
    await lost();
    await echo('m1');
    await hearing(unitOf(w), { accountId: w.accountId, platform: 'instagram' }).hear({
      ...{ kind: 'seen', at: w.clock.now(), personId: w.begun.platformUserId },
      payload: { sender: { id: w.begun.platformUserId }, recipient: { id: '1' }, read: { mid: 'm1' } },
    });
    await givenUp();
    assert.deepEqual(await outbound(), [['member', 'read', 'm1']]);
  });
});
