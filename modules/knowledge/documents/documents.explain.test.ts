import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { newId } from '../../../kit/ids.ts';
import { explainEach, numberedId } from '../../../kit/testing/explain.ts';
import { crowded, everywhere, now, scope, workspaceId } from '../pieces/testing/crowd.ts';
import * as contents from './contents.sql.ts';
import { DocumentId } from './contract.ts';
import * as documents from './documents.sql.ts';
import * as erasing from './erasing.sql.ts';

const documentId = DocumentId.parse(numberedId(700));
const deletedId = DocumentId.parse(numberedId(308));
const typed = {
  ...{ id: documentId, title: 'Care', body: 'Wash it.', language: 'en', tsconfig: 'english' },
  ...{ locationId: null, expiresAt: null, sizeBytes: 8 },
};
let db: Database;
before(async () => {
  db = await crowded();
});
const where = () => ({ db, scope });

describe('documents', () => {
  explainEach(documents, where, {
    documentsByCreated: {
      given: () => [everywhere, {}, { limit: 20, after: undefined }],
      by: ['documents_by_created'],
    },
    findDocument: { given: () => [documentId], by: ['documents_pkey'] },
    holdDocument: { given: () => [documentId], by: ['documents_pkey'] },
    countDocuments: { given: () => [50], by: [/^documents_/] },
    insertTyped: {
      given: () => [workspaceId, { ...typed, id: newId(DocumentId) }, null, now],
      by: ['documents_pkey'],
    },
    rewriteTyped: { given: () => [typed], by: ['documents_pkey'] },
    describeDocument: { given: () => [typed], by: ['documents_pkey'] },
    markDeleted: { given: () => [documentId, null, now], by: ['documents_pkey'] },
    // All of a workspace: what one may have is bounded.
    usageOf: { given: () => [], by: [/^documents_/, /^faqs_/], rowsMax: 5_000 },
  });
  explainEach(contents, where, {
    piecesFrom: {
      given: () => [documentId, 10, { limit: 20, after: undefined }],
      by: ['chunks_by_document'],
    },
    findStored: { given: () => [documentId], by: ['documents_pkey'] },
  });
  explainEach(erasing, where, {
    holdDeleted: { given: () => [deletedId], by: [/^documents_(pkey|deleted)$/] },
    dropPiecesOf: { given: () => [deletedId, 50], by: ['chunks_by_document', 'chunks_pkey'] },
    dropDeleted: { given: () => [deletedId], by: [/^documents_(pkey|deleted)$/] },
    documentsDeletedBefore: { given: () => [now, 50], by: ['documents_deleted'] },
  });
});
