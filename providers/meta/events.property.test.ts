import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseJson } from '../json.ts';
import type { MetaEvent } from './event.ts';
import { splitMeta } from './events.ts';

/** One thing that happened, and the ways the platform may tell it. */
interface Told {
  readonly key: string;
  readonly account: string;
  readonly tell: (entry: Entry, shape: number) => void;
}
type Entry = Record<string, unknown> & { messaging: object[]; standby: object[]; changes: object[] };

const accounts = ['17841400000000001', '17841400000000002', '9788032119674292922'];
const time = 1_763_683_200;

const messageTold = (n: number, account: string, isStandby: boolean): Told => {
  const item = {
    sender: { id: `90${n % 7}` },
    recipient: { id: account },
    timestamp: time * 1_000 + n,
    message: { mid: `mid.${n}`, text: 'café 😊' },
  };
  return {
    key: `instagram ${account} message mid.${n}`,
    account,
    tell: (entry, shape) => {
      if (shape === 1) entry.changes.push({ field: 'messages', value: item });
      else if (shape === 2) Object.assign(entry, { field: 'messages', value: item });
      else (isStandby ? entry.standby : entry.messaging).push(item);
    },
  };
};

const commentTold = (n: number, account: string): Told => {
  const value = { id: `179${n}`, from: { id: `90${n % 7}` }, text: 'price?', media: { id: '18' } };
  return {
    key: `instagram ${account} comment comment/179${n}`,
    account,
    tell: (entry, shape) => {
      if (shape === 2) Object.assign(entry, { field: 'comments', value });
      else entry.changes.push({ field: 'comments', value });
    },
  };
};

const told = fc
  .tuple(fc.nat(500), fc.constantFrom(...accounts), fc.constantFrom('message', 'standby', 'comment'))
  .map(([n, account, kind]) =>
    kind === 'comment' ? commentTold(n, account) : messageTold(n, account, kind === 'standby'),
  );

/** Several times each, in any order, cut into entries anyhow, each entry in one of the three shapes. */
const delivery = fc
  .uniqueArray(told, { selector: ({ key }) => key, maxLength: 40 })
  .chain((all) =>
    fc.record({
      all: fc.constant(all),
      copies: fc.array(fc.nat(Math.max(all.length - 1, 0)), { maxLength: 20 }),
      shapes: fc.array(fc.nat(2), { minLength: 1, maxLength: 10 }),
      order: fc.infiniteStream(fc.nat(1_000_000)),
    }),
  )
  .map(({ all, copies, shapes, order }) => {
    const many = [...all, ...(all.length > 0 ? copies.map((i) => all[i]!) : [])];
    const shuffled = many
      .map((one) => [order.next().value!, one] as const)
      .sort(([a], [b]) => a - b)
      .map(([, one]) => one);
    return { all, entries: entriesOf(shuffled, shapes) };
  });

function entriesOf(shuffled: readonly Told[], shapes: readonly number[]): Entry[] {
  const entries: Entry[] = [];
  for (const [i, one] of shuffled.entries()) {
    const shape = shapes[i % shapes.length]!;
    const last = entries.at(-1);
    // A flat entry holds one thing; the others go on for as long as it is the same account.
    const goesOn = last && shape !== 2 && last.id === one.account && !('field' in last);
    const entry = goesOn ? last : { id: one.account, time, messaging: [], standby: [], changes: [] };
    if (!goesOn) entries.push(entry);
    one.tell(entry, shape);
  }
  return entries;
}

const keyOf = ({ platform, accountId, kind, eventId }: MetaEvent) =>
  `${platform} ${accountId} ${kind} ${eventId}`;

describe('splitting a delivery', () => {
  test('gives exactly the distinct events, however they are wrapped, shuffled and repeated', () => {
    fc.assert(
      fc.property(delivery, ({ all, entries }) => {
        const events = splitMeta(parseJson(JSON.stringify({ object: 'instagram', entry: entries })));
        assert.deepEqual(events.map(keyOf).sort(), all.map(({ key }) => key).sort());
      }),
      { numRuns: 300 },
    );
  });

  test('gives exactly the messages and statuses of WhatsApp', () => {
    const value = fc.record({
      messages: fc.array(fc.nat(60), { maxLength: 8 }),
      statuses: fc.array(fc.tuple(fc.nat(60), fc.constantFrom('sent', 'delivered', 'read')), {
        maxLength: 8,
      }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(value, { maxLength: 4 }), { maxLength: 4 }), (entries) => {
        const events = splitMeta({
          object: 'whatsapp_business_account',
          entry: entries.map((changes) => ({
            id: '1',
            changes: changes.map(({ messages, statuses }) => ({
              field: 'messages',
              value: {
                metadata: { phone_number_id: '2' },
                messages: messages.map((n) => ({ id: `wamid.${n}`, from: '46', type: 'text' })),
                statuses: statuses.map(([n, status]) => ({ id: `wamid.${n}`, status, recipient_id: '46' })),
              },
            })),
          })),
        });
        const all = entries.flat();
        const expected = new Set([
          ...all.flatMap(({ messages }) => messages.map((n) => `wamid.${n}`)),
          ...all.flatMap(({ statuses }) => statuses.map(([n, status]) => `wamid.${n}/${status}`)),
        ]);
        const found = events.filter(({ kind }) => kind !== 'unknown').map(({ eventId }) => eventId);
        assert.deepEqual(found.sort(), [...expected].sort());
      }),
    );
  });

  test('never throws, whatever it is given, and drops nothing that was put into an entry', () => {
    const known = fc.constantFrom<string>(
      ...['object', 'entry', 'id', 'time', 'messaging', 'standby', 'changes', 'field', 'value', 'message'],
      ...[
        'sender',
        'recipient',
        'mid',
        'reaction',
        'read',
        'statuses',
        'messages',
        'contacts',
        'errors',
        'from',
      ],
      ...['instagram', 'page', 'whatsapp_business_account', 'comments', 'feed', '__proto__', 'constructor'],
    );
    const { anything } = fc.letrec((tie) => ({
      anything: fc.oneof(
        { maxDepth: 6 },
        fc.jsonValue({ maxDepth: 2 }),
        known,
        fc.array(tie('anything'), { maxLength: 4 }),
        fc.dictionary(known, tie('anything'), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(anything, (json) => {
        const events = splitMeta(parseJson(JSON.stringify(json)));
        for (const event of events) assert.equal(typeof event.accountId, 'string');
      }),
      { numRuns: 1_000 },
    );
    for (const strange of [
      undefined,
      null,
      1,
      'x',
      [],
      {},
      { entry: 1 },
      { object: 'user', entry: [null, 1] },
    ])
      assert.ok(splitMeta(strange).every(({ kind }) => kind === 'unknown'));
    assert.deepEqual(splitMeta({ object: 'instagram', entry: [] }), []);
    assert.equal(splitMeta({ object: 'instagram', entry: [{ id: '1', hologram: {} }, 7] }).length, 2);
    assert.equal(splitMeta({ object: 'instagram', entry: [{ id: '1', messaging: [1, null] }] }).length, 2);
  });

  test('survives what is nested deeper than anybody means', () => {
    let deep: unknown = {};
    for (let i = 0; i < 50_000; i++) deep = [deep];
    const [event] = splitMeta({
      object: 'instagram',
      entry: [{ id: '1', changes: [{ field: 'x', value: { deep } }] }],
    });
    assert.equal(event!.kind, 'unknown');
  });
});
