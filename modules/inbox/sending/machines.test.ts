import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { switchAutomation } from '../conversations/automation.ts';
import { inbox } from '../index.ts';
import { type Begun, beginConversation, said } from '../messages/testing.ts';
import { undoSeconds } from './contract.ts';
import { queueReply } from './machines.ts';
import { putMessage } from './sends.ts';
import { type SendingWorld, sendingWorld } from './testing/world.ts';
import { newMessageId, wishIn } from './testing.ts';

const secondMs = 1_000;
const hourMs = 3_600 * secondMs;
const undoMs = undoSeconds * secondMs;
const autopilot = { kind: 'autopilot' } as const;

/** How often a person and a machine meet; `--rounds=5000` for a long night. */
const rounds = Number(
  process.argv.find((one) => one.startsWith('--rounds='))?.slice('--rounds='.length) ?? 40,
);

let w: SendingWorld;
beforeEach(async () => {
  w = await sendingWorld(inbox);
});

const texts = () => w.server.done.map(({ text }) => text);
const refused = (code: string) => ({ code: `inbox.${code}` });
const answer = (
  after = w.asked,
  begun: Pick<Begun, 'conversationId'> = w.begun,
  body = 'I am a machine.',
) => {
  const messageId = newMessageId();
  const { conversationId } = begun;
  return w.as(autopilot, (ctx) => queueReply(ctx, { conversationId, messageId, body, after }));
};

describe('a machine', () => {
  test('answers at once where nobody else has', async () => {
    await answer();
    await w.workOff();
    assert.deepEqual(texts(), ['I am a machine.']);
  });

  test('answers once, however often it is told to', async () => {
    const { conversationId } = w.begun;
    const reply = { conversationId, messageId: newMessageId(), body: 'Once.', after: w.asked };
    for (let n = 0; n < 3; n++) await w.as(autopilot, (ctx) => queueReply(ctx, reply));
    await w.workOff();
    assert.deepEqual(texts(), ['Once.']);
    await assert.rejects(
      w.as(autopilot, (ctx) => queueReply(ctx, { ...reply, body: 'Twice.' })),
      refused('message_reused'),
    );
  });

  test('SS-81 is refused once a person has replied', async () => {
    await w.say('I see to it.');
    await assert.rejects(answer(), refused('automation_is_off'));
  });

  test('is refused when a person wrote in another app since it looked', async () => {
    w.clock.move(secondMs);
    await said(w.place, w.begun, {
      ...{ direction: 'outbound', author: 'elsewhere', status: 'sent', body: 'From my phone' },
    });
    await assert.rejects(answer(), refused('somebody_else_answered'));
  });

  test('has the window of a day, and no person’s week', async () => {
    w.clock.move(25 * hourMs);
    await assert.rejects(answer(), refused('reply_window_is_over'));
  });

  test('is stopped by a person who replies before the platform has its words', async () => {
    await answer();
    await w.say('No, I do.');
    await w.letPass(undoMs);
    assert.deepEqual(texts(), ['No, I do.']);
  });

  test('is stopped though its words wait at the platform’s door', async () => {
    w.server.next('limited');
    w.server.until = new Date(w.clock.now().getTime() + hourMs);
    await answer();
    await w.workOff();
    await w.say('No, I do.');
    await w.letPass(2 * hourMs, hourMs / 4);
    assert.deepEqual(texts(), ['No, I do.']);
  });

  test('is stopped by whoever takes over', async () => {
    await answer();
    await w.as(w.me, (ctx) => switchAutomation(ctx, { ...w.begun, isOn: false }, w.outside));
    await w.workOff();
    assert.deepEqual(texts(), []);
  });
});

const Left = z.object({ count: z.number() });
/** What of a machine may still begin to go out. */
const machinesLeft = async ({ conversationId }: Begun) =>
  (
    await w.sql(
      Left,
      sql`
      select count(*)::int as count from inbox.messages m
        left join connections.calls c on c.workspace_id = m.workspace_id and c.id = m.call_id
       where m.conversation_id = ${conversationId} and m.author = 'autopilot'
         and m.status in ('held', 'scheduled', 'queued') and (c.id is null or c.status = 'queued')`,
    )
  )[0]!.count;

/** The seed says how far each is when the others begin. */
async function meet(seed: number): Promise<Begun> {
  const begun = await beginConversation(w.place, { channelId: w.begun.channelId });
  const after = await said(w.place, begun);
  const inTurns = async (turns: number, work: () => Promise<unknown>) => {
    for (let n = 0; n < turns; n++) await turn();
    return work();
  };
  const wish = wishIn(begun, { body: `person ${seed}` });
  const [, , left] = await Promise.all([
    inTurns(seed % 7, () => answer(after, begun, `machine ${seed}`).catch(onlyRefused)),
    inTurns(seed % 11, () => w.workOff()),
    inTurns(seed % 13, async () => {
      await w.as(w.me, (ctx) => putMessage(ctx, wish, w.outside));
      return machinesLeft(begun);
    }),
    inTurns(seed % 17, () => answer(after, begun, `machine ${seed} again`).catch(onlyRefused)),
    inTurns(seed % 19, () => w.workOff()),
  ]);
  assert.equal(left, 0, `in round ${seed} a machine may go on after a person`);
  return begun;
}

function onlyRefused(error: { readonly code?: string }) {
  if (!/automation_is_off|somebody_else_answered/.test(error.code ?? '')) throw error;
}

test(`no machine has a word after a person’s, whoever of them is how far (${rounds} times)`, async () => {
  for (let seed = 0; seed < rounds; seed++) await meet(seed);
  await w.letPass(undoMs);
  for (let seed = 0; seed < rounds; seed++) {
    const said = texts().filter((text) => new RegExp(` ${seed}( again)?$`).test(text));
    assert.equal(said.at(-1), `person ${seed}`);
    assert.equal(said.filter((text) => text === `person ${seed}`).length, 1);
  }
});
