import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { newId } from '../../../kit/ids.ts';
import { explainEach, numberedId } from '../../../kit/testing/explain.ts';
import { crowded, everywhere, now, scope, workspaceId } from '../pieces/testing/crowd.ts';
import { FaqId } from './contract.ts';
import * as faqs from './faqs.sql.ts';

const faqId = FaqId.parse(numberedId(700));
const faq = {
  ...{ id: faqId, title: null, answer: 'Yes.', language: 'en', tsconfig: 'english', locationId: null },
  textSizeBytes: 4,
};
let db: Database;
before(async () => {
  db = await crowded();
});

describe('faqs', () => {
  const shown = ['faqs_pkey', 'faq_questions_pkey'];
  explainEach(faqs, () => ({ db, scope }), {
    faqsByCreated: {
      given: () => [everywhere, {}, { limit: 20, after: undefined }],
      by: ['faqs_by_created', 'faq_questions_pkey'],
    },
    findFaq: { given: () => [faqId], by: shown },
    holdFaq: { given: () => [faqId], by: shown },
    countFaqs: { given: () => [50], by: [/^faqs_/] },
    insertFaq: {
      given: () => [workspaceId, { ...faq, id: newId(FaqId) }, null, now],
      by: ['faqs_pkey'],
    },
    changeFaq: { given: () => [faq], by: ['faqs_pkey'] },
    dropQuestions: { given: () => [faqId], by: ['faq_questions_pkey'] },
    insertQuestions: { given: () => [workspaceId, faqId, [], []], by: [] },
    setRetired: { given: () => [faqId, now], by: ['faqs_pkey'] },
    dropFaq: { given: () => [faqId], by: ['faqs_pkey'] },
  });
});
