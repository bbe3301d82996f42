import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { LocationId } from '../../workspaces/contract.ts';
import { Language, line, Prose } from '../fields/contract.ts';

export const FaqId = z.uuid().brand<'FaqId'>();
export type FaqId = z.infer<typeof FaqId>;

export const faqsMax = 5_000;
export const questionsMax = 50;
export const questionLengthMax = 300;
/** With its questions it is one piece. */
export const answerLengthMax = 8_000;

/**
 * SS-62: a question as it is compared: without case, accents and punctuation. Done here and not in the database, so
 * that what is stored and what is asked are folded by the same hand on every kind of database.
 */
export const foldQuestion = (question: string): string =>
  question
    .normalize('NFKD')
    .replace(/\p{Mn}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

/** One that is nothing but signs could be compared with no other. */
const Question = line(questionLengthMax).refine(
  (question) => foldQuestion(question) !== '' && foldQuestion(question).length <= 1_000,
  'Ask it in words.',
);

export const Faq = z.object({
  id: FaqId,
  title: z.string().nullable(),
  /** Ways to ask for it, the usual one first. */
  questions: z.array(z.string()),
  answer: z.string(),
  language: z.string(),
  /** Whose it is; null: everybody's. */
  locationId: LocationId.nullable(),
  textSizeBytes: z.number().int(),
  /** From then on it is not answered with. */
  retiredAt: z.coerce.date().nullable(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
  /** Whoever asks may change it: places differ. */
  mayManage: z.boolean(),
});
export type Faq = z.infer<typeof Faq>;

const inWorkspace = { workspaceId: WorkspaceId };
const ofFaq = { ...inWorkspace, faqId: FaqId };
const flag = z.stringbool({ truthy: ['true'], falsy: ['false'] });

const filter = {
  q: line(100).optional().describe('A part of one of its questions, of its answer or its title.'),
  locationId: LocationId.optional(),
  retired: flag.optional(),
};
const FaqFilter = z.object(filter);
export type FaqFilter = z.infer<typeof FaqFilter>;

export const listFaqs = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/knowledge/faqs',
  audience: 'workspace',
  permission: 'knowledge.read',
  summary: 'Questions with their answers, the newest first',
  params: inWorkspace,
  query: { ...pageQuery, ...filter },
  reply: pageOf(Faq),
  etag: true,
});

export const getFaq = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/knowledge/faqs/:faqId',
  audience: 'workspace',
  permission: 'knowledge.read',
  summary: 'One answer, with its questions',
  params: ofFaq,
  reply: Faq,
  errors: ['knowledge.faq_not_found'],
});

export const putFaq = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/knowledge/faqs/:faqId',
  audience: 'workspace',
  permission: 'knowledge.manage',
  summary: 'Write an answer with its questions, or change it',
  params: ofFaq,
  body: {
    title: line(300).nullable().default(null),
    questions: z.array(Question).min(1).max(questionsMax),
    answer: Prose(answerLengthMax),
    language: Language.default('simple'),
    locationId: LocationId.nullable().default(null),
  },
  reply: Faq,
  errors: ['knowledge.faq_not_found', 'knowledge.too_many_faqs', 'workspaces.location_not_found'],
});

export const deleteFaq = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/knowledge/faqs/:faqId',
  audience: 'workspace',
  permission: 'knowledge.manage',
  summary: 'Throw an answer away',
  params: ofFaq,
  status: 204,
  reply: z.void(),
  errors: ['knowledge.faq_not_found'],
});

const retirement = {
  path: '/w/:workspaceId/knowledge/faqs/:faqId/retirement',
  audience: 'workspace',
  permission: 'knowledge.manage',
  params: ofFaq,
  reply: Faq,
  errors: ['knowledge.faq_not_found'],
} as const;
export const retireFaq = endpoint({
  ...retirement,
  method: 'PUT',
  summary: 'Answer with this no longer',
});
export const bringBackFaq = endpoint({
  ...retirement,
  method: 'DELETE',
  summary: 'Answer with this again',
});

export const faqChanged = event({
  name: 'knowledge.faq_changed',
  payload: z.object({ faqId: FaqId }),
  key: ({ faqId }) => faqId,
});

export const faqsEvents = [faqChanged] as const;

export const faqsErrors = {
  faq_not_found: [404, 'This answer does not exist, or you cannot see it.'],
  too_many_faqs: [409, `A workspace has ${faqsMax.toLocaleString('en')} answers of this kind at most.`],
} as const;
