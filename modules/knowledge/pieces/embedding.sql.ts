import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { isOf, PieceId, type PieceOwner } from './pieces.sql.ts';

const Bare = z.object({ id: PieceId, heading: z.string().nullable(), content: z.string() });
export type Bare = z.infer<typeof Bare>;

/** Pieces of one text that have no vector of a model, in their order. */
export function piecesWithout(tx: Tx, owner: PieceOwner, model: string, limit: number) {
  return tx.many(
    Bare,
    sql`
    select c.id, c.heading, c.content from knowledge.chunks c
     where ${isOf(owner)} and not exists (
             select from knowledge.vectors v
              where v.workspace_id = c.workspace_id and v.model = ${model} and v.chunk_id = c.id)
     order by c.place limit ${limit}`,
  );
}

/**
 * All pieces of a workspace in the order of their ids, from where somebody was. One is bare when it can be found and
 * has no vector: whoever indexes a document embeds what it has meanwhile.
 */
export function piecesAfter(tx: Tx, model: string, after: PieceId, limit: number) {
  return tx.many(
    Bare.extend({ isBare: z.boolean() }),
    sql`
    select c.id, c.heading, c.content,
           coalesce(c.faq_id is not null or (
             select d.status = 'indexed' and d.deleted_at is null from knowledge.documents d
              where d.workspace_id = c.workspace_id and d.id = c.document_id limit 1), false)
           and coalesce((
             select false from knowledge.vectors v
              where v.workspace_id = c.workspace_id and v.model = ${model} and v.chunk_id = c.id limit 1), true) as is_bare
      from knowledge.chunks c where c.id > ${after} order by c.id limit ${limit}`,
  );
}

/** Of pieces that are still there; one that has a vector of the model keeps it. */
export function insertVectors(
  tx: Tx,
  workspaceId: WorkspaceId,
  model: string,
  ids: readonly PieceId[],
  vectors: readonly string[],
  now: Date,
) {
  return tx.run(sql`
    insert into knowledge.vectors (workspace_id, model, chunk_id, dimensions, embedding, created_at)
    select ${workspaceId}, ${model}, c.id, vector_dims(n.embedding), n.embedding, ${now}
      from (select g.id, g.written::vector as embedding
              from unnest(${ids}::uuid[], ${vectors}::text[]) g (id, written)) n
      join knowledge.chunks c on c.workspace_id = ${workspaceId} and c.id = n.id
     for key share of c
    on conflict (workspace_id, model, chunk_id) do nothing`);
}

export function dropVectorsOf(tx: Tx, model: string, limit: number) {
  return tx.run(sql`
    delete from knowledge.vectors v
     where v.model = ${model} and v.chunk_id = any(array(
       select o.chunk_id from knowledge.vectors o where o.model = ${model} order by o.chunk_id limit ${limit}))`);
}
