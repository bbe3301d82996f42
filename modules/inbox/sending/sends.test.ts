import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { inbox } from '../index.ts';
import { said } from '../messages/testing.ts';
import { undoSeconds } from './contract.ts';
import { putMessage } from './sends.ts';
import { type SendingWorld, sendingWorld } from './testing/world.ts';
import { wishIn } from './testing.ts';

const secondMs = 1_000;
const hourMs = 3_600 * secondMs;
const undoMs = undoSeconds * secondMs;

let w: SendingWorld;
beforeEach(async () => {
  w = await sendingWorld(inbox);
});

const texts = () => w.server.done.map(({ text }) => text);
const automation = async () =>
  (
    await w.sql(
      z.object({ at: z.date().nullable(), why: z.string().nullable() }),
      sql`
      select automation_off_at as at, automation_off_why as why from inbox.conversations
       where id = ${w.begun.conversationId}`,
    )
  )[0]!;
const refused = (code: string) => ({ code: `inbox.${code}` });

describe('a message that somebody writes', () => {
  test('SS-24 waits until it cannot be undone, goes out once, and is sent when the platform has it', async () => {
    const { id, status } = await w.say('Yes, to Rome too.');
    assert.equal(status, 'held');
    await w.workOff();
    assert.deepEqual(texts(), []);
    await w.letPass(undoMs);
    const sent = await w.find(id);
    assert.deepEqual([sent.status, sent.platformMessageId], ['sent', 'm1']);
    await w.letPass(hourMs);
    assert.deepEqual(texts(), ['Yes, to Rome too.']);
  });

  test('taken back in time is not sent, and leaves things as they were', async () => {
    const { id } = await w.say('Oh no');
    assert.equal((await automation()).why, 'person_replied');
    assert.equal((await w.takeBack(id)).status, 'cancelled');
    await w.letPass(hourMs);
    assert.deepEqual(texts(), []);
    assert.deepEqual(await automation(), { at: null, why: null });
  });

  test('taken back after another one leaves machines off', async () => {
    const { id } = await w.say('Oh no');
    await w.say('This one stays.');
    await w.takeBack(id);
    assert.equal((await automation()).why, 'person_replied');
  });

  test('cannot be taken back once it has gone, and says so', async () => {
    const { id } = await w.say('Yes, to Rome too.');
    await w.letPass(undoMs);
    await assert.rejects(w.takeBack(id), refused('message_went_out'));
  });

  test('is the same when the same is asked again, and refused when it is another', async () => {
    const wish = wishIn(w.begun);
    const put = (more: object) => w.as(w.me, (ctx) => putMessage(ctx, { ...wish, ...more }, w.outside));
    await put({});
    assert.equal((await put({})).id, wish.messageId);
    await assert.rejects(put({ body: 'To Milan.' }), refused('message_reused'));
    await w.letPass(undoMs);
    assert.equal((await put({})).status, 'sent');
    assert.deepEqual(texts(), ['Yes, to Rome too.']);
  });

  test('that is too long for the platform becomes several, in their order', async () => {
    const body = Array.from({ length: 300 }, (_, n) => `word${n}`).join(' ');
    await w.say(body);
    await w.say('And that is all.');
    await w.letPass(undoMs);
    assert.ok(texts().length > 2);
    assert.equal(texts().join(' '), `${body} And that is all.`);
  });

  test('that would be very many is refused', async () => {
    await assert.rejects(w.say('word '.repeat(3_000)), refused('message_too_long'));
    await assert.rejects(w.say('', { body: undefined }), refused('message_is_empty'));
  });

  test('taken back takes back all that it became', async () => {
    const { id } = await w.say(Array.from({ length: 300 }, (_, n) => `word${n}`).join(' '));
    await w.takeBack(id);
    await w.letPass(hourMs);
    assert.deepEqual(texts(), []);
  });

  test('SS-81 switches machines off, and says why', async () => {
    await w.say('I see to it myself.');
    assert.equal((await automation()).why, 'person_replied');
    const [line] = await w.sql(
      z.object({ activity: z.looseObject({ what: z.string(), why: z.string() }) }),
      sql`
      select details->'activity' as activity from inbox.messages
       where conversation_id = ${w.begun.conversationId} and kind = 'activity'`,
    );
    assert.deepEqual([line!.activity.what, line!.activity.why], ['automation', 'person_replied']);
  });
});

describe('whoever has not seen the last word', () => {
  test('is told, whether the customer said it or a colleague', async () => {
    const colleague = await w.member('member');
    await w.say('Yes.', { after: w.asked }, colleague);
    await assert.rejects(w.say('No.', { after: w.asked }), refused('somebody_else_answered'));
    w.clock.move(secondMs);
    const again = await said(w.place, w.begun, { body: 'And to Milan?' });
    await assert.rejects(w.say('No.', { after: w.asked }, colleague), refused('somebody_else_answered'));
    await w.say('Yes, too.', { after: again });
  });

  test('is told although that word is older by the platform’s clock', async () => {
    w.clock.move(secondMs);
    const happenedAt = new Date(w.clock.now().getTime() - hourMs);
    await said(w.place, w.begun, { body: 'Late on the way', happenedAt });
    await assert.rejects(w.say('No.', { after: w.asked }), refused('somebody_else_answered'));
  });

  test('is not told of what they said themselves', async () => {
    await w.say('One.', { after: w.asked });
    await w.say('Two.', { after: w.asked });
    await w.letPass(undoMs);
    assert.deepEqual(texts(), ['One.', 'Two.']);
  });
});

describe('the window of a platform', () => {
  const customerWroteAgo = (ms: number) => w.clock.move(ms);

  test('SS-25 is open for a day', async () => {
    customerWroteAgo(23 * hourMs);
    await w.say('Still in time');
    await w.letPass(undoMs);
    assert.deepEqual(texts(), ['Still in time']);
  });

  test('is open for a person for a week, and then for nobody', async () => {
    customerWroteAgo(25 * hourMs);
    await w.say('As a person');
    await w.letPass(undoMs);
    assert.deepEqual(texts(), ['As a person']);
    customerWroteAgo(7 * 24 * hourMs);
    await assert.rejects(w.say('Too late'), refused('reply_window_is_over'));
  });

  test('is over before what is meant for later, which is said at once', async () => {
    const sendAt = new Date(w.clock.now().getTime() + 8 * 24 * hourMs);
    await assert.rejects(w.say('In a week', { sendAt }), refused('reply_window_will_be_over'));
  });

  test('is looked at once more when it is due, and nothing is asked for that would be refused', async () => {
    const sendAt = new Date(w.clock.now().getTime() + 6 * 24 * hourMs);
    const { id } = await w.say('In six days', { sendAt });
    await w.change(sql`
      update inbox.conversations set last_inbound_at = last_inbound_at - interval '2 days'
       where id = ${w.begun.conversationId}`);
    await w.letPass(6 * 24 * hourMs + secondMs);
    const { status, failureCode } = await w.find(id);
    assert.deepEqual([status, failureCode, w.server.asks()], ['failed', 'window_over', 0]);
  });
});
