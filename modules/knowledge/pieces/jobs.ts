import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { DocumentId } from '../documents/contract.ts';
import { FaqId } from '../faqs/contract.ts';

const limits = { retryLimit: 6, retryDelaySeconds: 20, perWorkspaceMax: 2 } as const;

/** Cuts the text of a document, keeps what changed of its pieces, and embeds those that have no vector. */
export const indexDocument = job({
  name: 'knowledge.index_document',
  payload: z.object({ documentId: DocumentId }),
  ...limits,
  timeoutSeconds: 900,
  inOrderBy: ({ documentId }) => documentId,
});

/** The piece of a question is kept with it; its vector needs somebody who may be slow. */
export const embedFaq = job({
  name: 'knowledge.embed_faq',
  payload: z.object({ faqId: FaqId }),
  ...limits,
  timeoutSeconds: 120,
  oncePer: ({ faqId }) => faqId,
});

/** Another model: every piece anew, in the order of their ids. Runs until all have one, and may be broken off. */
export const embedAll = job({
  name: 'knowledge.embed_all',
  payload: z.object({}),
  ...limits,
  timeoutSeconds: 3_600,
  perWorkspaceMax: 1,
  oncePer: () => 'all',
  priority: -5,
});
