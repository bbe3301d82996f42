import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainAddress } from '../words.ts';
import { everyOptionsWith, everyWords, scopeWords, wholeAddress } from './site-words.ts';

test('an address may be written without what browsers add', () => {
  assert.equal(wholeAddress(' shop.com/help '), 'https://shop.com/help');
  assert.equal(wholeAddress('http://shop.com'), 'http://shop.com');
  assert.equal(wholeAddress('localhost:4000/help'), 'https://localhost:4000/help');
  assert.equal(wholeAddress(''), '');
  assert.equal(plainAddress('https://shop.com/'), 'shop.com');
});

test('how far and how often a site is read is said in words', () => {
  assert.equal(scopeWords({ scope: 'below', pagesMax: 1_200 }), 'What lies below it, 1,200 pages at most');
  assert.deepEqual([null, 24, 48, 5].map(everyWords), [
    ...['When somebody asks for it', 'Every day', 'Every 2 days', 'Every 5 hours'],
  ]);
  assert.equal(everyOptionsWith(5).at(-1)!.label, 'Every 5 hours');
  assert.equal(everyOptionsWith(null).length, 4);
});
