import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { MemberActor } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { beginConversation, commented, openChannel, said } from '../../inbox/testing.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { DecisionId } from '../ids/contract.ts';
import { autopilot } from '../index.ts';
import { modulesBelow } from '../testing/modules.ts';
import { exportThreadCosts, listThreadCosts } from './costs.ts';
import { paidDecision } from './testing.ts';

const dayMs = 86_400_000;
const january = { from: '2026-01-01', until: '2026-01-31' };
let w: TestWorkspace;
let me: MemberActor;
beforeEach(async () => {
  w = await newWorkspace([...modulesBelow, autopilot]);
  me = await w.member('manager');
});

const costs = (query: object = {}, actor = me) =>
  w.reading(actor, (ctx) => listThreadCosts(ctx, { ...january, limit: 10, ...query }));
const told = async (query: object = {}, actor = me) =>
  (await costs(query, actor)).items.map(({ thread, costMicro, decisionsCount }) => [
    ...[thread.personName, costMicro, decisionsCount],
  ]);

async function talk(name: string, locationId: string | null = null) {
  const begun = await beginConversation(w, { name, channelId: await openChannel(w, { locationId }) });
  return { ...begun, pay: async (micro: number) => paidDecision(w, micro, await written(begun)) };
}
type Begun = Awaited<ReturnType<typeof beginConversation>>;
const written = async (begun: Begun) => ({ ...begun, messageId: await said(w, begun) });

describe('what conversations cost', () => {
  test('is summed for each, the dearest first, and what cost nothing is not among them', async () => {
    const [ada, bea, cleo] = [await talk('Ada'), await talk('Bea'), await talk('Cleo')];
    for (const micro of [30, 40]) await ada.pay(micro);
    await bea.pay(90);
    await cleo.pay(0);
    assert.deepEqual(await told(), [
      ['Bea', 90, 1],
      ['Ada', 70, 2],
    ]);
  });

  test('is told of comments as well', async () => {
    const commentId = await commented(w);
    await w.system.work(({ tx, workspaceId, now }) =>
      tx.run(sql`
        insert into autopilot.decisions (workspace_id, id, comment_id, message_text, settings_version, cost_micro,
          created_at)
        values (${workspaceId}, ${newId(DecisionId)}, ${commentId}, 'Price?', 1, 12, ${now})`),
    );
    const { items } = await costs();
    assert.deepEqual(
      items.map(({ kind, id, costMicro }) => [kind, id, costMicro]),
      [['comment', commentId, 12]],
    );
  });

  test('comes a page at a time, each once, also where several cost the same', async () => {
    for (const name of ['Ada', 'Bea', 'Cleo']) await (await talk(name)).pay(50);
    const seen: string[] = [];
    for (let after: string | undefined; seen.length === 0 || after; ) {
      const page = await costs({ limit: 1, after });
      seen.push(...page.items.map(({ thread }) => thread.personName));
      after = page.next ?? undefined;
    }
    assert.deepEqual(seen.toSorted(), ['Ada', 'Bea', 'Cleo']);
  });

  test('is of the days that are asked for, both of them whole', async () => {
    w.ground.clock.set(new Date('2026-01-10T23:59:59Z'));
    await (await talk('Ada')).pay(10);
    w.ground.clock.set(new Date('2026-01-11T00:00:00Z'));
    await (await talk('Bea')).pay(20);
    const on = (day: string) => told({ from: day, until: day });
    assert.deepEqual(await on('2026-01-10'), [['Ada', 10, 1]]);
    assert.deepEqual(await on('2026-01-11'), [['Bea', 20, 1]]);
    for (const [from, until] of [
      ['2026-01-02', '2026-01-01'],
      ['2025-01-01', '2026-01-01'],
    ])
      await assert.rejects(costs({ from, until }), { code: 'autopilot.period_not_possible' });
  });

  test('is told of the places where somebody may look, and of no others', async () => {
    const [here, there] = [await w.location('Here'), await w.location('There')];
    await (await talk('Ada', here)).pay(10);
    await (await talk('Bea', there)).pay(20);
    const nothing = { extra: [], withdrawn: [] };
    const confined: MemberActor = {
      ...{ ...me, role: null },
      access: { role: null, ...nothing, locations: [{ locationId: here, role: 'member', ...nothing }] },
    };
    assert.deepEqual(await told({}, confined), [['Ada', 10, 1]]);
  });

  test('is a table as well, in which nobody’s name is a formula', async () => {
    const ada = await talk('=HYPERLINK("https://evil.test")');
    await ada.pay(65);
    w.ground.clock.move(dayMs);
    const text = await w.reading(me, async (ctx) => {
      let read = '';
      for await (const part of (await exportThreadCosts(ctx, january)).stream) read += part;
      return read;
    });
    const [head, line, rest] = text.split('\r\n');
    assert.match(head!, /^\ufeff"With","Channel",/);
    assert.ok(
      line!.startsWith(`"'=HYPERLINK(""https://evil.test"")","Linen & Oak","instagram","conversation","1",`),
    );
    assert.ok(line!.endsWith(`,"0.00065","${ada.conversationId}"`));
    assert.equal(rest, '');
  });
});
