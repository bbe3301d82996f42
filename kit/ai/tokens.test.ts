import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { openAccount } from './account.ts';
import { aiTool } from './ai.ts';
import { chatModel } from './testing.ts';
import { microOf, priceOf, promptTokensOf, tokensOf, tokensOfPrompt, wholeMicro } from './tokens.ts';

describe('tokensOf', () => {
  test('counts four letters of Latin, two of others, and each of Chinese, Japanese and Korean', () => {
    assert.equal(tokensOf(''), 0);
    assert.equal(tokensOf('Returns are free'), 4);
    assert.equal(tokensOf('größer'), 2);
    assert.equal(tokensOf('送料は無料です'), 7);
    assert.equal(tokensOf('무료배송'), 4);
    assert.equal(tokensOf('бесплатно!!!'), 6);
    assert.equal(tokensOf('Versand 無料'), 4);
  });

  test('counts a long text quickly enough to be asked of every document', () => {
    assert.equal(tokensOf('word '.repeat(200_000)), 250_000);
  });
});

test('a prompt counts its messages, pictures and tools, whichever way it is written', () => {
  const bytes = new Uint8Array(500_000);
  const plain = promptTokensOf([{ role: 'user', text: 'Look at this' }]);
  const seen = promptTokensOf([
    { role: 'user', text: 'Look at this', images: [{ bytes, mediaType: 'image/png' }] },
  ]);
  assert.deepEqual([plain, seen], [7, 1_107]);
  const tool = aiTool({ name: 'x', description: 'x'.repeat(400), shape: z.object({}), run: () => 1 });
  assert.ok(promptTokensOf([], [tool]) > 100);
  const file = { type: 'file', mediaType: 'image/png', data: { type: 'data', data: bytes } };
  const prompt = [{ role: 'user', content: [{ type: 'text', text: 'Look at this' }, file] }];
  assert.equal(tokensOfPrompt(prompt), 1_107);
});

describe('a price', () => {
  const model = chatModel('x', { inputMicro: 100_000, outputMicro: 400_000, cachedMicro: 10_000 });

  test('is of input, output and what the house still had', () => {
    assert.equal(priceOf(model, { inputTokens: 1e6, outputTokens: 1e6 }), 500_000);
    assert.equal(priceOf(model, { inputTokens: 1e6, outputTokens: 0, cachedTokens: 1e6 }), 10_000);
    assert.equal(microOf(0.25), 25_000);
  });

  test('is rounded up once, and not by the dust of floating numbers', () => {
    assert.equal(wholeMicro(0), 0);
    assert.equal(wholeMicro(0.000_2), 1);
    assert.equal(wholeMicro(microOf(0.1) + microOf(0.2)), 30_000);
  });
});

describe('an account', () => {
  const exact = {
    inputTokens: 10,
    outputTokens: 20,
    cachedTokens: 0,
    reasoningTokens: 5,
    costDollars: 0.001,
  };

  test('takes a lost answer to be as long as the one in its place, and a refused one for none', () => {
    const account = openAccount(chatModel('x', { inputMicro: 1e6, outputMicro: 1e6 }));
    account.expect(12);
    account.begin().isLost = true;
    account.drop(account.begin());
    account.begin();
    account.settle(exact);
    const total = account.total();
    assert.deepEqual([total.inputTokens, total.outputTokens, total.isEstimated], [22, 40, true]);
    // By the price what nobody said, and as said what was.
    assert.equal(total.costMicro, 12 + 20 + 100);
  });

  test('has what was heard of an answer that never ended', () => {
    const account = openAccount(chatModel('x'));
    account.expect(12);
    account.begin();
    account.hear('Returns are ');
    account.hear('free');
    assert.deepEqual([account.total().inputTokens, account.total().outputTokens], [12, 4]);
  });
});
