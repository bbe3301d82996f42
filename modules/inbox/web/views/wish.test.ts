import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newId } from '../../../../kit/ids.ts';
import { ChannelId, TagId, type ViewFilters } from '../../contract.ts';
import { type Filters, filterNames, wishOf } from '../list/asking.ts';
import { filtersFrom } from './wish.ts';

const none = Object.fromEntries(filterNames.map((name) => [name, ''])) as Filters;

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
