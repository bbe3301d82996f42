import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { Bytes, endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { LocationId } from '../../workspaces/contract.ts';
import { Language, line, Prose } from '../fields/contract.ts';

export const DocumentId = z.uuid().brand<'DocumentId'>();
export type DocumentId = z.infer<typeof DocumentId>;
export const SiteId = z.uuid().brand<'SiteId'>();
export type SiteId = z.infer<typeof SiteId>;

export const documentsMax = 20_000;
export const bodyLengthMax = 500_000;
/** What is deleted can be looked into by nobody, and is gone for good after this. */
export const keptDeletedDays = 7;

export const DocumentKind = z.enum(['file', 'page', 'text']);
export const DocumentStatus = z.enum(['processing', 'indexed', 'failed']);

export const Document = z.object({
  id: DocumentId,
  kind: DocumentKind,
  title: z.string(),
  /** Of a page. */
  address: z.string().nullable(),
  siteId: SiteId.nullable(),
  /** Whose it is; null: everybody's. */
  locationId: LocationId.nullable(),
  mediaType: z.string().nullable(),
  sizeBytes: z.number().int(),
  /** SS-58: found only when it is indexed. */
  status: DocumentStatus,
  failureCode: z.string().nullable(),
  language: z.string(),
  lettersCount: z.number().int(),
  chunksCount: z.number().int(),
  ingestedAt: z.coerce.date().nullable(),
  embeddedAt: z.coerce.date().nullable(),
  verifiedAt: z.coerce.date().nullable(),
  expiresAt: z.coerce.date().nullable(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
  /** Whoever asks may change it: places differ. */
  mayManage: z.boolean(),
});
export type Document = z.infer<typeof Document>;

/** With what was typed, as it can be changed. */
export const WholeDocument = Document.extend({ body: z.string().nullable() });
export type WholeDocument = z.infer<typeof WholeDocument>;

const inWorkspace = { workspaceId: WorkspaceId };
const ofDocument = { ...inWorkspace, documentId: DocumentId };

const filter = {
  q: line(100).optional().describe('A part of its title or address.'),
  status: DocumentStatus.optional(),
  kind: DocumentKind.optional(),
  siteId: SiteId.optional(),
  locationId: LocationId.optional(),
};
const DocumentFilter = z.object(filter);
export type DocumentFilter = z.infer<typeof DocumentFilter>;

export const listDocuments = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/knowledge/documents',
  audience: 'workspace',
  permission: 'knowledge.read',
  summary: 'Documents, the newest first',
  params: inWorkspace,
  query: { ...pageQuery, ...filter },
  reply: pageOf(Document),
  etag: true,
});

export const getDocument = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/knowledge/documents/:documentId',
  audience: 'workspace',
  permission: 'knowledge.read',
  summary: 'One document, with what was typed',
  params: ofDocument,
  reply: WholeDocument,
  errors: ['knowledge.document_not_found'],
});

export const DocumentPiece = z.object({
  id: z.uuid(),
  /** The path of headings above it. */
  heading: z.string().nullable(),
  content: z.string(),
  /** Where it is in the text of its document; it begins with what the one before it ended with. */
  start: z.number().int(),
  end: z.number().int(),
});
export type DocumentPiece = z.infer<typeof DocumentPiece>;

export const listDocumentPieces = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/knowledge/documents/:documentId/pieces',
  audience: 'workspace',
  permission: 'knowledge.read',
  summary: 'The text of a document as it was read, in the pieces that are found',
  params: ofDocument,
  query: {
    ...pageQuery,
    from: z.coerce
      .number()
      .int()
      .min(0)
      .max(2_147_483_647)
      .default(0)
      .describe('Those that end behind this letter.'),
  },
  reply: pageOf(DocumentPiece),
  errors: ['knowledge.document_not_found'],
});

export const getDocumentFile = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/knowledge/documents/:documentId/file',
  audience: 'workspace',
  permission: 'knowledge.read',
  summary: 'The file of a document, as it was brought',
  params: ofDocument,
  bytes: 'application/octet-stream',
  reply: Bytes,
  errors: ['knowledge.document_not_found', 'knowledge.document_has_no_file'],
});

export const putTypedDocument = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/knowledge/documents/:documentId',
  audience: 'workspace',
  permission: 'knowledge.manage',
  summary: 'Write a document, or change it',
  params: ofDocument,
  body: {
    title: line(500),
    body: Prose(bodyLengthMax),
    language: Language.default('simple'),
    locationId: LocationId.nullable().default(null),
    expiresAt: z.coerce.date().nullable().default(null),
  },
  reply: WholeDocument,
  errors: [
    'knowledge.document_not_found',
    'knowledge.document_is_not_typed',
    'knowledge.too_many_documents',
    'workspaces.location_not_found',
  ],
});

export const patchDocument = endpoint({
  method: 'PATCH',
  path: '/w/:workspaceId/knowledge/documents/:documentId',
  audience: 'workspace',
  permission: 'knowledge.manage',
  summary: 'Rename a document, give it to a location, or say how long it holds',
  params: ofDocument,
  body: {
    title: line(500).optional(),
    locationId: LocationId.nullable().optional(),
    expiresAt: z.coerce.date().nullable().optional(),
  },
  reply: WholeDocument,
  errors: ['knowledge.document_not_found', 'workspaces.location_not_found'],
});

export const deleteDocument = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/knowledge/documents/:documentId',
  audience: 'workspace',
  permission: 'knowledge.manage',
  summary: 'Delete a document',
  description: `From then on it is not found; all of it is gone after ${keptDeletedDays} days, or soon when asked.`,
  params: ofDocument,
  query: { forever: z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false) },
  status: 204,
  reply: z.void(),
  errors: ['knowledge.document_not_found'],
});

export const Usage = z.object({
  documents: z.number().int(),
  faqs: z.number().int(),
  /** That can be found. */
  pieces: z.number().int(),
  /** With what is deleted and not gone yet: it is still kept. */
  bytes: z.number().int(),
});
export type Usage = z.infer<typeof Usage>;

export const getUsage = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/knowledge/usage',
  audience: 'workspace',
  permission: 'knowledge.read',
  summary: 'How much is written down, and what it takes',
  params: inWorkspace,
  reply: Usage,
  etag: true,
});

export const documentChanged = event({
  name: 'knowledge.document_changed',
  payload: z.object({ documentId: DocumentId }),
  key: ({ documentId }) => documentId,
});

export const documentsEvents = [documentChanged] as const;

export const documentsErrors = {
  document_not_found: [404, 'This document does not exist, or you cannot see it.'],
  document_has_no_file: [404, 'This document has no file, or it is no longer there.'],
  document_is_not_typed: [
    409,
    'What this document says was read from a file or a page, and is changed there.',
  ],
  too_many_documents: [409, `A workspace has ${documentsMax.toLocaleString('en')} documents at most.`],
} as const;
