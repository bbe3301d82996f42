import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { isSeenAt, type Places } from '../rights/places.sql.ts';
import { Faq, type FaqFilter, type FaqId } from './contract.ts';

const byCreated = keyset({ createdAt: 'desc', id: 'desc' }, 'f');

const Shown = Faq.omit({ mayManage: true });
export type Shown = z.infer<typeof Shown>;

const shown = sql`
  f.id, f.title, f.answer, f.language, f.location_id, f.text_size_bytes, f.retired_at, f.created_at, f.updated_at,
  array(select q.question from knowledge.faq_questions q
         where q.workspace_id = f.workspace_id and q.faq_id = f.id order by q.place) as questions`;

/** Looked for among all: how many there are is bounded. */
const says = (q: string): Sql => sql`
  (position(lower(${q}) in lower(concat_ws(' ', f.title, f.answer))) > 0
   or exists (select 1 from knowledge.faq_questions q
               where q.workspace_id = f.workspace_id and q.faq_id = f.id
                 and position(lower(${q}) in lower(q.question)) > 0))`;

const narrowed = ({ q, locationId, retired }: FaqFilter): Sql =>
  sql.join(
    [
      ...(q === undefined ? [] : [says(q)]),
      ...(locationId === undefined ? [] : [sql`f.location_id = ${locationId}`]),
      ...(retired === undefined ? [] : [sql`(f.retired_at is not null) = ${retired}`]),
      sql`true`,
    ],
    sql` and `,
  );

export function faqsByCreated(tx: Tx, places: Places, filter: FaqFilter, page: PageQuery) {
  return byCreated.page(
    tx,
    Shown,
    page,
    (where, order) => sql`
    select ${shown} from knowledge.faqs f
     where ${isSeenAt(places, 'f')} and ${narrowed(filter)} and ${where} ${order}`,
  );
}

export function findFaq(tx: Tx, id: FaqId) {
  return tx.maybeOne(Shown, sql`select ${shown} from knowledge.faqs f where f.id = ${id}`);
}

export function holdFaq(tx: Tx, id: FaqId) {
  return tx.maybeOne(
    Shown,
    sql`select ${shown} from knowledge.faqs f where f.id = ${id} for no key update of f`,
  );
}

/** Of one workspace, up to a number. */
export function countFaqs(tx: Tx, limit: number) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`select count(*)::int as count from (select 1 from knowledge.faqs order by id limit ${limit}) counted`,
  );
}

export interface Written extends Pick<Shown, 'id' | 'title' | 'answer' | 'language' | 'locationId'> {
  readonly tsconfig: string;
  readonly textSizeBytes: number;
}

export function insertFaq(
  tx: Tx,
  workspaceId: WorkspaceId,
  faq: Written,
  createdBy: MemberId | null,
  now: Date,
) {
  const { id, title, answer, language, tsconfig, locationId, textSizeBytes } = faq;
  return tx.run(sql`
    insert into knowledge.faqs (workspace_id, id, title, answer, language, tsconfig, location_id, text_size_bytes,
                                created_by, created_at, updated_at)
    values (${workspaceId}, ${id}, ${title}, ${answer}, ${language}, ${tsconfig}, ${locationId}, ${textSizeBytes},
            ${createdBy}, ${now}, ${now})
    on conflict (workspace_id, id) do nothing`);
}

export function changeFaq(
  tx: Tx,
  { id, title, answer, language, tsconfig, locationId, textSizeBytes }: Written,
) {
  return tx.run(sql`
    update knowledge.faqs
       set title = ${title}, answer = ${answer}, language = ${language}, tsconfig = ${tsconfig},
           location_id = ${locationId}, text_size_bytes = ${textSizeBytes}
     where id = ${id}`);
}

/** All of them anew, in their order: they are few. */
export function dropQuestions(tx: Tx, id: FaqId) {
  return tx.run(sql`delete from knowledge.faq_questions where faq_id = ${id}`);
}

export function insertQuestions(
  tx: Tx,
  workspaceId: WorkspaceId,
  id: FaqId,
  questions: readonly string[],
  folded: readonly string[],
) {
  return tx.run(sql`
    insert into knowledge.faq_questions (workspace_id, faq_id, place, question, folded)
    select ${workspaceId}, ${id}, q.place - 1, q.question, q.folded
      from unnest(${questions}::text[], ${folded}::text[]) with ordinality q (question, folded, place)`);
}

export function setRetired(tx: Tx, id: FaqId, retiredAt: Date | null) {
  return tx.run(sql`update knowledge.faqs set retired_at = ${retiredAt} where id = ${id}`);
}

export function dropFaq(tx: Tx, id: FaqId) {
  return tx.run(sql`delete from knowledge.faqs where id = ${id}`);
}
