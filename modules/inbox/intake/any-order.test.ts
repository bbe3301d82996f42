import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import type { WebhookEventId } from '../../connections/contract.ts';
import { historyOf, moves, type Shown } from './testing/model.ts';
import { type ToldWorld, toldWorld } from './testing.ts';

const step = fc.record({
  person: fc.constantFrom('900100200301', '900100200302'),
  what: fc.constantFrom(...moves),
  of: fc.nat({ max: 30 }),
  isReply: fc.boolean(),
  emoji: fc.constantFrom('❤️', '😂', '👍'),
});

const workersCount = 8;

/** As a pool of workers does it: each takes the next one when it is done. */
async function byWorkers(ids: readonly WebhookEventId[], work: (id: WebhookEventId) => Promise<void>) {
  const left = [...ids];
  const worker = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) await work(id);
  };
  await Promise.all(Array.from({ length: workersCount }, worker));
}

const Row = z.object({
  person: z.string(),
  mid: z.string(),
  isOwn: z.boolean(),
  at: z.date(),
  replyTo: z.string().nullable(),
  body: z.string().nullable(),
  edits: z.array(z.object({ body: z.string().nullable(), replacedAt: z.coerce.date() })),
  unsentAt: z.date().nullable(),
  emoji: z.string().nullable(),
  status: z.string(),
});

const shownIn = (w: ToldWorld): Promise<Shown[]> =>
  w.rows(
    Row,
    sql`
    select i.platform_user_id as person, m.platform_message_id as mid, m.direction = 'outbound' as is_own,
           m.happened_at as at, q.platform_message_id as reply_to, m.body, m.unsent_at, m.status,
           (select r.emoji from inbox.message_reactions r where r.message_id = m.id and r.side = 'contact') as emoji,
           coalesce((select jsonb_agg(jsonb_build_object('body', e.body, 'replacedAt', e.replaced_at) order by e.number)
              from inbox.message_edits e where e.message_id = m.id), '[]') as edits
      from inbox.messages m
      join inbox.conversations v on v.id = m.conversation_id
      join inbox.identities i on i.id = v.identity_id
      left join inbox.messages q on q.id = m.reply_to
     order by m.happened_at`,
  );

const Listed = z.object({
  person: z.string(),
  messagesCount: z.number(),
  inboundCount: z.number(),
  lastText: z.string().nullable(),
  lastStatus: z.string(),
  waitingSince: z.date().nullable(),
});

const listedIn = (w: ToldWorld) =>
  w.rows(
    Listed,
    sql`
    select i.platform_user_id as person, v.messages_count, v.inbound_count, v.last_text, v.last_status, v.waiting_since
      from inbox.conversations v join inbox.identities i on i.id = v.identity_id order by 1`,
  );

/** What the list is to show of the same messages. */
function listOf(shown: readonly Shown[]): z.infer<typeof Listed>[] {
  const people = [...new Set(shown.map(({ person }) => person))].sort();
  return people.map((person) => {
    const theirs = shown.filter((one) => one.person === person);
    const last = theirs.at(-1)!;
    const answeredAt = theirs.findLast(({ isOwn }) => isOwn)?.at ?? new Date(0);
    return {
      person,
      messagesCount: theirs.length,
      inboundCount: theirs.filter(({ isOwn }) => !isOwn).length,
      lastText: last.body,
      lastStatus: last.status,
      waitingSince: theirs.find(({ isOwn, at }) => !isOwn && at > answeredAt)?.at ?? null,
    };
  });
}

describe('a history', () => {
  test('SS-23 SE-61 comes to the same in whatever order and however often it is told, to eight workers at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 4, maxLength: 24 }),
        fc.infiniteStream(fc.nat()),
        async (steps, order) => {
          const w = await toldWorld('messenger');
          const { tellings, shown } = historyOf(steps, w.at);
          const ids: WebhookEventId[] = [];
          for (const telling of tellings) ids.push(await w.store(telling));
          await byWorkers(mixed([...ids, ...ids], order), w.takeIn);
          assert.deepEqual(await shownIn(w), shown);
          assert.deepEqual(await listedIn(w), listOf(shown));
        },
      ),
      { numRuns: 25 },
    );
  });
});

function mixed<T>(all: readonly T[], order: IterableIterator<number>): T[] {
  const ranked = all.map((one) => ({ one, rank: order.next().value as number }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ one }) => one);
}
