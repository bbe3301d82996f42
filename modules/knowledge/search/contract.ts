import { z } from 'zod';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { LocationId } from '../../workspaces/contract.ts';
import { DocumentId } from '../documents/contract.ts';
import { FaqId } from '../faqs/contract.ts';
import { Prose } from '../fields/contract.ts';

export const questionTextLengthMax = 500;
export const foundMax = 20;

/** Models that have an index of their own in the database, with their sizes. */
export const indexedModels = {
  'google/gemini-embedding-001': 768,
  'openai/text-embedding-3-small': 1536,
  'baai/bge-small-en-v1.5': 384,
} as const;
export type IndexedModel = keyof typeof indexedModels;

export const FoundPiece = z.object({
  pieceId: z.uuid(),
  /** It is of the one or of the other. */
  documentId: DocumentId.nullable(),
  faqId: FaqId.nullable(),
  title: z.string(),
  /** Of a page. */
  address: z.string().nullable(),
  /** The path of headings above it. */
  heading: z.string().nullable(),
  content: z.string(),
  /** Where it is in the text of its document. */
  start: z.number().int(),
  end: z.number().int(),
  /** 1: the question is written down as it was asked. Otherwise by the ranks in both lists. */
  score: z.number(),
});
export type FoundPiece = z.infer<typeof FoundPiece>;

/** Why a piece is where it is. */
export const Reasons = z.object({
  isExact: z.boolean(),
  /** By what it means: its place, and how far it is (0: the same, 1: nothing in common). */
  near: z.object({ rank: z.number().int(), distance: z.number() }).nullable(),
  /** By its words: its place, what they weigh together, and which they are, the rarest first. */
  words: z.object({ rank: z.number().int(), weight: z.number(), matched: z.array(z.string()) }).nullable(),
  /** Null: it is taken. */
  passedOver: z.enum(['too_far', 'enough_found']).nullable(),
});
export type Reasons = z.infer<typeof Reasons>;

export const Explained = FoundPiece.extend(Reasons.shape);
export type Explained = z.infer<typeof Explained>;

export const SearchExplanation = z.object({
  /** Null: nothing is embedded, and words alone decide. */
  model: z.string().nullable(),
  nearBy: z.enum(['all', 'index', 'nothing']),
  /** A piece is support from this likeness on, or with a rare word of the question. */
  likenessMin: z.number(),
  tsconfigs: z.array(z.string()),
  /** Everything that was near, taken or not, the best first. */
  seen: z.array(Explained),
});
export type SearchExplanation = z.infer<typeof SearchExplanation>;

export const SearchAnswer = z.object({
  items: z.array(FoundPiece),
  explanation: SearchExplanation.nullable(),
});
export type SearchAnswer = z.infer<typeof SearchAnswer>;

export const searchKnowledgeBase = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/knowledge/search',
  audience: 'workspace',
  permission: 'knowledge.read',
  summary: 'What is written down about a question',
  params: { workspaceId: WorkspaceId },
  query: {
    q: Prose(questionTextLengthMax),
    limit: z.coerce.number().int().min(1).max(foundMax).default(5),
    locationId: LocationId.optional().describe('What holds there: its own, and everybody’s.'),
    explain: z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false),
  },
  reply: SearchAnswer,
  errors: ['knowledge.model_is_another'],
});

export const searchErrors = {
  model_is_another: [409, 'What is searched was embedded by another model than the question. Ask again.'],
  vectors_do_not_fit: [422, 'The model answered with something that is no vector of its size.'],
} as const;
