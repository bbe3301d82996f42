import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import { newId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { MessageId } from '../../inbox/contract.ts';
import { turnAutomationOff } from '../../inbox/index.ts';
import { beginConversation, said } from '../../inbox/testing.ts';
import { autopilot } from '../index.ts';
import { type AutopilotWorld, autopilotWorld } from '../testing/world.ts';
import { callsFor, runDecide } from './decide.ts';
import { requeueDecisions, runHearMessage } from './hearing.ts';

/** How often a person and the machine meet; `--rounds=5000` for a long night. */
const rounds = Number(
  process.argv.find((one) => one.startsWith('--rounds='))?.slice('--rounds='.length) ?? 20,
);

let w: AutopilotWorld;
beforeEach(async () => {
  w = await autopilotWorld(autopilot);
});

const texts = async () => (await w.replies()).map(({ body }) => body);
const escalations = () =>
  w.rows(z.object({ reason: z.string() }), sql`select reason from autopilot.escalations order by created_at`);

describe('the machine', () => {
  test('SS-28 answers what is written down, and says where', async () => {
    const { decision, matchedRule, sources, replyId, id } = await w.asked('How long are returns free?');
    assert.deepEqual([decision, matchedRule, replyId], ['respond', 'model.respond', id]);
    assert.deepEqual(await texts(), ['Returns are free for thirty days.']);
    const [{ content, spans }] = sources as [(typeof sources)[number]];
    assert.equal(content.slice(spans[0]!.start, spans[0]!.end), 'Returns are free for thirty days.');
  });

  test('SS-31 hands over what nobody wrote down', async () => {
    const { decision } = await w.asked('Can your parrots tap dance on Jupiter?');
    assert.equal(decision, 'escalate');
    assert.deepEqual(await texts(), []);
    assert.deepEqual(await escalations(), [{ reason: 'ai_limitation' }]);
  });

  test('keeps what a talk came to, also where it is handed over', async () => {
    await w.asked('How long are returns free?');
    await w.asked('Can your parrots tap dance on Jupiter?');
    const Sum = z.object({ micro: z.coerce.number() });
    const sum = async (table: Sql) =>
      (await w.rows(Sum, sql`select sum(cost_micro) as micro from ${table}`))[0]!.micro;
    const decided = await w.rows(
      Sum,
      sql`select cost_micro as micro from autopilot.decisions order by micro`,
    );
    assert.ok(decided.length === 2 && decided[0]!.micro > 0);
    const cost = decided[0]!.micro + decided[1]!.micro;
    assert.deepEqual([await sum(sql`autopilot.sessions`), await sum(sql`autopilot.turns`)], [cost, cost]);
  });

  test('SS-19 fetches a person for whoever is angry, and is silent from then on', async () => {
    const { matchedRule } = await w.asked('This is unacceptable. How long are returns free?');
    assert.equal(matchedRule, 'rule.angry');
    const { matchedRule: next } = await w.asked('How long are returns free?');
    assert.equal(next, 'gate.conversation_state');
    assert.deepEqual(await texts(), []);
  });

  test('SS-29 keeps 500 letters of what was written', async () => {
    await w.asked(`How long are returns free? ${'x'.repeat(700)}`);
    const lengths = await w.rows(
      z.object({ length: z.number() }),
      sql`select length(message_text) as length from autopilot.decisions`,
    );
    assert.deepEqual(lengths, [{ length: 500 }]);
  });

  test('decides once on a message, however often it hears of it', async () => {
    const { messageId, decisionId } = await w.heard('How long are returns free?');
    await runHearMessage(w.unit(), { messageId });
    await Promise.all([w.decide(decisionId!), w.decide(decisionId!)]);
    await w.decide(decisionId!);
    assert.equal((await w.decisions()).length, 1);
    assert.equal((await texts()).length, 1);
  });

  test('answers all that was written in a row together, by the newest', async () => {
    const first = await w.heard('Hello!');
    const { decision } = await w.asked('How long are returns free?');
    await w.decide(first.decisionId!);
    assert.equal(decision, 'respond');
    assert.deepEqual(
      (await w.decisions()).map(({ status }) => status),
      ['overtaken', 'decided'],
    );
    assert.equal((await texts()).length, 1);
  });

  test('says nothing where they wrote on while a model was thinking', async () => {
    const { decisionId } = await w.heard('How long are returns free?');
    const models = (await w.outside.aiOf!(w.unit(), callsFor(decisionId!)))!;
    const slow: typeof models.ai.object = async (call) => {
      const thought = await models.ai.object(call);
      await said(w.place, w.begun, {
        body: 'And to Rome?',
        happenedAt: new Date(w.clock.now().getTime() + 1),
      });
      return thought;
    };
    const aiOf = async () => ({ ...models, ai: { ...models.ai, object: slow } });
    await runDecide(w.unit(), { decisionId: decisionId! }, { ...w.outside, aiOf });
    assert.deepEqual(await texts(), []);
    assert.equal((await w.decisions())[0]?.status, 'overtaken');
  });

  test('SS-08 does not listen where nobody has set it up', async () => {
    await w.system(({ tx }) => tx.run(sql`delete from autopilot.settings`));
    assert.equal((await w.heard('How long are returns free?')).decisionId, undefined);
  });

  test('finds what an event missed, and what was let fall', async () => {
    const missed = await said(w.place, w.begun, { body: 'How long are returns free?' });
    w.clock.move(120_000);
    await w.system(requeueDecisions);
    const [found] = await w.decisions();
    assert.deepEqual([found?.messageId, found?.status], [missed, 'under_way']);
  });

  test('hands over what it could not decide in five attempts', async () => {
    const { decisionId } = await w.heard('How long are returns free?');
    await w.system(({ tx }) => tx.run(sql`update autopilot.decisions set attempts = 5`));
    await w.decide(decisionId!);
    assert.deepEqual(await escalations(), [{ reason: 'ai_limitation' }]);
    assert.deepEqual(await texts(), []);
  });
});

/** Dies at the nth piece of work: what was committed before is there, and nothing else. */
function dyingAt(nth: number) {
  let n = 0;
  const unit = w.unit();
  const work: typeof unit.work = (fn) => {
    n += 1;
    if (n === nth) throw new Error('killed');
    return unit.work(fn);
  };
  return { ...unit, work };
}

test('killed at any step and begun again, it has answered once', async () => {
  for (let nth = 1; nth <= 4; nth++) {
    const begun = await beginConversation(w.place, { channelId: w.begun.channelId });
    const { decisionId } = await w.heard('How long are returns free?', begun);
    await assert.rejects(w.decide(decisionId!, dyingAt(nth)), /killed/);
    assert.equal((await w.replies(begun)).length, 0);
    await w.decide(decisionId!);
    assert.equal((await w.replies(begun)).length, 1, `killed at ${nth}`);
  }
});

test(`has no word after a person’s, whoever of them is how far (${rounds} times)`, async () => {
  const inTurns = async (turns: number, work: () => Promise<unknown>) => {
    for (let n = 0; n < turns; n++) await turn();
    return work();
  };
  for (let seed = 0; seed < rounds; seed++) {
    const begun = await beginConversation(w.place, { channelId: w.begun.channelId });
    const { decisionId } = await w.heard('How long are returns free?', begun);
    await Promise.all([
      inTurns((seed * 7) % 40, () => w.decide(decisionId!)),
      inTurns((seed * 11) % 60, () =>
        w.system(async (ctx) => {
          await turnAutomationOff(ctx, begun.conversationId, 'person_replied');
        }),
      ),
    ]);
    const left = (await w.replies(begun)).filter(({ status }) => status === 'held');
    assert.deepEqual(left, [], `in round ${seed} the machine may go on after a person`);
  }
});

test('two machines that talk to each other stop within three turns', async () => {
  const [a, b] = [w, await autopilotWorld(autopilot)];
  const answers = { a: 0, b: 0 };
  let words = 'How long are returns free?';
  for (let turns = 0; turns < 10; turns++) {
    const name = turns % 2 === 0 ? 'a' : 'b';
    const side = { a, b }[name];
    side.clock.move(1_000);
    const messageId = await said(side.place, side.begun, { id: newId(MessageId), body: words });
    await runHearMessage(side.unit(), { messageId });
    const made = (await side.decisions()).find((one) => one.messageId === messageId)!;
    await side.decide(made.id);
    const { replyId } = (await side.decisions()).find((one) => one.messageId === messageId)!;
    if (replyId === null) break;
    // On its way at once, as it is where nothing is held up.
    await side.system(({ tx }) =>
      tx.run(sql`update inbox.messages set status = 'sent', send_at = null where id = ${replyId}`),
    );
    answers[name] += 1;
    words = (await side.replies()).at(-1)!.body;
  }
  assert.ok(answers.a >= 1 && answers.a <= 3 && answers.b <= 3, JSON.stringify(answers));
});
