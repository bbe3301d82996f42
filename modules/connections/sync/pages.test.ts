import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Pulled } from '../platforms/platform.ts';
import { withNewest } from './pages.ts';

const now = new Date('2026-01-05T09:00:00Z');
const item = (itemId: string, at: Date | undefined): Pulled => ({
  itemId,
  at,
  eventId: itemId,
  platform: 'instagram',
  platformAccountId: '1',
  kind: 'comment',
  conversationKey: 'media/1',
  payload: {},
});
const ago = (ms: number) => new Date(now.getTime() - ms);

describe('the newest that is known', () => {
  test('is the newest of all pages, in whatever order they come', () => {
    const first = withNewest({ missed: 0 }, [item('b', ago(20)), item('a', ago(30))], now);
    assert.deepEqual([first.newestId, first.newestAt], ['b', ago(20)]);
    assert.equal(withNewest(first, [item('c', ago(25))], now).newestId, 'b');
    assert.equal(withNewest(first, [item('d', ago(1))], now).newestId, 'd');
  });

  test('is never in the future, whatever a platform says: all that follows would be taken for known', () => {
    const place = withNewest(
      { missed: 0 },
      [item('a', new Date(now.getTime() + 1)), item('b', undefined)],
      now,
    );
    assert.equal(place.newestAt, undefined);
  });
});
