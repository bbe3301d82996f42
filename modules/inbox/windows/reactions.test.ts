import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isEmojiTaken, reactionsOf } from './contract.ts';

const taken = (platform: Parameters<typeof reactionsOf>[0], emoji: string) => {
  const reactions = reactionsOf(platform);
  return reactions !== undefined && isEmojiTaken(reactions, emoji);
};

describe('what can be put under a message', () => {
  test('is one of six on Instagram and Messenger, drawn in colour or not', () => {
    for (const platform of ['instagram', 'messenger'] as const)
      assert.deepEqual(
        ['❤️', '❤', '😡', '🙏', 'x'].map((emoji) => taken(platform, emoji)),
        [true, true, true, false, false],
      );
  });

  test('is any one emoji on WhatsApp, however many characters it is made of, and nothing else', () => {
    for (const emoji of ['🦆', '👩‍👩‍👧', '👍🏽', '🇨🇭', '2️⃣']) assert.ok(taken('whatsapp', emoji), emoji);
    for (const emoji of ['', '2', 'x', '🦆🦆', '🦆 ', 'yes 👍']) assert.ok(!taken('whatsapp', emoji), emoji);
  });

  test('is nothing where the platform has none', () => {
    assert.deepEqual([reactionsOf('email'), reactionsOf('youtube')], [undefined, undefined]);
  });
});
