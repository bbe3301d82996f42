import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { explainEach, numberedId } from '../../../kit/testing/explain.ts';
import { FaqId } from '../faqs/contract.ts';
import {
  crowded,
  everywhere,
  indexedModel,
  now,
  plainModel,
  scope,
  vectorOfQuestion,
} from '../pieces/testing/crowd.ts';
import * as finding from './finding.sql.ts';
import * as looking from './look-up.sql.ts';

let db: Database;
before(async () => {
  db = await crowded();
});
const where = () => ({ db, scope });

const reach = { places: everywhere, location: undefined };
const asked = {
  ...{ text: 'which number1234 is common in colour17?', tsconfigs: ['english', 'german'] },
  ...{ near: { model: plainModel, vector: vectorOfQuestion }, pieces: 4_500, reach, now },
};
const shown = ['chunks_pkey', 'documents_pkey', 'faqs_pkey', 'chunk_words_pkey'];
// Uses of the words that are counted and looked at, and what fifty pieces of each list take to be shown.
const rowsMax = 9_000;

describe('search', () => {
  explainEach(looking, where, {
    lookUp: {
      given: () => ['question 700 1', reach, 20_001, 3],
      by: ['faq_questions_by_words', 'faqs_pkey', /^vectors_(pkey|by_chunk)$/],
      whole: ['indexes'],
      rowsMax: 2_100,
    },
  });
  explainEach(finding, where, {
    foundByAll: [
      { given: () => [asked], by: [...shown, /^vectors_(pkey|by_chunk)$/], rowsMax },
      { when: 'without a model', given: () => [{ ...asked, near: undefined }], by: shown, rowsMax },
    ],
    // Of so few, reading all is as good; of many, only the index is.
    foundByIndex: {
      given: () => [{ ...asked, near: { ...asked.near, model: indexedModel } }, indexedModel],
      by: [...shown, /^vectors_(of_gemini|pkey)$/],
      whole: ['pg_extension'],
      rowsMax,
    },
    piecesOfFaqs: {
      given: () => [[FaqId.parse(numberedId(700))]],
      by: ['faqs_pkey', 'chunks_by_faq', 'documents_pkey'],
    },
  });
});
