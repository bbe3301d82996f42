import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { type DocumentId, DocumentPiece } from './contract.ts';

const byPlace = keyset({ place: 'asc', id: 'asc' }, 'c');
const Placed = DocumentPiece.extend({ place: z.number() });

/** In the order of the text, from the one on that ends behind a letter of it. */
export function piecesFrom(tx: Tx, documentId: DocumentId, from: number, page: PageQuery) {
  return byPlace.page(
    tx,
    Placed,
    page,
    (where, order) => sql`
    select c.id, c.place, c.heading, c.content, c.start_char as start, c.end_char as "end"
      from knowledge.chunks c
     where c.document_id = ${documentId} and c.end_char > ${from} and ${where} ${order}`,
  );
}

const Stored = z.object({ storageKey: z.string().nullable(), mediaType: z.string().nullable() });

export function findStored(tx: Tx, id: DocumentId) {
  return tx.maybeOne(
    Stored,
    sql`select d.storage_key, d.media_type from knowledge.documents d where d.id = ${id} and d.deleted_at is null`,
  );
}
