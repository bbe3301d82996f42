import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { enrich } from './enrich.ts';

const about = (text: string) => enrich(text).categories;

describe('enrich', () => {
  for (const [text, language, sentiment] of [
    ['I love this dress, it is beautiful', 'en', 'positive'],
    ['This is the worst, it came broken', 'en', 'negative'],
    ['Das Kleid ist wunderschön', 'de', 'positive'],
    ['Ich bin sehr enttäuscht, es ist kaputt', 'de', 'negative'],
    ['J’adore cette robe, elle est magnifique', 'fr', 'positive'],
    ['Je suis très déçue, c’est une arnaque', 'fr', 'negative'],
    ['Me encanta este vestido, es precioso', 'es', 'positive'],
    ['Es una estafa, el vestido está roto', 'es', 'negative'],
    ['Questo vestito è bellissimo, lo adoro', 'it', 'positive'],
    ['Sono molto delusa, è pessimo', 'it', 'negative'],
    ['Que lindo, eu amei muito este vestido', 'pt', 'positive'],
    ['Não comprem, é um golpe e é horrível', 'pt', 'negative'],
    ['The dress is in the shop on Monday', 'en', 'neutral'],
  ] as const)
    test(`CR-45 reads "${text}" as ${language} and ${sentiment}`, () => {
      const read = enrich(text);
      assert.deepEqual([read.language, read.sentiment], [language, sentiment]);
    });

  test('CR-45 turns round what is denied', () => {
    assert.equal(enrich('This is not good').sentiment, 'negative');
    assert.equal(enrich('Das ist nicht schlecht').sentiment, 'positive');
  });

  test('reads signs where there are no words', () => {
    assert.equal(enrich('😍🔥').sentiment, 'positive');
    assert.equal(enrich('👎👎').sentiment, 'negative');
  });

  test('CR-45 knows a question, a price, an order, an offer and spam', () => {
    assert.deepEqual(about('Do you have this in blue?'), ['question']);
    assert.deepEqual(about('wo gibt es das noch'), ['question']);
    assert.deepEqual(about('price'), ['price', 'question']);
    assert.deepEqual(about('Combien coûte cette robe'), ['price', 'question']);
    assert.deepEqual(about('Where is my order?'), ['order', 'question']);
    assert.deepEqual(about('We would do a collaboration with you'), ['collab']);
    assert.deepEqual(about('Earn $500 a day, check my bio!'), ['spam']);
    assert.deepEqual(about('https://t.me/rich https://t.me/richer'), ['spam']);
  });

  test('takes no address for a question', () => {
    assert.deepEqual(about('The colours are as shown on https://linen.test/shop?color=blue'), []);
  });

  test('CR-45 has a score of 1 to 100, complaints and questions before praise, spam last', () => {
    const scores = [
      'This is terrible. Where is my order?',
      'Is this linen?',
      'Lovely',
      'So beautiful, thanks',
      'follow me',
    ].map((text) => enrich(text).priorityScore);
    assert.deepEqual(
      [...scores].sort((a, b) => b - a),
      scores,
    );
    assert.ok(scores.every((score) => score >= 1 && score <= 100));
  });

  test('says nothing of what has no words', () => {
    for (const text of [null, '', '   '])
      assert.deepEqual(enrich(text), {
        ...{ sentiment: null, priorityScore: 1, categories: [], keywords: [], language: null },
      });
  });

  test('takes the stars of a review for its tone', () => {
    assert.deepEqual(
      [1, 3, 5].map((rating) => enrich('It was there', { rating }).sentiment),
      ['negative', 'neutral', 'positive'],
    );
  });

  test('keeps the telling words, a few of them, once', () => {
    assert.deepEqual(enrich('The linen dress, this linen dress in green').keywords, [
      'linen',
      'dress',
      'green',
    ]);
  });

  test('takes any text whatever, of any length', () => {
    for (const text of ['\u0000', '\ud800', '?'.repeat(20_000), '𝒶'.repeat(5_000), 'a '.repeat(10_000)]) {
      const { priorityScore, keywords } = enrich(text);
      assert.ok(priorityScore >= 1 && priorityScore <= 100 && keywords.length <= 5);
    }
  });
});
