import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MemberId, newId } from '../../../../kit/ids.ts';
import type { ConversationSummary } from '../../contract.ts';
import { belongs, type Filters, filterNames, queryOf, searchOf } from './asking.ts';

const none = Object.fromEntries(filterNames.map((name) => [name, ''])) as Filters;
const me = newId(MemberId);

describe('queryOf', () => {
  test('asks for what is open unless another state is wished for', () => {
    assert.deepEqual(queryOf(none), { status: 'open' });
    assert.deepEqual(queryOf({ ...none, status: 'closed' }), { status: 'closed' });
    assert.deepEqual(queryOf({ ...none, status: 'any' }), {});
  });

  test('has a list say whose they are, whatever else was chosen', () => {
    assert.deepEqual(queryOf({ ...none, list: 'mine', assignee: 'nobody' }), {
      assignee: 'me',
      status: 'open',
    });
    assert.deepEqual(queryOf({ ...none, list: 'unheard of', unread: 'true' }), {
      status: 'open',
      unread: 'true',
    });
  });
});

describe('searchOf', () => {
  test('carries what is set and nothing else', () => {
    assert.equal(searchOf(none), '');
    assert.equal(searchOf({ ...none, list: 'mine', unread: 'true' }), '?list=mine&unread=true');
  });
});

describe('belongs', () => {
  const row = {
    ...{ status: 'open', assignee: { memberId: me, name: 'Ann' }, category: 'general', priority: 'normal' },
    tagIds: [],
  } as unknown as ConversationSummary;

  test('lets a row go that is not in the state of the list any more', () => {
    assert.equal(belongs(row, { status: 'open' }, me), true);
    assert.equal(belongs({ ...row, status: 'closed' }, { status: 'open' }, me), false);
  });

  test('knows whose list it is', () => {
    assert.equal(belongs(row, { assignee: 'me' }, me), true);
    assert.equal(belongs(row, { assignee: 'nobody' }, me), false);
    assert.equal(belongs({ ...row, assignee: null }, { assignee: 'me' }, me), false);
    assert.equal(belongs({ ...row, assignee: null }, { assignee: 'nobody' }, me), true);
  });
});
