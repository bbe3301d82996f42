import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { DocumentId, DocumentKind } from './contract.ts';

/**
 * One that is deleted, and stays so until this transaction is over: a page that is met again waits. Undefined: it is
 * gone, or is not deleted, or no longer.
 */
export function holdDeleted(tx: Tx, id: DocumentId) {
  return tx.maybeOne(
    z.object({ kind: DocumentKind }),
    sql`select kind from knowledge.documents where id = ${id} and deleted_at is not null for share`,
  );
}

/** With their vectors and words. */
export function dropPiecesOf(tx: Tx, id: DocumentId, limit: number) {
  return tx.run(sql`
    delete from knowledge.chunks c
     where c.id = any(array(
       select p.id from knowledge.chunks p where p.document_id = ${id} order by p.place limit ${limit}))`);
}

export function dropDeleted(tx: Tx, id: DocumentId) {
  return tx.run(sql`delete from knowledge.documents where id = ${id} and deleted_at is not null`);
}

export function documentsDeletedBefore(tx: Tx, before: Date, limit: number) {
  return tx.many(
    z.object({ id: DocumentId }),
    sql`
    select id from knowledge.documents
     where deleted_at is not null and deleted_at < ${before} order by deleted_at limit ${limit}`,
  );
}
