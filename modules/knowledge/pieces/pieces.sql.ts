import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import type { DocumentId } from '../documents/contract.ts';
import type { FaqId } from '../faqs/contract.ts';

export const PieceId = z.uuid().brand<'PieceId'>();
export type PieceId = z.infer<typeof PieceId>;

export type PieceOwner = { readonly documentId: DocumentId } | { readonly faqId: FaqId };

export const isOf = (owner: PieceOwner): Sql =>
  'documentId' in owner ? sql`c.document_id = ${owner.documentId}` : sql`c.faq_id = ${owner.faqId}`;

const Kept = z.object({
  id: PieceId,
  place: z.number(),
  hash: z.string(),
  start: z.number(),
  end: z.number(),
});
export type Kept = z.infer<typeof Kept>;

export function piecesOf(tx: Tx, owner: PieceOwner, limit: number) {
  return tx.many(
    Kept,
    sql`
    select c.id, c.place, encode(c.content_hash, 'hex') as hash, c.start_char as start, c.end_char as "end"
      from knowledge.chunks c where ${isOf(owner)} order by c.place, c.id limit ${limit}`,
  );
}

export interface NewPiece {
  readonly id: PieceId;
  readonly place: number;
  readonly heading: string | null;
  readonly content: string;
  readonly hash: string;
  readonly start: number;
  readonly end: number;
  readonly tokens: number;
}

/** With their words, which the database takes from them. */
export function insertPieces(
  tx: Tx,
  workspaceId: WorkspaceId,
  owner: PieceOwner,
  tsconfig: string,
  pieces: readonly NewPiece[],
  now: Date,
) {
  const documentId = 'documentId' in owner ? owner.documentId : null;
  const faqId = 'faqId' in owner ? owner.faqId : null;
  return tx.run(sql`
    insert into knowledge.chunks (workspace_id, id, document_id, faq_id, place, heading, content, content_hash,
                                  start_char, end_char, tokens_count, tsconfig, created_at, updated_at)
    select ${workspaceId}, p.id, ${documentId}, ${faqId}, p.place, p.heading, p.content, decode(p.hash, 'hex'),
           p.start, p."end", p.tokens, ${tsconfig}, ${now}, ${now}
      from jsonb_to_recordset(${JSON.stringify(pieces)}::jsonb) p (id uuid, place integer, heading text, content text,
                                                               hash text, start integer, "end" integer, tokens integer)
    on conflict (workspace_id, id) do nothing`);
}

export function movePieces(tx: Tx, pieces: readonly Omit<Kept, 'hash'>[]) {
  return tx.run(sql`
    update knowledge.chunks c set place = p.place, start_char = p.start, end_char = p."end"
      from jsonb_to_recordset(${JSON.stringify(pieces)}::jsonb) p (id uuid, place integer, start integer, "end" integer)
     where c.id = p.id and c.id = any(${pieces.map(({ id }) => id)}::uuid[])`);
}

export function dropPieces(tx: Tx, ids: readonly PieceId[]) {
  return tx.run(sql`delete from knowledge.chunks where id = any(${ids}::uuid[])`);
}

/** A document that is there: its pieces may be written. It cannot be deleted for good meanwhile. */
export function holdToIndex(tx: Tx, id: DocumentId) {
  return tx.maybeOne(
    z.object({ id: z.string() }),
    sql`select id from knowledge.documents where id = ${id} and deleted_at is null for key share`,
  );
}

const Typed = z.object({ body: z.string(), tsconfig: z.string(), language: z.string() });

export function findTyped(tx: Tx, id: DocumentId) {
  return tx.maybeOne(
    Typed,
    sql`
    select body, tsconfig, language from knowledge.documents where id = ${id} and body is not null and deleted_at is null`,
  );
}

export interface Indexed {
  readonly hash: Uint8Array;
  readonly letters: number;
  readonly pieces: number;
  readonly isEmbedded: boolean;
}

/**
 * SS-58. Only while it still says what was indexed: one that was rewritten meanwhile waits for its own turn. One that
 * is indexed already, with the same text, is not written.
 */
export function markIndexed(
  tx: Tx,
  id: DocumentId,
  { hash, letters, pieces, isEmbedded }: Indexed,
  now: Date,
) {
  return tx.run(sql`
    update knowledge.documents
       set status = 'indexed', failure_code = null, content_hash = ${hash}, letters_count = ${letters},
           chunks_count = ${pieces}, ingested_at = ${now}, embedded_at = case when ${isEmbedded} then ${now}::timestamptz end
     where id = ${id} and deleted_at is null and (body is null or sha256(convert_to(body, 'UTF8')) = ${hash})
       and (status <> 'indexed' or content_hash is distinct from ${hash} or chunks_count <> ${pieces}
            or (embedded_at is not null) <> ${isEmbedded})`);
}

export function markFailed(tx: Tx, id: DocumentId, code: string) {
  return tx.run(sql`
    update knowledge.documents set status = 'failed', failure_code = ${code}
     where id = ${id} and deleted_at is null and (status <> 'failed' or failure_code <> ${code})`);
}

/** What was typed and is not found yet, though it should be. */
export function typedStillProcessing(tx: Tx, before: Date, limit: number) {
  return tx.many(
    z.object({ id: z.custom<DocumentId>() }),
    sql`
    select id from knowledge.documents
     where status = 'processing' and deleted_at is null and updated_at < ${before} and kind = 'text'
     order by updated_at limit ${limit}`,
  );
}
