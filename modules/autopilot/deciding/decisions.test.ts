import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { autopilot } from '../index.ts';
import { settled } from '../settings/testing.ts';
import { type AutopilotWorld, autopilotWorld } from '../testing/world.ts';
import { getDecision, getDecisionStats, listDecisions } from './decisions.ts';
import { replayDecision } from './replaying.ts';

let w: AutopilotWorld;
beforeEach(async () => {
  w = await autopilotWorld(autopilot);
});

const asks = 'How long are returns free?';

describe('decisions', () => {
  test('SS-28 are listed with the latest first, and sifted by what was decided', async () => {
    const answered = await w.asked(asks);
    const handed = await w.asked('Can your parrots tap dance on Jupiter?');
    const reader = await w.member('viewer');
    const list = (filter: object) => w.reading(reader, (ctx) => listDecisions(ctx, { limit: 10, ...filter }));
    assert.deepEqual(
      (await list({})).items.map(({ id }) => id),
      [handed.id, answered.id],
    );
    assert.deepEqual(
      (await list({ decision: 'respond' })).items.map(({ id }) => id),
      [answered.id],
    );
    const found = async (filter: object) => (await list(filter)).items.map(({ id }) => id);
    assert.deepEqual(await found({ rule: handed.matchedRule }), [handed.id]);
    assert.deepEqual(await found({ confidenceMax: 0 }), []);
    const { createdAt } = (await list({ decision: 'escalate' })).items[0]!;
    assert.deepEqual(await found({ until: createdAt }), [answered.id]);
    assert.deepEqual(await found({ from: createdAt }), [handed.id]);
    const { conversationId } = w.begun;
    assert.equal((await list({ conversationId, channelId: w.channelId })).items.length, 2);
    const whole = await w.reading(reader, (ctx) => getDecision(ctx, { decisionId: answered.id }));
    assert.deepEqual([whole.messageText, whole.settingsVersion], [asks, 1]);
    assert.equal(whole.sources[0]?.title, 'The shop');
  });

  test('SS-30 are counted by kind over seven days, with how sure they were', async () => {
    await w.asked(asks);
    w.clock.move(8 * 86_400_000);
    await w.asked('Can your parrots tap dance on Jupiter?');
    const { decisions, days } = await w.reading(await w.member('viewer'), getDecisionStats);
    assert.deepEqual(
      decisions.map(({ decision, count }) => [decision, count]),
      [
        ['respond', 0],
        ['ignore', 0],
        ['escalate', 1],
      ],
    );
    assert.equal(days.length, 1);
    assert.ok(decisions[2]!.meanConfidence! >= 0 && decisions[2]!.meanConfidence! <= 1);
  });

  test('are made again from what was seen, then or as it is set now, and nothing is sent', async () => {
    const { id: decisionId } = await w.asked(asks);
    const before = await w.replies();
    const replay = async (by: 'then' | 'now') =>
      w.reading(await w.member('manager'), (ctx) => replayDecision(ctx, { decisionId, by }, w.outside));
    const then = await replay('then');
    assert.deepEqual(then.after, then.before);
    await settled(w.place, { flaggedKeywords: ['returns'] });
    assert.equal((await replay('then')).after.decision, 'respond');
    assert.equal((await replay('now')).after.matchedRule, 'gate.flagged_keyword');
    assert.deepEqual(await w.replies(), before);
  });
});
