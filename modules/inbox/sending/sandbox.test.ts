import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import {
  connectedTo,
  ownConnectionsOutside,
  play,
  type TestConnectionsOutside,
} from '../../connections/testing.ts';
import { inbox } from '../index.ts';
import { beginConversation, said } from '../messages/testing.ts';
import { undoSeconds } from './contract.ts';
import { queueReply } from './machines.ts';
import { react } from './reactions.ts';
import { putMessage } from './sends.ts';
import { listTemplates } from './templates.ts';
import { sendingWorld, worldOn } from './testing/world.ts';
import { newMessageId, wishIn } from './testing.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const undoMs = undoSeconds * secondMs;
const account = 'linen.and.oak';

type World = Awaited<ReturnType<typeof worldOn>>;
let outside: TestConnectionsOutside;
let w: World;
before(async () => {
  outside = await ownConnectionsOutside({ now: () => outside.sandbox.world.now() });
  const { candidate } = await connectedTo(outside, 'instagram', 'instagram', { accounts: [account] });
  w = await worldOn(inbox, outside.platforms, 'instagram', candidate);
});

const Told = z.object({
  threads: z.array(
    z.object({
      person: z.string(),
      messages: z.array(
        z.object({
          ...{ by: z.string(), mid: z.string(), text: z.string().optional() },
          reactions: z.record(z.string(), z.string()),
        }),
      ),
    }),
  ),
});

let persons = 0;
/** A customer who has written there, and a conversation with them here. */
async function customer() {
  persons += 1;
  const person = `asker-${persons}`;
  const { from, mid } = await play(outside, 'meta', 'message', {
    account,
    person,
    text: 'Do you ship to Rome?',
  });
  const begun = await beginConversation(w.place, { channelId: w.begun.channelId });
  await w.change(
    sql`update inbox.identities set platform_user_id = ${String(from)} where id = ${begun.identityId}`,
  );
  const asked = await said(w.place, begun, { platformMessageId: String(mid) });
  const thread = async () => {
    const facts = await fetch(`${outside.sandbox.url}/meta/accounts/${account}`);
    return Told.parse(await facts.json()).threads.find((one) => one.person === person)!.messages;
  };
  const told = async () => (await thread()).filter(({ by }) => by === 'business');
  return { begun, asked, told, askedThere: async () => (await thread())[0]! };
}
const arm = (name: string) =>
  fetch(`${outside.sandbox.url}/failures`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ part: 'meta', name, times: '1' }),
  });
async function letPass(ms: number, stepMs = ms) {
  for (let passed = 0; passed < ms; passed += stepMs) {
    await w.letPass(stepMs);
    outside.sandbox.world.time.value.offsetMs += stepMs;
  }
  await w.workOff();
}

describe('on the stage of the sandbox', () => {
  test('what we answer is there once, under the name we know it by', async () => {
    const { begun, told } = await customer();
    const { id } = await w.as(w.me, (ctx) => putMessage(ctx, wishIn(begun), w.outside));
    await letPass(undoMs);
    const there = await told();
    assert.deepEqual(
      there.map(({ mid, text }) => [mid, text]),
      [[(await w.find(id)).platformMessageId, 'Yes, to Rome too.']],
    );
    assert.equal((await w.find(id)).status, 'sent');
  });

  test('it is there once though the answer of the platform is lost', async () => {
    const { begun, asked, told } = await customer();
    await arm('lost-answer');
    const reply = { ...begun, messageId: newMessageId(), body: 'Yes, to Rome too.', after: asked };
    await w.as({ kind: 'autopilot' }, (ctx) => queueReply(ctx, reply));
    await w.workOff();
    await letPass(15 * minuteMs, 15 * secondMs);
    const { status, platformMessageId } = await w.find(reply.messageId);
    assert.deepEqual([status, (await told()).map(({ mid }) => mid)], ['sent', [platformMessageId]]);
  });

  test('an emoji of ours is under the message, and is gone when it is taken back', async () => {
    const { begun, asked: messageId, askedThere } = await customer();
    const put = (emoji: string | null) =>
      w.as(w.me, (ctx) => react(ctx, { ...begun, messageId, emoji }, w.outside));
    const shown = await put('❤️');
    assert.deepEqual(
      shown.reactions.map(({ side, emoji }) => [side, emoji]),
      [['business', '❤️']],
    );
    await w.workOff();
    assert.equal((await askedThere()).reactions.business, 'love');
    await put(null);
    await w.workOff();
    assert.equal((await askedThere()).reactions.business, undefined);
  });
});

describe('a number of WhatsApp', () => {
  let number: World;
  before(async () => {
    const wabas = z.object({ wabas: z.array(z.object({ id: z.string() })) });
    const there = await fetch(`${outside.sandbox.url}/meta`, { headers: { accept: 'application/json' } });
    const accounts = [wabas.parse(await there.json()).wabas[0]!.id];
    const { candidate } = await connectedTo(outside, 'facebook', 'whatsapp', { accounts });
    number = await worldOn(inbox, outside.platforms, 'whatsapp', candidate);
    const wrote = { account: candidate.username, person: 'rosa', text: 'Is it back?' };
    const { from } = await play(outside, 'meta', 'message', wrote);
    await number.change(sql`
      update inbox.identities set platform_user_id = ${String(from)} where id = ${number.begun.identityId}`);
    number.clock.move(25 * 60 * minuteMs);
  });
  const list = (w: World) =>
    w.reading(w.me, (ctx) => listTemplates(ctx, { channelId: w.begun.channelId }, w.outside));

  test('lists the messages it may send at any time, and how many gaps they have', async () => {
    const { items } = await list(number);
    assert.deepEqual(
      items.map(({ name, gapsCount }) => [name, gapsCount]),
      [
        ['order_is_on_its_way', 2],
        ['we_are_back', 0],
      ],
    );
    await assert.rejects(list(w), { code: 'inbox.no_templates_there' });
  });

  test('SS-25 sends nothing but those a day after the customer wrote', async () => {
    await assert.rejects(number.say('Are you there?'), { code: 'inbox.only_templates_now' });
    const template = { name: 'order_is_on_its_way', language: 'en_US', values: ['Rosa', '1001'] };
    const { id } = await number.say('', { body: undefined, template });
    await number.letPass(undoMs);
    const { status, kind } = await number.find(id);
    assert.deepEqual([status, kind], ['sent', 'template']);
    await assert.rejects(w.say('', { body: undefined, template }), { code: 'inbox.no_templates_there' });
  });
});

describe('an emoji that the platform refuses', () => {
  test('is taken back again, to what was there before', async () => {
    const small = await sendingWorld(inbox);
    const put = async (emoji: string | null) => {
      const which = { ...small.begun, messageId: small.asked, emoji };
      return small.as(small.me, (ctx) => react(ctx, which, small.outside));
    };
    await put('👍');
    await small.workOff();
    small.server.next('rejected');
    await put('❤️');
    await small.workOff();
    const [ours] = await small.sql(
      z.object({ emoji: z.string().nullable() }),
      sql`select emoji from inbox.message_reactions where message_id = ${small.asked} and side = 'business'`,
    );
    assert.equal(ours!.emoji, '👍');
    assert.equal((await small.find(small.asked)).details.reacting, undefined);
  });

  test('does not go out at all when it is taken back before', async () => {
    const small = await sendingWorld(inbox);
    for (const emoji of ['👍', null, '❤️'])
      await small.as(small.me, (ctx) =>
        react(ctx, { ...small.begun, messageId: small.asked, emoji }, small.outside),
      );
    await small.workOff();
    assert.deepEqual(
      small.server.requests.map(({ emoji }) => emoji),
      ['❤️'],
    );
  });
});
