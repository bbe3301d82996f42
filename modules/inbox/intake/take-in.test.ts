import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { echoed, element, personId, type ToldWorld, toldWorld, written } from './testing.ts';

const Row = z.object({
  direction: z.string(),
  author: z.string(),
  kind: z.string(),
  body: z.string().nullable(),
  status: z.string(),
  mid: z.string().nullable(),
  happenedAt: z.date(),
});

const messages = (w: ToldWorld) =>
  w.rows(
    Row,
    sql`
    select direction, author, kind, body, status, platform_message_id as mid, happened_at from inbox.messages
     order by happened_at, id`,
  );

const Counted = z.object({ n: z.number() });
const count = async (w: ToldWorld, of: ReturnType<typeof sql>) =>
  (await w.rows(Counted, sql`select count(*)::int as n from ${of}`))[0]!.n;

describe('a message that a platform told of', () => {
  test('is in the conversation with who wrote it, on the channel of its account', async () => {
    const w = await toldWorld();
    await w.hear(written('mid.1', 'Do you ship to Rome?', w.at(1)));
    assert.deepEqual(await messages(w), [
      {
        ...{ direction: 'inbound', author: 'contact', kind: 'text', body: 'Do you ship to Rome?' },
        ...{ status: 'received', mid: 'mid.1', happenedAt: w.at(1) },
      },
    ]);
    const [place] = await w.rows(
      z.object({ channelId: z.string(), name: z.string(), person: z.string(), inbound: z.number() }),
      sql`
      select c.id as channel_id, c.name, i.platform_user_id as person, v.inbound_count as inbound
        from inbox.conversations v join inbox.channels c on c.id = v.channel_id
        join inbox.identities i on i.id = v.identity_id`,
    );
    assert.deepEqual(place, { channelId: w.accountId, name: 'Linen & Oak', person: personId, inbound: 1 });
  });

  test('SS-23 SE-61 is one message, however often it is told and by however many workers', async () => {
    const w = await toldWorld();
    const eventId = await w.store(written('mid.1', 'Do you ship to Rome?', w.at(1)));
    const again = await w.store({
      ...written('mid.1', 'Do you ship to Rome?', w.at(1)),
      eventId: 'another way',
    });
    await Promise.all([eventId, again, eventId, again].map((id) => w.takeIn(id)));
    assert.equal((await messages(w)).length, 1);
    assert.equal(await count(w, sql`inbox.conversations`), 1);
  });

  test('SE-151 is not another account’s of the same id', async () => {
    const [w, other] = [await toldWorld(), await toldWorld('messenger')];
    for (const one of [w, other]) await one.hear(written('mid.1', 'Hello', one.at(1)));
    assert.deepEqual([(await messages(w)).length, (await messages(other)).length], [1, 1]);
  });

  test('SE-58 makes one conversation of what somebody says first, however it comes at once', async () => {
    const w = await toldWorld();
    const ids = await Promise.all([1, 2, 3, 4].map((n) => w.store(written(`mid.${n}`, `${n}`, w.at(n)))));
    await Promise.all(ids.map((id) => w.takeIn(id)));
    assert.equal(await count(w, sql`inbox.conversations`), 1);
    assert.equal(await count(w, sql`inbox.contacts`), 1);
    assert.deepEqual(
      (await messages(w)).map(({ body }) => body),
      ['1', '2', '3', '4'],
    );
  });

  test('of ours, written elsewhere, is there at once as sent', async () => {
    const w = await toldWorld();
    await w.hear(echoed('mid.1', 'Yes, to Rome too.', w.at(1)));
    const [message] = await messages(w);
    assert.deepEqual(
      [message?.direction, message?.author, message?.status],
      ['outbound', 'elsewhere', 'sent'],
    );
  });

  test('answers another, though that comes later', async () => {
    const w = await toldWorld();
    await w.hear(written('mid.2', 'I meant this', w.at(2), { reply_to: { mid: 'mid.1' } }));
    await w.hear(written('mid.1', 'Do you ship to Rome?', w.at(1)));
    const [answer] = await w.rows(
      z.object({ answered: z.string().nullable() }),
      sql`
      select (select q.platform_message_id from inbox.messages q where q.id = m.reply_to) as answered
        from inbox.messages m where m.platform_message_id = 'mid.2'`,
    );
    assert.equal(answer?.answered, 'mid.1');
  });

  test('of nobody in particular is left in the log of events', async () => {
    const w = await toldWorld();
    await w.hear({ kind: 'message', at: w.at(1), personId: '', payload: element({ message: { mid: 'm' } }) });
    assert.equal(await count(w, sql`inbox.messages`), 0);
  });

  test('is kept as when it was last heard of who wrote', async () => {
    const w = await toldWorld();
    await w.hear(written('mid.2', 'later', w.at(2)));
    await w.hear(written('mid.1', 'earlier', w.at(1)));
    const [contact] = await w.rows(z.object({ heardAt: z.date() }), sql`select heard_at from inbox.contacts`);
    assert.deepEqual(contact?.heardAt, w.at(2));
  });
});
