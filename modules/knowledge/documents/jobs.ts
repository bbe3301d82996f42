import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { DocumentId } from './contract.ts';

/** Everything of a document that is deleted: its pieces, its file, and itself last. */
export const eraseDocument = job({
  name: 'knowledge.erase_document',
  payload: z.object({ documentId: DocumentId }),
  retryLimit: 8,
  retryDelaySeconds: 30,
  timeoutSeconds: 600,
  perWorkspaceMax: 1,
  oncePer: ({ documentId }) => documentId,
});
