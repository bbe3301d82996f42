import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newId } from '../../../../kit/ids.ts';
import { ConversationId, type Message, MessageId } from '../../contract.ts';
import type { Outgoing } from '../composer/outbox.ts';
import { firstUnread, type Row, rowsOf } from './timeline-rows.ts';

const conversationId = newId(ConversationId);
const dayOf = (at: Date) => at.toISOString().slice(0, 10);

function message(at: string, more: Partial<Message> = {}): Message {
  return {
    ...{ id: newId(MessageId), conversationId, direction: 'inbound', kind: 'text', author: 'contact' },
    ...{ member: null, body: at, details: {}, attachments: [], reactions: [], replyTo: null },
    ...{ status: 'received', happenedAt: new Date(at), sendAt: null, sentAt: null, deliveredAt: null },
    ...{ seenAt: null, failureCode: null, editedAt: null, unsentAt: null },
    ...more,
  };
}
const ours = { direction: 'outbound', author: 'member', status: 'sent' } as const;
const outgoing = (one: Message): Outgoing => ({ message: one, wish: {}, isNote: false, error: undefined });
const shape = (rows: readonly Row[]) =>
  rows.map((row) =>
    row.kind === 'message'
      ? `${row.message.body} ${row.begins ? 'begins' : ''} ${row.ends ? 'ends' : ''}`
      : row.kind,
  );

describe('rowsOf', () => {
  test('goes from the beginning to the end, with a line where a day begins', () => {
    const messages = [message('2026-03-02T09:00:00Z'), message('2026-03-01T09:00:00Z')];
    assert.deepEqual(shape(rowsOf({ messages, outgoing: [], newFrom: undefined, dayOf })), [
      'day',
      '2026-03-01T09:00:00Z begins ends',
      'day',
      '2026-03-02T09:00:00Z begins ends',
    ]);
  });

  test('puts together what one says within a few minutes, and parts it where another speaks', () => {
    const messages = [
      message('2026-03-01T09:20:00Z', ours),
      message('2026-03-01T09:12:00Z'),
      message('2026-03-01T09:02:00Z'),
      message('2026-03-01T09:00:00Z'),
    ];
    assert.deepEqual(shape(rowsOf({ messages, outgoing: [], newFrom: undefined, dayOf })), [
      'day',
      '2026-03-01T09:00:00Z begins ',
      '2026-03-01T09:02:00Z  ends',
      '2026-03-01T09:12:00Z begins ends',
      '2026-03-01T09:20:00Z begins ends',
    ]);
  });

  test('says what is new where it begins', () => {
    const [second, first] = [message('2026-03-01T09:01:00Z'), message('2026-03-01T09:00:00Z')];
    const rows = rowsOf({ messages: [second, first], outgoing: [], newFrom: second.id, dayOf });
    assert.deepEqual(shape(rows), [
      'day',
      '2026-03-01T09:00:00Z begins ends',
      'new',
      '2026-03-01T09:01:00Z begins ends',
    ]);
  });

  test('shows what was written here at the end, and once only when the server has it', () => {
    const mine = message('2026-03-01T09:01:00Z', ours);
    const theirs = message('2026-03-01T09:00:00Z');
    const before = rowsOf({ messages: [theirs], outgoing: [outgoing(mine)], newFrom: undefined, dayOf });
    const after = rowsOf({ messages: [mine, theirs], outgoing: [outgoing(mine)], newFrom: undefined, dayOf });
    assert.equal(shape(before).length, 3);
    assert.deepEqual(shape(after), shape(before));
    assert.equal(
      after.some((row) => row.kind === 'message' && row.outgoing),
      false,
    );
  });
});

describe('firstUnread', () => {
  test('counts what they said from the end, and takes the first there is when more is unread', () => {
    const messages = [
      message('2026-03-01T09:03:00Z'),
      message('2026-03-01T09:02:00Z', ours),
      message('2026-03-01T09:01:00Z'),
    ];
    assert.equal(firstUnread(messages, 1), messages[0]!.id);
    assert.equal(firstUnread(messages, 2), messages[2]!.id);
    assert.equal(firstUnread(messages, 9), messages[2]!.id);
    assert.equal(firstUnread(messages, 0), undefined);
  });
});
