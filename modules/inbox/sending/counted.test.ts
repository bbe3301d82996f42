import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { billing } from '../../billing/index.ts';
import { chargedFor, giveMoney } from '../../billing/testing.ts';
import { inbox } from '../index.ts';
import { undoSeconds } from './contract.ts';
import { queueReply } from './machines.ts';
import { type SendingWorld, sendingWorld } from './testing/world.ts';
import { newMessageId } from './testing.ts';
import { retryMessage } from './waiting.ts';

let w: SendingWorld;
beforeEach(async () => {
  w = await sendingWorld(inbox, undefined, [billing]);
});
const undoMs = undoSeconds * 1_000;
const Used = z.object({
  id: z.string(),
  source: z.string(),
  hasMember: z.boolean(),
  paid: z.coerce.number(),
});
const used = () =>
  w.sql(
    Used,
    sql`
    select id, source_platform as source, member_id is not null as has_member, payg_micro as paid
      from billing.usage_events where meter = 'message' order by created_at, id`,
  );

describe('a message', () => {
  test('SE-07 SE-10 is one use when it leaves, of whoever wrote it', async () => {
    const { conversationId } = w.begun;
    const reply = { conversationId, messageId: newMessageId(), body: 'I am a machine.', after: w.asked };
    for (let n = 0; n < 2; n++) await w.as({ kind: 'autopilot' }, (ctx) => queueReply(ctx, reply));
    assert.deepEqual(await used(), []);
    await w.workOff();
    const machines = { id: reply.messageId, source: 'bot', hasMember: false, paid: 0 };
    assert.deepEqual(await used(), [machines]);
    const { id } = await w.say('And a person.');
    await w.letPass(undoMs);
    assert.deepEqual(await used(), [machines, { id, source: 'website', hasMember: true, paid: 0 }]);
  });

  test('that is taken back before it leaves is none', async () => {
    const { id } = await w.say('Not this.');
    await w.takeBack(id);
    await w.letPass(undoMs);
    assert.deepEqual(await used(), []);
  });

  test('SE-06 that nobody can pay does not go out, and goes once it can be paid', async () => {
    await chargedFor(w, 'message', 17);
    const { id } = await w.say('Can we pay this?');
    await w.letPass(undoMs);
    const { status, failureCode, callId } = await w.find(id);
    assert.deepEqual([status, failureCode, callId], ['failed', 'no_credits', null]);
    assert.deepEqual([w.server.done.length, await used()], [0, []]);
    await giveMoney(w, { payg: 30 });
    await w.as(w.me, (ctx) => retryMessage(ctx, { ...w.begun, messageId: id }, w.outside));
    await w.letPass(undoMs);
    assert.equal(w.server.done.length, 1);
    assert.deepEqual(await used(), [{ id, source: 'website', hasMember: true, paid: 17 }]);
  });
});
