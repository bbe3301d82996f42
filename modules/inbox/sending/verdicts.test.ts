import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import type { Manner } from '../../connections/testing.ts';
import { inbox } from '../index.ts';
import type { MessageId } from '../messages/contract.ts';
import { said } from '../messages/testing.ts';
import { undoSeconds } from './contract.ts';
import { requeueOverdue } from './dispatch.ts';
import { cancelScheduled } from './scheduled.ts';
import { type SendingWorld, sendingWorld } from './testing/world.ts';
import { requeueVerdicts } from './verdicts.ts';
import { patchMessage, retryMessage } from './waiting.ts';
import { held } from './writing.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const undoMs = undoSeconds * secondMs;

let w: SendingWorld;
beforeEach(async () => {
  w = await sendingWorld(inbox);
});

const texts = () => w.server.done.map(({ text }) => text);
const refused = (code: string) => ({ code: `inbox.${code}` });
const sentAs = async (...manners: Manner[]) => {
  w.server.next(...manners);
  const { id } = await w.say('Yes, to Rome too.');
  await w.letPass(undoMs);
  return id;
};
const retry = (messageId: MessageId) =>
  w.as(w.me, (ctx) => retryMessage(ctx, { ...w.begun, messageId }, w.outside));
const eventsOf = async (name: string, id: MessageId) =>
  (
    await w.sql(
      z.object({ name: z.string() }),
      sql`select name from app.events where name = ${name} and payload->>'messageId' = ${id}`,
    )
  ).length;
const stateOf = async (id: MessageId) => {
  const { status, failureCode } = await w.find(id);
  return [status, failureCode];
};
/** As if nobody had heard of it. */
const lose = (job: string) =>
  w.ground.db.transaction({ kind: 'owner' }, (tx) =>
    tx.run(sql`delete from pgboss.job_common where name = ${job} and group_id = ${w.workspaceId}::text`),
  );

describe('the verdict of the platform', () => {
  test('SS-24 is the message’s: it was sent, and that is told once', async () => {
    const id = await sentAs();
    assert.deepEqual(await stateOf(id), ['sent', null]);
    assert.equal(await eventsOf('inbox.message_sent', id), 1);
  });

  test('says why it was refused', async () => {
    assert.deepEqual(await stateOf(await sentAs('rejected')), ['failed', 'rejected']);
    assert.deepEqual(await stateOf(await sentAs('window')), ['failed', 'window_over']);
  });

  test('that nobody knows is shown as such, and found out by asking', async () => {
    const id = await sentAs('lost');
    await w.system(requeueVerdicts);
    await w.workOff();
    assert.deepEqual(await stateOf(id), ['unknown', null]);
    await w.letPass(15 * minuteMs, 15 * secondMs);
    assert.deepEqual(await stateOf(id), ['sent', null]);
    assert.deepEqual(texts(), ['Yes, to Rome too.']);
  });

  test('that nobody can tell is no reason to send it again', async () => {
    w.server.tells = 'nothing';
    const id = await sentAs('lost');
    await w.letPass(15 * minuteMs, 15 * secondMs);
    assert.deepEqual(await stateOf(id), ['failed', 'outcome_unknown']);
    await assert.rejects(retry(id), refused('message_may_have_arrived'));
  });

  test('is found though nobody heard of it', async () => {
    const id = await sentAs();
    await w.change(sql`update inbox.messages set status = 'queued' where id = ${id}`);
    await w.system(requeueVerdicts);
    await w.workOff();
    assert.deepEqual(await stateOf(id), ['sent', null]);
  });

  test('is of the message although its echo was taken for one written elsewhere: the two are one', async () => {
    const { id } = await w.say('Yes, to Rome too.');
    const echo = await said(w.place, w.begun, {
      ...{ direction: 'outbound', author: 'elsewhere', status: 'delivered', body: 'YES, to Rome too.' },
      platformMessageId: 'm1',
    });
    const answer = await said(w.place, w.begun, { body: 'Thanks', replyTo: echo });
    await w.letPass(undoMs);
    const outbound = await w.sql(
      z.object({ id: z.string(), status: z.string(), count: z.number() }),
      sql`
      select m.id, m.status, v.messages_count as count
        from inbox.messages m
        join inbox.conversations v on v.workspace_id = m.workspace_id and v.id = m.conversation_id
       where m.conversation_id = ${w.begun.conversationId} and m.direction = 'outbound'`,
    );
    assert.deepEqual(outbound, [{ id, status: 'delivered', count: 3 }]);
    const [answered] = await w.sql(
      z.object({ replyTo: z.string() }),
      sql`select reply_to from inbox.messages where id = ${answer}`,
    );
    assert.equal(answered!.replyTo, id);
  });
});

describe('a message that did not arrive', () => {
  test('is sent again when somebody wants it, once', async () => {
    const id = await sentAs('rejected');
    await retry(id);
    await w.letPass(hourMs);
    assert.deepEqual(await stateOf(id), ['sent', null]);
    assert.deepEqual(texts(), ['Yes, to Rome too.']);
    await assert.rejects(retry(id), refused('message_did_not_fail'));
  });

  test('is not sent again when the window is over', async () => {
    const id = await sentAs('rejected');
    w.clock.move(8 * 24 * hourMs);
    await assert.rejects(retry(id), refused('reply_window_is_over'));
  });
});

describe('a message whose job was lost', () => {
  test('is found, and goes out once', async () => {
    const { id } = await w.say('Yes, to Rome too.');
    await lose('inbox.send_messages');
    await w.letPass(minuteMs);
    assert.deepEqual(await stateOf(id), ['held', null]);
    await w.system(requeueOverdue);
    await w.system(requeueOverdue);
    await w.workOff();
    assert.deepEqual(await stateOf(id), ['sent', null]);
    assert.deepEqual(texts(), ['Yes, to Rome too.']);
  });
});

describe('a message for later', () => {
  const later = (ms: number) => new Date(w.clock.now().getTime() + ms);

  test('goes out at its time, and is a reply from then on', async () => {
    const { id, status } = await w.say('Good morning', { sendAt: later(10 * hourMs) });
    assert.equal(status, 'scheduled');
    await w.letPass(9 * hourMs);
    assert.deepEqual(texts(), []);
    await w.letPass(hourMs);
    assert.deepEqual(await stateOf(id), ['sent', null]);
    const [{ why }] = (await w.sql(
      z.object({ why: z.string().nullable() }),
      sql`select automation_off_why as why from inbox.conversations where id = ${w.begun.conversationId}`,
    )) as [{ why: string }];
    assert.equal(why, 'person_replied');
  });

  test('goes out in the words and at the time it was given last', async () => {
    const { id } = await w.say('Good morning', { sendAt: later(2 * hourMs) });
    const change = { body: 'Good evening', sendAt: later(10 * hourMs) };
    await w.as(w.me, (ctx) => patchMessage(ctx, { ...w.begun, messageId: id, ...change }, w.outside));
    await w.letPass(3 * hourMs);
    assert.deepEqual(texts(), []);
    await w.letPass(8 * hourMs);
    assert.deepEqual(texts(), ['Good evening']);
  });

  test('does not go out when the customer writes before, and a line says why', async () => {
    const { id } = await w.say('Are you still there?', { sendAt: later(2 * hourMs) });
    await w.system(async (ctx) => cancelScheduled(ctx, await held(ctx, w.begun.conversationId)));
    await w.letPass(3 * hourMs);
    assert.deepEqual(texts(), []);
    assert.deepEqual(await stateOf(id), ['cancelled', null]);
    const [line] = await w.sql(
      z.object({ why: z.string() }),
      sql`
      select details->'activity'->>'why' as why from inbox.messages
       where conversation_id = ${w.begun.conversationId} and kind = 'activity'`,
    );
    assert.equal(line!.why, 'customer_wrote');
  });

  test('is refused for a moment that is over, or too far', async () => {
    await assert.rejects(w.say('x', { sendAt: later(-secondMs) }), refused('send_time_is_over'));
    await assert.rejects(
      w.say('x', { sendAt: later(100 * 24 * hourMs) }),
      refused('reply_window_will_be_over'),
    );
  });
});
