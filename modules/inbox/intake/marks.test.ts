import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { echoed, element, personId, type Telling, type ToldWorld, toldWorld, written } from './testing.ts';
import { dropOldMarks } from './upkeep.ts';

const Row = z.object({
  mid: z.string(),
  body: z.string().nullable(),
  status: z.string(),
  failureCode: z.string().nullable(),
  happenedAt: z.date(),
  deliveredAt: z.date().nullable(),
  seenAt: z.date().nullable(),
  unsentAt: z.date().nullable(),
  files: z.number(),
});
const shown = async (w: ToldWorld, mid = 'mid.1') =>
  (
    await w.rows(
      Row,
      sql`
      select platform_message_id as mid, body, status, failure_code, happened_at, delivered_at, seen_at, unsent_at,
             (select count(*)::int from inbox.attachments a where a.message_id = m.id) as files
        from inbox.messages m where platform_message_id = ${mid}`,
    )
  )[0]!;

const Waiting = z.object({ kind: z.string(), mid: z.string() });
const early = (w: ToldWorld) =>
  w.rows(Waiting, sql`select kind, platform_message_id as mid from inbox.early_marks order by 1, 2`);

const about = (kind: Telling['kind'], at: Date, told: object): Telling => ({
  kind,
  at,
  payload: element(told),
});
const status = (at: Date, is: string, more: object = {}): Telling => ({
  ...{ kind: 'status', at },
  payload: { status: { id: 'mid.1', status: is, recipient_id: personId, ...more } },
});
const ours = (at: Date): Telling => ({
  ...{ kind: 'echo', at, eventId: 'mid.1' },
  payload: { message: { id: 'mid.1', to: personId, type: 'text', text: { body: 'Yes' } } },
});

describe('a receipt', () => {
  test('never precedes its message, whatever the clocks of the two say', async () => {
    const w = await toldWorld();
    await w.hear(echoed('mid.1', 'Yes', w.at(10)));
    await w.hear(about('delivered', w.at(1), { delivery: { mids: ['mid.1'] } }));
    await w.hear(about('seen', w.at(2), { read: { mid: 'mid.1' } }));
    const { status: is, deliveredAt, seenAt } = await shown(w);
    assert.deepEqual([is, deliveredAt, seenAt], ['read', w.at(10), w.at(10)]);
  });

  test('of having arrived does not take back that it was read', async () => {
    const w = await toldWorld('whatsapp');
    await w.hear(ours(w.at(1)));
    await w.hear(status(w.at(3), 'read'));
    await w.hear(status(w.at(2), 'delivered'));
    const message = await shown(w);
    assert.deepEqual([message.status, message.deliveredAt, message.seenAt], ['read', w.at(2), w.at(3)]);
  });

  test('told before its message is applied when that comes', async () => {
    const w = await toldWorld('whatsapp');
    await w.hear(status(w.at(3), 'read'));
    assert.deepEqual(await early(w), [{ kind: 'seen', mid: 'mid.1' }]);
    await w.hear(ours(w.at(1)));
    assert.deepEqual([(await shown(w)).status, await early(w)], ['read', []]);
  });

  test('of one is of what was written to them before it, and of nothing after', async () => {
    const w = await toldWorld();
    for (const n of [1, 2, 3]) await w.hear(echoed(`mid.${n}`, `${n}`, w.at(n)));
    await w.hear(about('seen', w.at(9), { read: { mid: 'mid.2' } }));
    const is = await Promise.all([1, 2, 3].map(async (n) => (await shown(w, `mid.${n}`)).status));
    assert.deepEqual(is, ['read', 'read', 'sent']);
  });

  test('is not of what the customer wrote', async () => {
    const w = await toldWorld();
    await w.hear(written('mid.1', 'Hello', w.at(1)));
    await w.hear(about('seen', w.at(9), { read: { mid: 'mid.1' } }));
    assert.deepEqual([(await shown(w)).status, (await shown(w)).seenAt], ['received', null]);
  });
});

describe('that ours failed', () => {
  test('is kept with why', async () => {
    const w = await toldWorld('whatsapp');
    await w.hear(ours(w.at(1)));
    await w.hear(status(w.at(2), 'failed', { errors: [{ code: 131026 }] }));
    const message = await shown(w);
    assert.deepEqual([message.status, message.failureCode], ['failed', 'not_reachable']);
  });

  for (const order of [
    ['failed', 'delivered'],
    ['delivered', 'failed'],
  ])
    test(`is not so when it arrived: ${order.join(', ')}`, async () => {
      const w = await toldWorld('whatsapp');
      await w.hear(ours(w.at(1)));
      for (const one of order) await w.hear(status(w.at(2), one, { errors: [{ code: 131026 }] }));
      const message = await shown(w);
      assert.deepEqual([message.status, message.failureCode], ['delivered', null]);
    });
});

describe('what was taken back', () => {
  test('is gone with its words, its files and what it said before; that it was there stays', async () => {
    const w = await toldWorld();
    const attachments = [{ type: 'image', payload: { url: 'https://cdn.example/a.jpg' } }];
    await w.hear(written('mid.1', 'Oops', w.at(1), { attachments }));
    await w.hear(about('edit', w.at(2), { message_edit: { mid: 'mid.1', text: 'Oops again', num_edit: 1 } }));
    assert.equal((await shown(w)).files, 1);
    await w.hear(about('unsend', w.at(3), { message: { mid: 'mid.1', is_deleted: true } }));
    const { body, unsentAt, files } = await shown(w);
    assert.deepEqual([body, unsentAt, files], [null, w.at(3), 0]);
    assert.deepEqual(await w.rows(z.object({ id: z.string() }), sql`select id from inbox.message_edits`), []);
    const [listed] = await w.rows(
      z.object({ lastText: z.string().nullable() }),
      sql`select last_text from inbox.conversations`,
    );
    assert.equal(listed?.lastText, null);
  });

  test('before it came is never shown', async () => {
    const w = await toldWorld();
    await w.hear(about('unsend', w.at(3), { message: { mid: 'mid.1', is_deleted: true } }));
    await w.hear(written('mid.1', 'Oops', w.at(1)));
    assert.deepEqual([(await shown(w)).body, (await shown(w)).unsentAt], [null, w.at(3)]);
  });
});

describe('a reaction', () => {
  const Emoji = z.object({ emoji: z.string().nullable() });
  const put = (w: ToldWorld, seconds: number, emoji?: string) => {
    const reaction = { mid: 'mid.1', action: emoji ? 'react' : 'unreact', emoji };
    return w.hear(about('reaction', w.at(seconds), { reaction }));
  };
  const now = async (w: ToldWorld) => w.rows(Emoji, sql`select emoji from inbox.message_reactions`);

  test('that was taken back stays so, though an older one is told after it', async () => {
    const w = await toldWorld();
    await w.hear(echoed('mid.1', 'Yes', w.at(1)));
    await put(w, 3);
    await put(w, 2, '❤️');
    assert.deepEqual(await now(w), [{ emoji: null }]);
    await put(w, 4, '👍');
    assert.deepEqual(await now(w), [{ emoji: '👍' }]);
  });
});

describe('a mark', () => {
  test('whose message never comes is dropped after a month', async () => {
    const w = await toldWorld();
    await w.hear(about('seen', w.at(1), { read: { mid: 'mid.of.long.ago' } }));
    await w.system.work(dropOldMarks);
    assert.equal((await early(w)).length, 1);
    w.ground.clock.move(31 * 86_400_000);
    await w.system.work(dropOldMarks);
    assert.equal((await early(w)).length, 0);
  });
});

describe('a new number', () => {
  test('is where somebody is reached from then on, in the same conversation', async () => {
    const w = await toldWorld('whatsapp');
    const message = (from: string, id: string, at: Date): Telling => ({
      ...{ kind: 'message', at, eventId: id, personId: from },
      payload: { message: { from, id, type: 'text', text: { body: id } } },
    });
    await w.hear(message('391', 'wamid.1', w.at(1)));
    const system = { type: 'user_changed_number', wa_id: '392' };
    const moved = { kind: 'contact_update', at: w.at(2), personId: '391' } as const;
    await w.hear({ ...moved, payload: { message: { from: '391', id: 'wamid.2', type: 'system', system } } });
    await w.hear(message('392', 'wamid.3', w.at(3)));
    const said = await w.rows(
      z.object({ kind: z.string(), person: z.string() }),
      sql`
      select m.kind, i.platform_user_id as person from inbox.messages m
        join inbox.conversations v on v.id = m.conversation_id join inbox.identities i on i.id = v.identity_id
       order by m.happened_at`,
    );
    assert.deepEqual(
      said.map(({ kind, person }) => `${kind} ${person}`),
      ['text 392', 'activity 392', 'text 392'],
    );
  });
});
