import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { LocationId } from '../../workspaces/contract.ts';
import { DocumentId, SiteId, WholeDocument } from '../documents/contract.ts';
import { Language, line } from '../fields/contract.ts';
import { readingLimits } from '../reading/contract.ts';

export const IngestionJobId = z.uuid().brand<'IngestionJobId'>();
export type IngestionJobId = z.infer<typeof IngestionJobId>;

export const ingestionStatuses = [
  'pending',
  'running',
  'paused',
  'completed',
  'failed',
  'cancelled',
] as const;
export const itemOutcomes = ['indexed', 'unchanged', 'failed', 'skipped', 'gone'] as const;
export type ItemOutcome = (typeof itemOutcomes)[number];

const Count = z.coerce.number().int();
export const IngestionJob = z.object({
  id: IngestionJobId,
  kind: z.enum(['file', 'page', 'text', 'site', 'embed']),
  documentId: DocumentId.nullable(),
  siteId: SiteId.nullable(),
  /** Of the document, or the address of the site. */
  title: z.string(),
  locationId: LocationId.nullable(),
  status: z.enum(ingestionStatuses),
  /** What somebody asked for; whoever does the work gets there soon. */
  wanted: z.enum(['run', 'pause', 'cancel']),
  /** Pages of a file, or of a site as far as they are known. */
  itemsTotal: Count,
  itemsProcessed: Count,
  itemsSucceeded: Count,
  itemsFailed: Count,
  itemsUnchanged: Count,
  chunksCreated: Count,
  costMicro: Count,
  failureCode: z.string().nullable(),
  startedAt: z.coerce.date().nullable(),
  completedAt: z.coerce.date().nullable(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
  mayManage: z.boolean(),
});
export type IngestionJob = z.infer<typeof IngestionJob>;

export const IngestionItem = z.object({
  place: z.number().int(),
  /** Of a page, or the name of a file. */
  address: z.string(),
  documentId: DocumentId.nullable(),
  outcome: z.enum(itemOutcomes),
  failureCode: z.string().nullable(),
  happenedAt: z.coerce.date(),
});
export type IngestionItem = z.infer<typeof IngestionItem>;

const inWorkspace = { workspaceId: WorkspaceId };
const ofJob = { ...inWorkspace, jobId: IngestionJobId };
const filter = {
  siteId: SiteId.optional(),
  documentId: DocumentId.optional(),
  open: z
    .stringbool({ truthy: ['true'], falsy: ['false'] })
    .optional()
    .describe('What is not over yet, or is.'),
};
const IngestionFilter = z.object(filter);
export type IngestionFilter = z.infer<typeof IngestionFilter>;

export const fileTypes = [
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'text/plain',
  'text/markdown',
  'text/html',
  'text/csv',
  'application/octet-stream',
] as const;

export const putDocumentFile = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/knowledge/documents/:documentId/file',
  audience: 'workspace',
  permission: 'knowledge.manage',
  summary: 'Bring a file that answers may stand on, or a newer version of it',
  description:
    'PDF, DOCX, TXT, Markdown, HTML or CSV: its bytes say which. It is found when it has been read. The same file ' +
    'again is the same document; of another one, what changed is read anew.',
  params: { ...inWorkspace, documentId: DocumentId },
  query: {
    title: line(500).optional(),
    language: Language.optional(),
    locationId: LocationId.optional(),
    expiresAt: z.coerce.date().optional(),
  },
  upload: { bytesMax: readingLimits.bytesMax, types: fileTypes },
  reply: WholeDocument,
  errors: [
    'knowledge.document_not_found',
    'knowledge.document_is_not_a_file',
    'knowledge.too_many_documents',
    'knowledge.empty',
    'workspaces.location_not_found',
  ],
});

export const listIngestionJobs = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/knowledge/ingestion-jobs',
  audience: 'workspace',
  permission: 'knowledge.read',
  summary: 'Readings of files and sites, the newest first',
  params: inWorkspace,
  query: { ...pageQuery, ...filter },
  reply: pageOf(IngestionJob),
  etag: true,
});

const onJob = {
  audience: 'workspace',
  params: ofJob,
  reply: IngestionJob,
  errors: ['knowledge.job_not_found'],
} as const;
const jobPath = '/w/:workspaceId/knowledge/ingestion-jobs/:jobId';

export const getIngestionJob = endpoint({
  ...onJob,
  method: 'GET',
  path: jobPath,
  permission: 'knowledge.read',
  summary: 'One reading, with how far it has come',
});

export const listIngestionItems = endpoint({
  method: 'GET',
  path: `${jobPath}/items`,
  audience: 'workspace',
  permission: 'knowledge.read',
  summary: 'What became of each page or file, in the order it was read',
  params: ofJob,
  query: { ...pageQuery, outcome: z.enum(itemOutcomes).optional() },
  reply: pageOf(IngestionItem),
  errors: ['knowledge.job_not_found'],
});

const steered = {
  ...onJob,
  permission: 'knowledge.manage',
  errors: ['knowledge.job_not_found', 'knowledge.job_is_over'],
};

export const pauseIngestionJob = endpoint({
  ...steered,
  method: 'PUT',
  path: `${jobPath}/pause`,
  summary: 'Stop a reading for now, behind the page it is at',
});

export const resumeIngestionJob = endpoint({
  ...steered,
  method: 'DELETE',
  path: `${jobPath}/pause`,
  summary: 'Go on with a reading from where it was',
});

export const cancelIngestionJob = endpoint({
  ...steered,
  method: 'PUT',
  path: `${jobPath}/cancellation`,
  summary: 'End a reading; what was read stays',
});

export const retryIngestionJob = endpoint({
  ...steered,
  method: 'POST',
  path: `${jobPath}/retry`,
  summary: 'Try a reading that failed once more, from where it was',
  errors: ['knowledge.job_not_found', 'knowledge.job_has_not_failed'],
});

export const jobChanged = event({
  name: 'knowledge.job_changed',
  payload: z.object({ jobId: IngestionJobId }),
  key: ({ jobId }) => jobId,
});

export const ingestingEvents = [jobChanged] as const;

export const ingestingErrors = {
  document_is_not_a_file: [
    409,
    'What this document says was typed, or read from a page, and is changed there.',
  ],
  file_is_gone: [422, 'This file is no longer there. Upload it again.'],
  job_not_found: [404, 'This reading does not exist, or you cannot see it.'],
  job_is_over: [409, 'This reading is over.'],
  job_has_not_failed: [409, 'Only a reading that failed can be tried again.'],
  budget_is_spent: [422, 'The budget for AI is used up, so this cannot be made searchable by its meaning.'],
  models_refuse: [422, 'The AI provider does not accept this. Look at the settings of its models.'],
  models_unavailable: [503, 'The AI provider cannot be reached right now.'],
} as const;
