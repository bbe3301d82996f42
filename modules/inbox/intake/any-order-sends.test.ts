import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import type { WebhookEventId } from '../../connections/contract.ts';
import { unitOf } from '../../connections/testing.ts';
import { inbox } from '../index.ts';
import { beginConversation, said } from '../messages/testing.ts';
import { undoSeconds } from '../sending/contract.ts';
import { putMessage } from '../sending/sends.ts';
import { sendingWorld } from '../sending/testing/world.ts';
import { wishIn } from '../sending/testing.ts';
import { happenings, historyOf, moves, type Shown } from './testing/model.ts';
import { byWorkers, mixed } from './testing/pool.ts';
import { shownIn } from './testing/shown.ts';
import { echoed, hearing, type Telling } from './testing.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;

/** Mostly one of two, so that much happens to the same message. */
const whom = fc.constantFrom(0, 0, 0, 1);
/** What others do: it happened before we sent anything, and may be told after. */
const told = fc.record({
  ...{ whom, what: fc.constantFrom(...moves), of: fc.nat({ max: 30 }), isReply: fc.boolean() },
  emoji: fc.constantFrom('❤️', '😂', '👍'),
});
/** What we send, now and then in words that somebody wrote elsewhere; and what the platform makes of it. */
const sent = fc.record({
  ...{ whom, body: fc.constantFrom('word 0', 'word 1', 'word 2', 'Yes', 'No') },
  manner: fc.constantFrom('done' as const, 'done' as const, 'lost' as const, 'rejected' as const),
  /** What became of it is heard while other things are told of it; else only after all of them. */
  isHeard: fc.constantFrom(true, false, false, false),
  /** The platform changed it, and says so before its answer is heard. */
  isLoud: fc.boolean(),
});
/** What the platform tells of what we sent. */
const after = fc.record({
  ...{ whom, of: fc.nat({ max: 30 }), isReply: fc.constant(false) },
  what: fc.constantFrom('echo', 'edit', 'unsend', 'react', 'unreact', 'receive', 'see'),
  emoji: fc.constantFrom('❤️', '😂', '👍'),
  /** What is told again would heal what was lost of it the first time. */
  isTwice: fc.constantFrom(true, false, false),
});
type Sent = typeof sent extends fc.Arbitrary<infer T> ? T : never;
type After = typeof after extends fc.Arbitrary<infer T> ? T : never;

/** Two people who have written, on a platform that does with a message what it is told to. */
async function sendingHouse() {
  const w = await sendingWorld(inbox, 'messenger');
  const other = await beginConversation(w.place, { channelId: w.begun.channelId, name: 'Ben' });
  const asked = [w.asked, await said(w.place, other)];
  const begun = [w.begun, other];
  const start = w.clock.now().getTime();
  const ears = hearing(unitOf(w), { accountId: w.accountId, platform: 'messenger' });
  const platform = platformOf(w.server, w.clock, start + 60 * minuteMs);
  return {
    ...{ ...w, ...ears, platform },
    people: begun.map(({ platformUserId }) => platformUserId),
    at: (seconds: number) => new Date(start - 60 * minuteMs + seconds * secondMs),
    async send({ whom: which, body, manner, isLoud }: Sent): Promise<void> {
      w.server.next(manner);
      await w.as(w.me, (ctx) => putMessage(ctx, wishIn(begun[which]!, { body }), w.outside));
      w.clock.move(undoSeconds * secondMs);
      // What became of it is heard another time: much may be told of it before.
      await w.workOff('inbox.hear_of_call');
      const personId = begun[which]!.platformUserId;
      const there = platform.ofPerson(personId);
      for (const { mid, at } of isLoud ? there : [])
        await ears.hear({ ...echoed(mid, textOf(w.server.done, mid).toUpperCase(), at), personId });
    },
    shown: async () => {
      const names = asked.map((id) => `mid.${id}`);
      return (await shownIn(w.sql)).filter(({ mid }) => !names.includes(mid));
    },
  };
}

/** What the platform has of ours, and what it tells of that: each thing after those it told before. */
function platformOf(
  server: { readonly done: { id: string; to: string; text: string }[] },
  clock: { now(): Date },
  from: number,
) {
  const there = new Map<string, Shown>();
  const seen: Shown[] = [];
  let nth = 0;
  const ofPerson = (person: string) =>
    server.done
      .filter(({ to }) => to === person)
      .map(({ id: mid, text: body }) => {
        const nothingYet = { replyTo: null, edits: [], unsentAt: null, emoji: null, status: 'sent' };
        const one: Shown = there.get(mid) ?? {
          person,
          mid,
          isOwn: true,
          at: clock.now(),
          body,
          ...nothingYet,
        };
        there.set(mid, one);
        return one;
      });
  return {
    ofPerson,
    seen,
    /** Undefined where there is nothing of ours that it could be told of. */
    tell(step: Omit<After, 'whom' | 'isTwice'> & { readonly person: string }): Telling | undefined {
      const those = ofPerson(step.person);
      const one = those[step.of % those.length];
      const n = 1_000 + nth++;
      const at = new Date(from + n * secondMs);
      if (!one) return undefined;
      if (step.what === 'echo') return echoed(one.mid, textOf(server.done, one.mid), one.at);
      if (step.what !== 'see') return happenings[step.what]!(those, step, n, at);
      seen.push(one);
      return happenings.see!([one], step, n, at);
    },
  };
}

const textOf = (done: readonly { id: string; text: string }[], mid: string) =>
  done.find(({ id }) => id === mid)!.text;

type House = Awaited<ReturnType<typeof sendingHouse>>;

/**
 * Whoever has seen one has seen all that is not after it; only here it is known what that is. By the platform's clock
 * a message of ours stands later than by ours, for it waited before it went: what lies between may count as seen too.
 */
function seenBefore(own: readonly Shown[], seen: readonly Shown[], rows: readonly Shown[]): void {
  const here = new Map(rows.map((row) => [row.mid, row]));
  for (const { mid, person, at } of seen)
    for (const one of own) {
      const row = here.get(one.mid)!;
      const isBefore = row.at <= here.get(mid)!.at || (row.at <= at && row.status === 'read');
      if (one.person === person && isBefore) one.status = 'read';
    }
}

const Failed = z.object({ code: z.string() });
const failed = (w: House) =>
  w.sql(Failed, sql`select failure_code as code from inbox.messages where status = 'failed'`);

interface History {
  readonly tellings: readonly Telling[];
  readonly sends: readonly Sent[];
  readonly afterwards: readonly After[];
}

/** All of it, by eight workers at once; and then until it is known of each answer what became of it. */
async function happen(w: House, { tellings, sends, afterwards }: History, order: IterableIterator<number>) {
  const late: After[] = [];
  const again: WebhookEventId[] = [];
  const hear = async ({ whom: which, isTwice, ...step }: After): Promise<boolean> => {
    const personId = w.people[which]!;
    const telling = w.platform.tell({ ...step, person: personId });
    if (!telling) return w.platform.ofPerson(personId).length > 0;
    const eventId = await w.hear({ ...telling, personId, eventId: `after ${telling.eventId}` });
    if (isTwice) again.push(eventId);
    return true;
  };
  const toldByOthers = tellings.map((one) => async () => void (await w.hear(one)));
  const toldOfOurs = afterwards.map((one) => async () => void ((await hear(one)) || late.push(one)));
  const heard = sends.filter(({ isHeard }) => isHeard).map(() => () => w.workOff());
  const works = [
    ...mixed([...toldByOthers, ...sends.map((one) => () => w.send(one))], order),
    ...mixed([...toldByOthers, ...toldOfOurs, ...heard], order),
  ];
  await byWorkers(works, (work) => work());
  await w.letPass(16 * minuteMs, 30 * secondMs);
  for (const one of late) await hear(one);
  await byWorkers(again, w.takeIn);
  await w.workOff();
}

describe('what we send', () => {
  test('SS-23 comes to the same among all that is told, of it and of others, with eight workers at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(told, { minLength: 2, maxLength: 14 }),
        fc.array(sent, { minLength: 1, maxLength: 5 }),
        fc.array(after, { minLength: 8, maxLength: 24, size: 'max' }),
        fc.infiniteStream(fc.nat()),
        async (steps, sends, afterwards, order) => {
          const w = await sendingHouse();
          const named = steps.map(({ whom: which, ...step }) => ({ ...step, person: w.people[which]! }));
          const { tellings, shown } = historyOf(named, w.at);
          await happen(w, { tellings, sends, afterwards }, order);

          const rows = await w.shown();
          const all = [...shown, ...w.people.flatMap((person) => w.platform.ofPerson(person))];
          const own = all.filter(({ isOwn }) => isOwn);
          seenBefore(own, w.platform.seen, rows);
          assert.deepEqual(byName(rows), byName(all.map((one) => ({ ...one, at: timeOf(one, rows) }))));
          const refused = sends.filter(({ manner }) => manner === 'rejected');
          assert.deepEqual(
            await failed(w),
            refused.map(() => ({ code: 'rejected' })),
          );
        },
      ),
      // The history that failed is told as it is: making it shorter would take minutes, in which nothing is said.
      { numRuns: 30, endOnFailure: true },
    );
  });
});

/** Of what we send, the time is ours; of what is told, the platform's. */
const timeOf = (one: Shown, rows: readonly Shown[]) =>
  one.mid.startsWith('mid.') ? one.at : rows.find(({ mid }) => mid === one.mid)?.at;

/** A platform may change what it is given, and tells it so: what is the same but for that is the same. */
const byName = (all: readonly (Omit<Shown, 'at'> & { readonly at: Date | undefined })[]) =>
  all
    .map((one) => ({
      ...one,
      body: quiet(one.body),
      edits: one.edits.map((edit) => ({ ...edit, body: quiet(edit.body) })),
    }))
    .sort((a, b) => a.mid.localeCompare(b.mid));
const quiet = (text: string | null) => text?.toLowerCase() ?? null;
