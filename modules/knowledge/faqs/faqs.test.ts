import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import type { MemberActor, Role } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { knowledge } from '../index.ts';
import { searchKnowledge } from '../search/search.ts';
import { FaqId, foldQuestion } from './contract.ts';
import { bringBackFaq, deleteFaq, getFaq, listFaqs, putFaq, retireFaq } from './faqs.ts';
import { writtenFaq } from './testing.ts';

const modules = [identity, workspaces, connections, knowledge];
let w: TestWorkspace;
before(async () => {
  w = await newWorkspace(modules);
});

const asked = async (q: string, place = w) => {
  const { items } = await place.system.work((ctx) => searchKnowledge(ctx, { q, limit: 5 }));
  return items.filter(({ score }) => score === 1).map(({ faqId }) => faqId);
};

describe('foldQuestion', () => {
  test('SS-62 makes nothing of case, accents and punctuation', () => {
    assert.equal(foldQuestion('  ¿Cuándo  ABRÍS, «hoy»?! '), 'cuando abris hoy');
    assert.equal(foldQuestion('ﬁne Ⅳ'), 'fine iv');
    assert.equal(foldQuestion('?!…'), '');
  });
});

describe('an answer', () => {
  test('SS-62 is found by any of its phrasings, without regard to case', async () => {
    const faqId = await writtenFaq(w, { questions: ['Do you sell Kimonos?', '¿Venden kimonos?'] });
    assert.deepEqual(await asked('do you SELL kimonos'), [faqId]);
    assert.deepEqual(await asked('Venden kimonos'), [faqId]);
    assert.deepEqual(await asked('Do you sell kimonos in Rome?'), []);
  });

  test('SS-62 is not answered with while it is retired', async () => {
    const faqId = await writtenFaq(w, { questions: ['Is there parking?'] });
    await w.system.work((ctx) => retireFaq(ctx, { faqId }));
    assert.deepEqual(await asked('Is there parking?'), []);
    await w.system.work((ctx) => bringBackFaq(ctx, { faqId }));
    assert.deepEqual(await asked('is there parking'), [faqId]);
  });

  test('is listed by a part of its questions or of its answer', async () => {
    const faqId = await writtenFaq(w, {
      questions: ['Ship to Oslo?', 'Norway?'],
      answer: 'By ferry on Fridays.',
    });
    const list = async (q: string) =>
      (await w.system.work((ctx) => listFaqs(ctx, { limit: 50, q }))).items.map(({ id }) => id);
    assert.deepEqual(await list('norw'), [faqId]);
    assert.deepEqual(await list('FERRY on'), [faqId]);
    assert.deepEqual(await list('ferry to'), []);
  });

  test('SS-62 counts the bytes of its answer and all its questions', async () => {
    const faqId = await writtenFaq(w, { questions: ['Größe?', 'Welche?'], answer: 'M–L' });
    const { textSizeBytes } = await w.system.work((ctx) => getFaq(ctx, { faqId }));
    assert.equal(textSizeBytes, Buffer.byteLength('Größe?Welche?M–L'));
  });

  test('is one when the same id comes twice, and writes nothing the second time', async () => {
    const faqId = newId(FaqId);
    const given = { title: null, answer: 'Yes.', language: 'en', locationId: null };
    const put = (questions: string[]) => w.system.work((ctx) => putFaq(ctx, { faqId, questions, ...given }));
    await put(['May I return it?', 'may i RETURN it', 'Returns?']);
    const first = await rowsOf(faqId);
    assert.deepEqual((await put(['May I return it?', 'Returns?'])).questions, [
      'May I return it?',
      'Returns?',
    ]);
    assert.deepEqual(await rowsOf(faqId), first);
    await put(['May I return it?']);
    assert.notDeepEqual(await rowsOf(faqId), first);
  });

  test('has one piece of its own, with its phrasings and its answer, kept up with it', async () => {
    const faqId = await writtenFaq(w, { title: 'Repairs', questions: ['Do you mend?'], answer: 'Always.' });
    assert.deepEqual(await piecesOf(faqId), [{ heading: 'Repairs', content: 'Do you mend?\n\nAlways.' }]);
    const given = { title: null, questions: ['Do you mend?', 'Repairs?'], answer: 'Never.' };
    await w.system.work((ctx) => putFaq(ctx, { faqId, language: 'en', locationId: null, ...given }));
    assert.deepEqual(await piecesOf(faqId), [
      { heading: 'Do you mend?', content: 'Do you mend?\nRepairs?\n\nNever.' },
    ]);
    await w.system.work((ctx) => deleteFaq(ctx, { faqId }));
    assert.deepEqual(await piecesOf(faqId), []);
    assert.deepEqual(await asked('Do you mend?'), []);
  });

  test('belongs to a location: seen there, managed by whoever manages it', async () => {
    const [harbour, airport] = [await w.location('Harbour'), await w.location('Airport')];
    const ours = await writtenFaq(w, { questions: ['Local?'], locationId: harbour });
    const theirs = await writtenFaq(w, { questions: ['Local?'], locationId: airport });
    const everybodys = await writtenFaq(w, { questions: ['Local?'] });
    const manager = await at(harbour, 'manager');
    const { items } = await w.reading(manager, (ctx) => listFaqs(ctx, { limit: 50 }));
    const seen = [ours, theirs, everybodys].map((id) => items.some((one) => one.id === id));
    assert.deepEqual(seen, [true, false, true]);
    const drop = (faqId: FaqId) => w.as(manager, (ctx) => deleteFaq(ctx, { faqId }));
    await assert.rejects(drop(theirs), { code: 'knowledge.faq_not_found' });
    await assert.rejects(drop(everybodys), { code: 'stoa.not_permitted' });
    const location = harbour;
    const found = await w.reading(manager, (ctx) => searchKnowledge(ctx, { q: 'local', limit: 5, location }));
    assert.deepEqual(
      found.items.filter(({ score }) => score === 1).map(({ faqId }) => faqId),
      [ours, everybodys],
      'its own before everybody’s',
    );
    await drop(ours);
  });
});

const reader = () => w.ground.db.reader({ kind: 'workspace', workspaceId: w.workspaceId });

/** What a row was written by last: the same when nothing wrote it again. */
const rowsOf = (faqId: FaqId) =>
  reader().many(
    z.object({ row: z.string() }),
    sql`
    select 'f' || xmin::text || updated_at as row from knowledge.faqs where id = ${faqId}
    union all select 'q' || place || xmin::text from knowledge.faq_questions where faq_id = ${faqId}
    union all select 'c' || xmin::text || ctid::text from knowledge.chunks where faq_id = ${faqId} order by 1`,
  );

const piecesOf = (faqId: FaqId) =>
  reader().many(
    z.object({ heading: z.string(), content: z.string() }),
    sql`select heading, content from knowledge.chunks where faq_id = ${faqId} order by place`,
  );

async function at(locationId: string, role: Role): Promise<MemberActor> {
  const grants = { role: null, extra: [], withdrawn: [] };
  const access = { ...grants, locations: [{ ...grants, locationId, role }] };
  return { ...(await w.member('viewer')), role: null, access };
}
