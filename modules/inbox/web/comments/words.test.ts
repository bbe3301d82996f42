import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isLikedByUs } from './words.ts';

describe('whether a comment is liked by us', () => {
  const likedAt = new Date('2026-01-05T09:00:00Z');
  const wanted = (kind: 'like' | 'unlike', failureCode: string | null = null) => ({ kind, failureCode });

  test('is shown as it was wanted while that is under way', () => {
    assert.equal(isLikedByUs({ likedAt: null, likeWanted: wanted('like') }), true);
    assert.equal(isLikedByUs({ likedAt, likeWanted: wanted('unlike') }), false);
  });

  test('is as it was before once the platform has refused', () => {
    assert.equal(isLikedByUs({ likedAt: null, likeWanted: wanted('like', 'rejected') }), false);
    assert.equal(isLikedByUs({ likedAt, likeWanted: wanted('unlike', 'rejected') }), true);
  });
});
