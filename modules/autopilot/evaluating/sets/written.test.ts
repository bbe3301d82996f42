import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { foldQuestion } from '../../../knowledge/contract.ts';
import { contentWordsOf } from './words.ts';
import { otherSet, otherSets } from './written.ts';

/** What fails is named by its id alone: of a set that is only counted, no word is to be seen. */
for (const name of otherSets) {
  const { shop, questions } = otherSet(name);
  const { answerable, nearMisses, offTopic } = questions;
  const all = [...answerable, ...nearMisses, ...offTopic];
  const kept = [...shop.documents, ...shop.faqs];
  const languages = new Map(kept.map(({ id, language }) => [id, language]));
  /** What an answer may rest on: a document as it is written, the answer of a FAQ. */
  const sources = new Map<string, string>([
    ...shop.documents.map(({ id, body }) => [id, body] as const),
    ...shop.faqs.map(({ id, answer }) => [id, answer] as const),
  ]);

  describe(`the set beside the shipped one: ${name}`, () => {
    test('names everything once, and asks nothing twice', () => {
      assert.deepEqual(twiceIn(kept.map(({ id }) => id)), []);
      assert.deepEqual(twiceIn(all.map(({ id }) => id)), []);
      const texts = all.map(({ text }) => foldQuestion(text));
      assert.deepEqual(idsOf(all.filter((_, i) => texts.indexOf(texts[i]!) !== i)), []);
    });

    test('has documents that begin with their titles, in three languages', () => {
      assert.deepEqual(
        idsOf(shop.documents.filter(({ title, body }) => !body.startsWith(`# ${title}\n`))),
        [],
      );
      assert.equal(new Set(shop.documents.map(({ language }) => language)).size, 3);
    });

    test('rests on words that stand in their source exactly once', () => {
      const wrong = answerable.filter(({ fact, in: source, also = [], second }) =>
        [{ fact, in: source }, ...also, ...(second ? [second] : [])].some(
          (one) => timesIn(sources.get(one.in) ?? '', one.fact) !== 1,
        ),
      );
      assert.deepEqual(idsOf(wrong), []);
    });

    test('is asked in the language of the source, but where it is marked to be asked across', () => {
      const otherwise = answerable.filter(
        ({ in: source, language, isAcross = false }) => (languages.get(source) !== language) !== isAcross,
      );
      assert.deepEqual(idsOf(otherwise), []);
    });

    test('has at most one word of the answer in a question that is marked to be indirect', () => {
      const direct = answerable.filter(
        ({ isIndirect, text, fact }) => isIndirect && sharedCount(text, fact) > 1,
      );
      assert.deepEqual(idsOf(direct), []);
    });

    test('misses what is near in the same language', () => {
      const elsewhere = nearMisses.filter(({ near, language }) => languages.get(near) !== language);
      assert.deepEqual(idsOf(elsewhere), []);
    });
  });
}

const idsOf = (some: readonly { id: string }[]) => some.map(({ id }) => id);
const timesIn = (text: string, part: string) => text.split(part).length - 1;
const twiceIn = (some: readonly string[]) => some.filter((one, i) => some.indexOf(one) !== i);

function sharedCount(text: string, other: string): number {
  const there = contentWordsOf(other);
  return [...contentWordsOf(text)].filter((word) => there.has(word)).length;
}
