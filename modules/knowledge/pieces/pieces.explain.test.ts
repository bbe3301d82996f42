import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { newId } from '../../../kit/ids.ts';
import { explainEach, numberedId } from '../../../kit/testing/explain.ts';
import { DocumentId } from '../documents/contract.ts';
import { FaqId } from '../faqs/contract.ts';
import * as embedding from './embedding.sql.ts';
import * as state from './index-state.sql.ts';
import * as pieces from './pieces.sql.ts';
import {
  crowded,
  indexedModel,
  now,
  plainModel,
  scope,
  vectorOfQuestion,
  workspaceId,
} from './testing/crowd.ts';
import * as upkeep from './upkeep.sql.ts';

const documentId = DocumentId.parse(numberedId(500));
const processingId = DocumentId.parse(numberedId(307));
const pieceId = pieces.PieceId.parse(numberedId(500));
const bareId = pieces.PieceId.parse(numberedId(2_500));
const faqId = FaqId.parse(numberedId(500));
const hash = new Uint8Array(32);
const piece = {
  ...{ id: newId(pieces.PieceId), place: 1, heading: null, content: 'New fabric' },
  ...{ hash: '00'.repeat(32), start: 0, end: 10, tokens: 3 },
};
let db: Database;
before(async () => {
  db = await crowded();
});
const where = () => ({ db, scope });

describe('pieces', () => {
  explainEach(pieces, where, {
    piecesOf: [
      { given: () => [{ documentId }, 100], by: ['chunks_by_document'] },
      { when: 'of an answer', given: () => [{ faqId }, 100], by: ['chunks_by_faq'] },
    ],
    insertPieces: {
      given: () => [workspaceId, { documentId }, 'english', [piece], now],
      by: ['chunks_pkey'],
    },
    movePieces: { given: () => [[{ id: pieceId, place: 2, start: 1, end: 9 }]], by: ['chunks_pkey'] },
    dropPieces: { given: () => [[pieceId]], by: ['chunks_pkey'] },
    holdToIndex: { given: () => [documentId], by: ['documents_pkey'] },
    findTyped: { given: () => [documentId], by: ['documents_pkey'] },
    markIndexed: {
      given: () => [processingId, { hash, letters: 9, pieces: 1, isEmbedded: true }, now],
      by: ['documents_pkey'],
    },
    markFailed: { given: () => [processingId, 'empty'], by: ['documents_pkey'] },
    typedStillProcessing: { given: () => [now, 50], by: ['documents_processing'] },
  });
  explainEach(embedding, where, {
    piecesWithout: {
      given: () => [{ documentId: DocumentId.parse(bareId) }, indexedModel, 50],
      by: ['chunks_by_document', /^vectors_(pkey|by_chunk)$/],
    },
    piecesAfter: {
      given: () => [indexedModel, pieceId, 50],
      by: ['chunks_pkey', 'documents_pkey', /^vectors_(pkey|by_chunk)$/],
      rowsMax: 250,
    },
    insertVectors: {
      given: () => [workspaceId, indexedModel, [bareId], [vectorOfQuestion], now],
      by: ['chunks_pkey', 'vectors_pkey'],
    },
    dropVectorsOf: {
      given: () => [plainModel, 20],
      by: [/^vectors_(pkey|by_chunk)$/],
      rowsMax: 400,
    },
  });
  const whole = ['indexes'];
  explainEach(state, where, {
    findIndex: { given: () => [], by: [], whole },
    holdIndex: { given: () => [], by: [], whole },
    insertIndex: { given: () => [workspaceId], by: ['indexes_pkey'] },
    changeIndex: {
      given: () => [
        {
          ...{ model: indexedModel, dimensions: 768 },
          ...{ nextModel: plainModel, nextDimensions: 768, reachedId: null },
        },
      ],
      by: [],
      whole,
    },
    addTsconfig: { given: () => ['french'], by: [], whole },
  });
  explainEach(upkeep, where, {
    faqsWithoutVector: {
      given: () => [200, 20],
      by: [/^faqs_/, 'chunks_by_faq', /^vectors_(pkey|by_chunk)$/],
      whole,
      rowsMax: 5_000,
    },
  });
});
