import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { inbox } from '../index.ts';
import { queueReply } from './machines.ts';
import { type SendingWorld, sendingWorld } from './testing/world.ts';
import { newMessageId } from './testing.ts';
import { showTyping } from './typing.ts';

const autopilot = { kind: 'autopilot' } as const;
const Call = z.object({ kind: z.string(), status: z.string() });

let w: SendingWorld;
beforeEach(async () => {
  w = await sendingWorld(inbox);
});

const announce = () => w.as(autopilot, (ctx) => showTyping(ctx, w.begun.conversationId));
const calls = () => w.sql(Call, sql`select kind, status from connections.calls order by created_at, id`);

describe('that somebody writes', () => {
  test('is shown before the answer, in the order of their conversation', async () => {
    await announce();
    const { conversationId } = w.begun;
    const reply = { conversationId, messageId: newMessageId(), body: 'At nine.', after: w.asked };
    await w.as(autopilot, (ctx) => queueReply(ctx, reply));
    await w.workOff();
    assert.deepEqual(await calls(), [
      { kind: 'show_typing', status: 'done' },
      { kind: 'message', status: 'done' },
    ]);
    assert.deepEqual(
      w.server.done.map(({ text }) => text),
      [undefined, 'At nine.'],
    );
  });

  test('is not shown when it would be late', async () => {
    await announce();
    w.clock.move(21_000);
    await w.workOff();
    assert.equal(w.server.done.length, 0);
    assert.deepEqual(
      (await calls()).map(({ status }) => status),
      ['failed'],
    );
  });

  test('is not asked for where nothing may be written, or nobody can be reached', async () => {
    await w.change(sql`update connections.accounts set broken_at = now(), broken_reason = 'token_expired'`);
    await announce();
    await w.change(sql`update connections.accounts set broken_at = null, broken_reason = null`);
    w.clock.move(8 * 86_400_000);
    await announce();
    assert.deepEqual(await calls(), []);
  });
});
