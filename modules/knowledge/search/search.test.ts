import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { indexAll, typedDocument } from '../documents/testing.ts';
import { writtenFaq } from '../faqs/testing.ts';
import { knowledge } from '../index.ts';
import { embedderAmong, hashedEmbedder, hashedVector } from '../pieces/testing.ts';
import { explainSearch, type Question, questionModel, searchKnowledge } from './search.ts';

const modules = [identity, workspaces, connections, knowledge];
const outside = { embedder: embedderAmong(hashedEmbedder()) };
let w: TestWorkspace;
before(async () => {
  w = await newWorkspace(modules);
  const bodies = {
    en: 'Returns are free for thirty days after the parcel arrived.',
    de: 'Der Versand nach Österreich dauert drei Werktage. Die Lieferungen sind versichert.',
    es: 'Las camisas de lino se lavan a treinta grados.',
    ja: '送料は五百円です。',
  };
  for (const [language, body] of Object.entries(bodies)) {
    const documentId = await typedDocument(w, { title: language, body, language });
    await indexAll(w, [documentId]);
  }
});

const ask = (q: string, limit = 5) =>
  w.reading({ kind: 'autopilot' }, (ctx) => explainSearch(ctx, { q, limit, explain: true }, outside));
const byWords = (q: string, asked: Partial<Question> = {}, place = w) =>
  place.reading({ kind: 'autopilot' }, (ctx) => searchKnowledge(ctx, { q, limit: 5, ...asked }));
const titles = (items: readonly { readonly title: string }[]) => items.map(({ title }) => title);

describe('searchKnowledge', () => {
  test('SS-61 finds by words in the forms of each language, without accents', async () => {
    assert.deepEqual(titles((await byWords('lieferung osterreich')).items), ['de']);
    assert.deepEqual(titles((await byWords('¿Cómo lavo una camisa?')).items), ['es']);
    assert.deepEqual(titles((await byWords('a returned parcel')).items), ['en']);
    assert.deepEqual((await byWords('bicycle helmets')).items, []);
  });

  test('SS-61, SS-91 puts first what is first by meaning and by words together', async () => {
    const { items, explanation } = await ask('Are returns free?');
    assert.equal(items[0]!.title, 'en');
    const [first] = explanation!.seen;
    assert.deepEqual([first!.near!.rank, first!.words!.rank, first!.passedOver], [1, 1, null]);
    assert.equal(first!.score, 2 / 61);
    assert.ok(first!.words!.matched.includes('return'));
  });

  test('says where a piece is, and it is there', async () => {
    const [found] = (await ask('camisas de lino')).items;
    assert.equal(found!.content, 'Las camisas de lino se lavan a treinta grados.');
    assert.deepEqual([found!.start, found!.end], [0, found!.content.length]);
  });

  test('takes nothing that is too far, and says so', async () => {
    const { items, explanation } = await ask('zebra xylophone quartz');
    assert.deepEqual(items, []);
    assert.equal(explanation!.seen.length, 4);
    assert.ok(explanation!.seen.every(({ passedOver }) => passedOver === 'too_far'));
    const near = { model: 'test/hashed-64', vector: hashedVector('zebra', 64) };
    const { items: all } = await byWords('zebra', { embedding: near, likenessMin: -1 });
    assert.equal(all.length, 4);
  });

  test('takes no more than asked for, and says what else was found', async () => {
    const embedding = { model: 'test/hashed-64', vector: hashedVector('free', 64) };
    const { items, explanation } = await byWords('free', { embedding, likenessMin: -1, limit: 1 });
    assert.equal(items.length, 1);
    const reasons = explanation.seen.map(({ passedOver }) => passedOver);
    assert.deepEqual(reasons, [null, 'enough_found', 'enough_found', 'enough_found']);
  });

  test('SS-60 compares a question with vectors of its own model alone', async () => {
    const ofAnother = { model: 'test/another', vector: hashedVector('x', 64) };
    await assert.rejects(byWords('x', { embedding: ofAnother }), { code: 'knowledge.model_is_another' });
    const tooLong = { model: 'test/hashed-64', vector: hashedVector('x', 65) };
    await assert.rejects(byWords('x', { embedding: tooLong }), { code: 'knowledge.vectors_do_not_fit' });
    assert.equal(await w.reading({ kind: 'autopilot' }, questionModel), 'test/hashed-64');
  });

  test('SS-62 has an answer to just this question first, whatever else is near', async () => {
    const own = await newWorkspace(modules);
    await indexAll(own, [await typedDocument(own, { body: 'Our opening hours: we are open daily.' })]);
    const faqId = await writtenFaq(own);
    const { items } = await byWords('WHEN are you open', {}, own);
    assert.deepEqual([items[0]!.faqId, items[0]!.score, items.length], [faqId, 1, 2]);
  });

  test('answers for a location with its own and with everybody’s', async () => {
    const own = await newWorkspace(modules);
    const [harbour, airport] = [await own.location('Harbour'), await own.location('Airport')];
    for (const [title, locationId] of [
      ['H', harbour],
      ['A', airport],
      ['All', null],
    ] as const)
      await indexAll(own, [await typedDocument(own, { title, locationId, body: 'Parking is free.' })]);
    const at = async (location: Question['location']) =>
      titles((await byWords('parking', { location }, own)).items).sort();
    assert.deepEqual(await at(harbour), ['All', 'H']);
    assert.deepEqual(await at(null), ['All']);
    assert.deepEqual(await at(undefined), ['A', 'All', 'H']);
  });

  test('leaves common words out where there are rarer ones', async () => {
    const own = await newWorkspace(modules);
    const body = Array.from({ length: 40 }, (_, i) => `${'Linen is linen. '.repeat(70)}Item${i + 100}.`);
    await indexAll(own, [await typedDocument(own, { body: body.join('\n\n') })]);
    const { explanation } = await byWords('linen item117', {}, own);
    const [first] = explanation.seen;
    assert.deepEqual([first!.passedOver, first!.words!.matched], [null, ['item117', 'linen']]);
    // A piece begins with what the one before ended with, so two of them may have it.
    const others = explanation.seen.filter(({ content }) => !content.includes('Item117'));
    assert.ok(others.length > 10 && others.every(({ passedOver }) => passedOver === 'too_far'));
  });
});
