import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import { MemberId, type WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { ContextText, type ContextTextId, TrainingText, type TrainingTextId } from './contract.ts';

const newestFirst = keyset({ createdAt: 'desc', id: 'desc' }, 't');
const ofKind = (kind: string | undefined): Sql => (kind === undefined ? sql`true` : sql`t.kind = ${kind}`);

export function contextTextsOf(tx: Tx, memberId: MemberId, kind: string | undefined, page: PageQuery) {
  return newestFirst.page(
    tx,
    ContextText,
    page,
    (where, order) => sql`
    select t.id, t.kind, t.content, t.metadata, t.created_at, t.updated_at from autopilot.context_texts t
     where t.member_id = ${memberId} and ${ofKind(kind)} and ${where} ${order}`,
  );
}

export function trainingTextsOf(tx: Tx, memberId: MemberId, kind: string | undefined, page: PageQuery) {
  return newestFirst.page(
    tx,
    TrainingText,
    page,
    (where, order) => sql`
    select t.id, t.kind, t.content, t.metadata, t.created_at from autopilot.training_texts t
     where t.member_id = ${memberId} and ${ofKind(kind)} and ${where} ${order}`,
  );
}

export function holdContextText(tx: Tx, id: ContextTextId) {
  return tx.maybeOne(
    ContextText.extend({ memberId: MemberId.nullable() }),
    sql`
    select id, member_id, kind, content, metadata, created_at, updated_at from autopilot.context_texts
     where id = ${id} for no key update`,
  );
}

export function findTrainingText(tx: Tx, id: TrainingTextId) {
  return tx.maybeOne(
    TrainingText.extend({ memberId: MemberId.nullable() }),
    sql`
    select id, member_id, kind, content, metadata, created_at from autopilot.training_texts
     where id = ${id}`,
  );
}

const Counted = z.object({ count: z.number() });

export function countContextTexts(tx: Tx, memberId: MemberId, limit: number) {
  return tx.one(
    Counted,
    sql`
    select count(*)::int as count from (
      select 1 from autopilot.context_texts where member_id = ${memberId} limit ${limit}) counted`,
  );
}

export function countTrainingTexts(tx: Tx, memberId: MemberId, limit: number) {
  return tx.one(
    Counted,
    sql`
    select count(*)::int as count from (
      select 1 from autopilot.training_texts where member_id = ${memberId} limit ${limit}) counted`,
  );
}

export interface Written<Id> {
  readonly id: Id;
  readonly memberId: MemberId;
  readonly kind: string;
  readonly content: string;
  /** As JSON. */
  readonly metadata: string;
}

export function putContextText(tx: Tx, workspaceId: WorkspaceId, one: Written<ContextTextId>, now: Date) {
  return tx.run(sql`
    insert into autopilot.context_texts (workspace_id, id, member_id, kind, content, metadata, created_at, updated_at)
    values (${workspaceId}, ${one.id}, ${one.memberId}, ${one.kind}, ${one.content}, ${one.metadata}::jsonb, ${now},
      ${now})
    on conflict (workspace_id, id) do update
       set kind = excluded.kind, content = excluded.content, metadata = excluded.metadata`);
}

export function insertTrainingText(
  tx: Tx,
  workspaceId: WorkspaceId,
  one: Written<TrainingTextId>,
  now: Date,
) {
  return tx.run(sql`
    insert into autopilot.training_texts (workspace_id, id, member_id, kind, content, metadata, created_at)
    values (${workspaceId}, ${one.id}, ${one.memberId}, ${one.kind}, ${one.content}, ${one.metadata}::jsonb, ${now})
    on conflict (workspace_id, id) do nothing`);
}

export function dropContextText(tx: Tx, id: ContextTextId) {
  return tx.run(sql`delete from autopilot.context_texts where id = ${id}`);
}

export function dropTrainingText(tx: Tx, id: TrainingTextId) {
  return tx.run(sql`delete from autopilot.training_texts where id = ${id}`);
}
