import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { foldQuestion } from '../../../knowledge/contract.ts';
import { type ShippedLanguage, shippedQuestions, shippedShop } from './shipped.ts';
import { contentWordsOf } from './words.ts';

const shop = shippedShop();
const questions = shippedQuestions();

/** What an answer may rest on: a document as it is written, the answer of a FAQ. */
const sources = new Map<string, string>([
  ...shop.documents.map(({ id, body }) => [id, body] as const),
  ...shop.faqs.map(({ id, answer }) => [id, answer] as const),
]);
/** What a question could share its words with. */
const wordings = new Map<string, string>([
  ...sources,
  ...shop.faqs.map((faq) => [faq.id, [...faq.questions, faq.answer].join('\n')] as const),
]);
const languages = new Map([...shop.documents, ...shop.faqs].map(({ id, language }) => [id, language]));

describe('the shipped shop', () => {
  test('has twelve documents in three languages, each as long as a page of a business', () => {
    assert.equal(shop.documents.length, 12);
    assert.deepEqual(countsOf(shop.documents), { en: 6, de: 3, it: 3 });
    for (const { id, title, body } of shop.documents) {
      const count = (body.match(/[\p{L}\p{N}]+/gu) ?? []).length;
      assert.ok(count >= 300 && count <= 900, `${id} has ${count} words`);
      assert.ok(body.startsWith(`# ${title}\n`), `${id} does not begin with its title`);
    }
  });

  test('has forty FAQs, and no phrasing leads to two of them', () => {
    assert.equal(shop.faqs.length, 40);
    assert.deepEqual(countsOf(shop.faqs), { en: 20, de: 10, it: 10 });
    assert.deepEqual(twiceIn(shop.faqs.flatMap((faq) => faq.questions.map(foldQuestion))), []);
    assert.ok(shop.faqs.every((faq) => faq.questions.length >= 2));
  });

  test('names everything once', () => {
    assert.deepEqual(twiceIn([...shop.documents, ...shop.faqs].map(({ id }) => id)), []);
  });
});

describe('the shipped questions', () => {
  const { answerable, nearMisses, offTopic } = questions;
  const all = [...answerable, ...nearMisses, ...offTopic];

  test('are at least a hundred answerable, fifty near misses and fifty off the topic', () => {
    assert.ok(answerable.filter(({ isAcross, isIndirect }) => !isAcross && !isIndirect).length >= 100);
    assert.ok(nearMisses.length >= 50);
    assert.ok(offTopic.length >= 50);
  });

  test('are half English, a quarter German and a quarter Italian, of each kind', () => {
    for (const kind of [answerable, nearMisses, offTopic]) {
      const counts = countsOf(kind);
      const shareOf = (language: ShippedLanguage) => (counts[language] ?? 0) / kind.length;
      for (const [language, share] of [
        ['en', 0.5],
        ['de', 0.25],
        ['it', 0.25],
      ] as const)
        assert.ok(Math.abs(shareOf(language) - share) <= 0.05, `${language}: ${shareOf(language)}`);
    }
  });

  test('have an id and a wording of their own', () => {
    assert.deepEqual(twiceIn(all.map(({ id }) => id)), []);
    assert.deepEqual(twiceIn(all.map(({ text }) => text)), []);
  });

  test('rest on words that stand in their source exactly once', () => {
    const facts = answerable.flatMap(({ id, fact, in: source, also = [], second }) =>
      [{ fact, in: source }, ...also, ...(second ? [second] : [])].map((one) => ({ id, ...one })),
    );
    const wrong = facts.filter((one) => timesIn(sources.get(one.in) ?? '', one.fact) !== 1);
    assert.deepEqual(wrong, []);
  });

  test('are asked in the language of their source, but those that are marked to be asked across', () => {
    const isOtherLanguage = (one: (typeof answerable)[number]) => languages.get(one.in) !== one.language;
    assert.deepEqual(
      answerable.filter((one) => isOtherLanguage(one) !== (one.isAcross ?? false)).map(({ id }) => id),
      [],
    );
  });

  test('reach every document', () => {
    const reached = new Set(answerable.map((one) => one.in));
    assert.deepEqual(
      shop.documents.map(({ id }) => id).filter((id) => !reached.has(id)),
      [],
    );
  });

  test('have at most one word of their answer, where they are marked to be indirect', () => {
    const direct = answerable
      .filter(({ isIndirect }) => isIndirect)
      .map(({ id, text, fact }) => ({ id, shared: sharedIn(text, fact) }))
      .filter(({ shared }) => shared.length > 1);
    assert.deepEqual(direct, []);
  });

  test('repeat no phrasing of a FAQ, but those that are marked to', () => {
    const phrasings = new Set(shop.faqs.flatMap((faq) => faq.questions.map(foldQuestion)));
    const marked = answerable.filter(({ isPhrasing }) => isPhrasing).map(({ text }) => text);
    const repeated = all.map(({ text }) => text).filter((text) => phrasings.has(foldQuestion(text)));
    assert.deepEqual(repeated, marked);
  });

  test('come near where they miss: two words of content are shared with what they are near', () => {
    const far = nearMisses
      .map(({ id, text, near }) => ({ id, shared: sharedIn(text, wordings.get(near) ?? '') }))
      .filter(({ shared }) => shared.length < 2);
    assert.deepEqual(far, []);
    const elsewhere = nearMisses.filter(({ near, language }) => languages.get(near) !== language);
    assert.deepEqual(elsewhere, []);
  });
});

function countsOf(all: readonly { language: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { language } of all) counts[language] = (counts[language] ?? 0) + 1;
  return counts;
}

function sharedIn(text: string, other: string): string[] {
  const there = contentWordsOf(other);
  return [...contentWordsOf(text)].filter((word) => there.has(word));
}

const timesIn = (text: string, part: string) => text.split(part).length - 1;

const twiceIn = (all: readonly string[]) => all.filter((one, i) => all.indexOf(one) !== i);
