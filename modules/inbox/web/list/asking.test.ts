import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MemberId, newId } from '../../../../kit/ids.ts';
import { ChannelId, type ConversationSummary, TagId, type ViewFilters } from '../../contract.ts';
import { belongs, type Filters, filterNames, filtersFrom, queryOf, searchOf, wishOf } from './asking.ts';

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

describe('filtersFrom', () => {
  test('writes what a view asks for so that the same is asked for again', () => {
    const wishes: ViewFilters[] = [
      {},
      { status: 'open' },
      { status: 'closed', assignee: 'me', unread: 'true', tagId: newId(TagId), channelId: newId(ChannelId) },
      { category: 'requests', waiting: 'false', hasMedia: 'true', from: '2026-01-01T00:00:00.000Z' },
    ];
    for (const wish of wishes) assert.deepEqual(wishOf({ ...none, ...filtersFrom(wish) }), wish);
  });

  test('leaves nothing in the address that everything open is', () => {
    assert.deepEqual(filtersFrom({ status: 'open' }), {});
    assert.deepEqual(filtersFrom({}), { status: 'any' });
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
