import type { LiveReads } from '../../../web/screen.ts';

/* Names and addresses as the contract has them, which a test holds them to: the contract itself is not fetched here. */

const of = (path: string, name: string, payload: unknown) => {
  const id = (payload as Readonly<Record<string, string>>)[name];
  return [path, { params: { [name]: id } }];
};
const usage = ['/w/:workspaceId/knowledge/usage'];

/** Which reads of ours become stale by which event: of one that is open elsewhere nothing is asked. */
const live: LiveReads = {
  'knowledge.document_changed': (payload) => [
    ['/w/:workspaceId/knowledge/documents'],
    of('/w/:workspaceId/knowledge/documents/:documentId', 'documentId', payload),
    of('/w/:workspaceId/knowledge/documents/:documentId/pieces', 'documentId', payload),
    usage,
  ],
  'knowledge.faq_changed': [['/w/:workspaceId/knowledge/faqs'], usage],
  'knowledge.site_changed': [
    ['/w/:workspaceId/knowledge/sites'],
    ['/w/:workspaceId/knowledge/documents'],
    usage,
  ],
  'knowledge.job_changed': (payload) => [
    ['/w/:workspaceId/knowledge/ingestion-jobs'],
    of('/w/:workspaceId/knowledge/ingestion-jobs/:jobId', 'jobId', payload),
    of('/w/:workspaceId/knowledge/ingestion-jobs/:jobId/items', 'jobId', payload),
  ],
};
export default live;
