import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { CallId } from '../../connections/contract.ts';
import { ConversationId, MessageId, type MessageStatus } from '../messages/contract.ts';
import { holdConversation } from '../messages/record.sql.ts';
import { said } from '../messages/testing.ts';
import { ourMessageSettled, settleEchoesOf } from './echoes.ts';
import { echoed, element, type ToldWorld, toldWorld, written } from './testing.ts';

const words = 'Yes, to Rome too.';
let w: ToldWorld;
let conversationId: ConversationId;
beforeEach(async () => {
  w = await toldWorld();
  await w.hear(written('mid.0', 'Do you ship to Rome?', w.at(0)));
  const [begun] = await w.rows(z.object({ id: ConversationId }), sql`select id from inbox.conversations`);
  conversationId = begun!.id;
});

/** Ours, as far as it has come. */
const underWay = (status: MessageStatus = 'sending', body = words) =>
  said(
    w,
    { conversationId },
    {
      ...{
        id: newId(MessageId),
        direction: 'outbound',
        author: 'autopilot',
        body,
        status,
        happenedAt: w.at(1),
      },
      platformMessageId: null,
    },
  );

/** What the part that sends does with a verdict. */
const settled = (id: MessageId, mid: string | null) =>
  w.system.work(async (ctx) => {
    const held = await holdConversation(ctx.tx, conversationId);
    await ctx.tx.run(sql`
      update inbox.messages set status = ${mid === null ? 'failed' : 'sent'}, platform_message_id = ${mid},
             failure_code = ${mid === null ? 'blocked' : null} where id = ${id}`);
    await ourMessageSettled(ctx, held!, mid);
  });

const Row = z.object({ author: z.string(), mid: z.string().nullable(), status: z.string() });
const outbound = () =>
  w.rows(
    Row,
    sql`
    select author, platform_message_id as mid, status from inbox.messages where direction = 'outbound'
     order by happened_at, id`,
  );

describe('an echo of a message that is under way', () => {
  test('is that message, and never a second one', async () => {
    const id = await underWay();
    await w.hear(echoed('mid.1', words, w.at(2)));
    assert.equal((await outbound()).length, 1);
    await settled(id, 'mid.1');
    assert.deepEqual(await outbound(), [{ author: 'autopilot', mid: 'mid.1', status: 'sent' }]);
    await w.hear({ ...echoed('mid.1', words, w.at(2)), eventId: 'told again' });
    assert.equal((await outbound()).length, 1);
  });

  test('was another’s, written elsewhere in the same words, when ours got another id', async () => {
    const id = await underWay();
    await w.hear(echoed('mid.theirs', words, w.at(2)));
    await settled(id, 'mid.ours');
    assert.deepEqual(await outbound(), [
      { author: 'autopilot', mid: 'mid.ours', status: 'sent' },
      { author: 'elsewhere', mid: 'mid.theirs', status: 'sent' },
    ]);
  });

  test('was another’s when ours did not go out', async () => {
    const id = await underWay('unknown');
    await w.hear(echoed('mid.theirs', words, w.at(2)));
    await settled(id, null);
    assert.deepEqual(
      (await outbound()).map(({ author, mid }) => [author, mid]),
      [
        ['autopilot', null],
        ['elsewhere', 'mid.theirs'],
      ],
    );
  });

  test('waits for the last of those that say the same', async () => {
    const [one, two] = [await underWay(), await underWay('queued')];
    await w.hear(echoed('mid.1', words, w.at(2)));
    await w.hear(echoed('mid.2', words, w.at(3)));
    await settled(one, 'mid.1');
    assert.equal((await outbound()).length, 2);
    await settled(two, 'mid.2');
    assert.deepEqual(
      (await outbound()).map(({ author }) => author),
      ['autopilot', 'autopilot'],
    );
  });

  test('brings along what was told of it meanwhile', async () => {
    const id = await underWay();
    await w.hear(echoed('mid.1', words, w.at(2)));
    await w.hear({ kind: 'seen', at: w.at(4), payload: element({ read: { mid: 'mid.1' } }) });
    await settled(id, 'mid.1');
    assert.deepEqual(
      (await outbound()).map(({ status }) => status),
      ['read'],
    );
  });

  test('that nobody settled with is found by the sweep', async () => {
    const id = await underWay();
    await w.hear(echoed('mid.theirs', words, w.at(2)));
    await w.system.work(({ tx }) =>
      tx.run(sql`update inbox.messages set status = 'failed', failure_code = 'blocked' where id = ${id}`),
    );
    await settleEchoesOf(w.unit, { conversationId });
    assert.equal((await outbound()).length, 2);
  });
});

describe('an echo without words, of one that was given up', () => {
  const given = async (kind: 'image' | 'audio') => {
    const [id, callId] = [newId(MessageId), newId(CallId)];
    const of = { direction: 'outbound', author: 'member', kind: 'image', status: 'sending' } as const;
    await said(
      w,
      { conversationId },
      { ...of, id, body: null, happenedAt: w.at(1), platformMessageId: null },
    );
    await w.system.work(({ tx }) =>
      tx.run(sql`
        insert into connections.calls (workspace_id, id, account_id, kind, conversation_key, request, priority,
                                       expires_at, status, failure_code, settled_at, created_at)
        values (${w.workspaceId}, ${callId}, ${w.accountId}, 'message', 'person/1', '{}', 1, ${w.at(900)}, 'failed',
                'outcome_unknown', ${w.at(800)}, ${w.at(1)})`),
    );
    await w.system.work(({ tx }) =>
      tx.run(sql`
        update inbox.messages set status = 'failed', failure_code = 'outcome_unknown', call_id = ${callId}
         where id = ${id}`),
    );
    const attachments = [{ type: kind, payload: { url: 'https://cdn.test/1' } }];
    await w.hear({
      ...{ kind: 'echo', at: w.at(2), eventId: 'mid.1' },
      payload: element({ message: { mid: 'mid.1', is_echo: true, attachments } }, { isOwn: true }),
    });
    return (await outbound()).map(({ author, mid }) => [author, mid]);
  };

  test('is that one where it is of its kind', async () => {
    assert.deepEqual(await given('image'), [['member', 'mid.1']]);
  });

  test('is another’s where it is not', async () => {
    assert.deepEqual(await given('audio'), [
      ['member', null],
      ['elsewhere', 'mid.1'],
    ]);
  });
});

describe('an echo in other words', () => {
  for (const status of ['held', 'scheduled', 'cancelled', 'failed'] as const)
    test(`is at once a message: beside one that is ${status}`, async () => {
      await w.rows(
        z.object({}),
        sql`
        insert into inbox.messages (workspace_id, id, conversation_id, channel_id, direction, kind, author, body,
          status, failure_code, send_at, happened_at, created_at, updated_at)
        values (${w.workspaceId}, ${newId(MessageId)}, ${conversationId}, ${w.accountId}, 'outbound', 'text',
          'autopilot', ${words}, ${status}, ${status === 'failed' ? 'blocked' : null}, ${w.at(9)}, ${w.at(1)},
          ${w.at(1)}, ${w.at(1)})`,
      );
      await w.hear(echoed('mid.1', words, w.at(2)));
      assert.equal((await outbound()).length, 2);
    });

  test('is at once a message', async () => {
    await underWay();
    await w.hear(echoed('mid.1', 'No, not there.', w.at(2)));
    assert.equal((await outbound()).length, 2);
  });
});
