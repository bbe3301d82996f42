import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { LocationId } from '../ids/contract.ts';
import { colleague } from '../threads/threads.sql.ts';
import { EvaluationQuestion, EvaluationSet, EvaluationSetId } from './contract.ts';

const newestFirst = keyset({ createdAt: 'desc', id: 'desc' }, 's');
const inPlace = keyset({ place: 'asc' }, 'q');

/** `coworkers` are all there are. */
const shown = (coworkers: Sql) => sql`
  select s.id, s.name, s.description, s.location_id, ${colleague('w')} as created_by, s.created_at, s.updated_at,
         (select count(*)::int from autopilot.evaluation_questions q
           where q.workspace_id = s.workspace_id and q.set_id = s.id) as questions_count
    from autopilot.evaluation_sets s
    left join (${coworkers}) w on w.workspace_id = s.workspace_id and w.id = s.created_by`;

export function setsByCreated(tx: Tx, coworkers: Sql, page: PageQuery) {
  return newestFirst.page(
    tx,
    EvaluationSet,
    page,
    (where, order) => sql`${shown(coworkers)} where ${where} ${order}`,
  );
}

export function findSet(tx: Tx, coworkers: Sql, id: EvaluationSetId) {
  return tx.maybeOne(EvaluationSet, sql`${shown(coworkers)} where s.id = ${id}`);
}

export function holdSet(tx: Tx, id: EvaluationSetId) {
  return tx.maybeOne(
    z.object({
      ...{ id: EvaluationSetId, name: z.string() },
      ...{ locationId: LocationId.nullable(), createdAt: z.date() },
    }),
    sql`
    select id, name, location_id, created_at from autopilot.evaluation_sets where id = ${id} for no key update`,
  );
}

/** As at which location it is asked. */
export function findPlace(tx: Tx, id: EvaluationSetId) {
  return tx.maybeOne(
    z.object({ locationId: LocationId.nullable() }),
    sql`select location_id from autopilot.evaluation_sets where id = ${id}`,
  );
}

export function countSets(tx: Tx, limit: number) {
  return tx.one(
    z.object({ count: z.number() }),
    // In an order that an index has: read in none, it is by chance whether all rows of all workspaces are.
    sql`
    select count(*)::int as count
      from (select 1 from autopilot.evaluation_sets order by workspace_id, id limit ${limit}) counted`,
  );
}

export interface NewSet {
  readonly workspaceId: WorkspaceId;
  readonly id: EvaluationSetId;
  readonly name: string;
  readonly description: string | null;
  readonly locationId: LocationId | null;
  readonly createdBy: MemberId | null;
  readonly now: Date;
}

export function putSet(tx: Tx, one: NewSet) {
  return tx.run(sql`
    insert into autopilot.evaluation_sets (workspace_id, id, name, description, location_id, created_by, created_at,
      updated_at)
    values (${one.workspaceId}, ${one.id}, ${one.name}, ${one.description}, ${one.locationId}, ${one.createdBy},
      ${one.now}, ${one.now})
    on conflict (workspace_id, id) do update
       set name = excluded.name, description = excluded.description, location_id = excluded.location_id`);
}

export function dropSet(tx: Tx, id: EvaluationSetId) {
  return tx.run(sql`delete from autopilot.evaluation_sets where id = ${id}`);
}

/** All of them anew, in their order. */
export function dropQuestions(tx: Tx, id: EvaluationSetId) {
  return tx.run(sql`delete from autopilot.evaluation_questions where set_id = ${id}`);
}

/** `questions` are JSON: an array of them. */
export function insertQuestions(tx: Tx, workspaceId: WorkspaceId, id: EvaluationSetId, questions: string) {
  const texts = (name: string) => sql`
    array(select jsonb_array_elements_text(q.one -> ${name}::text))`;
  return tx.run(sql`
    insert into autopilot.evaluation_questions (workspace_id, id, set_id, place, text, expected, facts, second_facts,
      forbidden, language, channel, tags)
    select ${workspaceId}, gen_random_uuid(), ${id}, q.place - 1, q.one ->> 'text', q.one ->> 'expected',
           ${texts('facts')}, ${texts('secondFacts')}, ${texts('forbidden')}, q.one ->> 'language',
           q.one ->> 'channel', ${texts('tags')}
      from jsonb_array_elements(${questions}::jsonb) with ordinality q (one, place)`);
}

const Placed = EvaluationQuestion.extend({ place: z.number() });
export type Placed = z.infer<typeof Placed>;
const question = sql`
  q.place, q.text, q.expected, q.facts, q.second_facts, q.forbidden, q.language, q.channel, q.tags`;

export function questionsOf(tx: Tx, id: EvaluationSetId, page: PageQuery) {
  return inPlace.page(
    tx,
    Placed,
    page,
    (where, order) => sql`
    select ${question} from autopilot.evaluation_questions q where q.set_id = ${id} and ${where} ${order}`,
  );
}

/** The next ones of a run, after a place. */
export function questionsAfter(tx: Tx, id: EvaluationSetId, after: number, limit: number) {
  return tx.many(
    Placed,
    sql`
    select ${question} from autopilot.evaluation_questions q
     where q.set_id = ${id} and q.place > ${after} order by q.place limit ${limit}`,
  );
}
