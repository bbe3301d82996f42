import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import type { WebhookEventId } from '../../connections/contract.ts';
import { historyOf, moves, type Shown } from './testing/model.ts';
import { byWorkers, mixed } from './testing/pool.ts';
import { shownIn } from './testing/shown.ts';
import { type ToldWorld, toldWorld } from './testing.ts';

const step = fc.record({
  person: fc.constantFrom('900100200301', '900100200302'),
  what: fc.constantFrom(...moves),
  of: fc.nat({ max: 30 }),
  isReply: fc.boolean(),
  emoji: fc.constantFrom('❤️', '😂', '👍'),
});

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
          assert.deepEqual(await shownIn(w.rows), shown);
          assert.deepEqual(await listedIn(w), listOf(shown));
        },
      ),
      { numRuns: 25 },
    );
  });
});
