import { module } from '../../kit/module.ts';
import { documentsEvents, faqsEvents, ingestingEvents, knowledgeError, siteEvents } from './contract.ts';
import { documentsSweeps, documentsWork } from './documents/background.ts';
import { ingestingSweeps, ingestingWork } from './ingesting/background.ts';
import type { KnowledgeOutside } from './outside.ts';
import { piecesSweeps, piecesWork } from './pieces/background.ts';
import { authorize } from './policy.ts';
import { routes } from './routes.ts';
import { sitesSweeps, sitesWork } from './sites/background.ts';

export const knowledge = module<KnowledgeOutside>({
  name: 'knowledge',
  routes,
  authorize,
  errors: knowledgeError,
  events: [...documentsEvents, ...faqsEvents, ...ingestingEvents, ...siteEvents],
  work: [...documentsWork, ...ingestingWork, ...piecesWork, ...sitesWork],
  sweeps: [...documentsSweeps, ...ingestingSweeps, ...piecesSweeps, ...sitesSweeps],
});

export { eraseDocuments, putTypedDocument } from './documents/documents.ts';
export { putFaq, removeFaqs } from './faqs/faqs.ts';
export type { KnowledgeOutside } from './outside.ts';
export type { Embedder } from './pieces/embedder.ts';
export { indexText } from './pieces/indexing.ts';
export { tsconfigOf } from './pieces/languages.ts';
export { type DocumentFile, type DocumentRead, type Reading, readDocument } from './reading/read.ts';
export { type CrawlEvent, type CrawlTools, crawl, newCrawl, readPage } from './reading/sites/crawl.ts';
export { type Fetched, type FetchOptions, fetchPage } from './reading/sites/fetch.ts';
export { hashOf, type Splitting, splitText } from './reading/split.ts';
export { type Question, questionModel, searchKnowledge } from './search/search.ts';
