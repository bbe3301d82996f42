import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { colleague } from '../threads/threads.sql.ts';
import {
  ComparedResult,
  EvaluationResult,
  EvaluationRun,
  EvaluationRunId,
  EvaluationSetId,
  KindOfQuestion,
  type Verdict,
} from './contract.ts';

const newestFirst = keyset({ createdAt: 'desc', id: 'desc' }, 'r');
const inPlace = keyset({ place: 'asc' }, 'o');

const Shown = EvaluationRun.extend({ costMicro: z.bigint().transform(Number) });
/** `coworkers` are all there are. */
const shown = (coworkers: Sql) => sql`
  select r.id, r.set_id, r.status, r.model, r.settings, r.questions_count, r.right_count, r.missed_count, r.wrong_count,
         r.crossed_count, r.cost_micro, r.failure, ${colleague('w')} as started_by, r.created_at, r.finished_at
    from autopilot.evaluation_runs r
    left join (${coworkers}) w on w.workspace_id = r.workspace_id and w.id = r.started_by`;

export function runsByCreated(tx: Tx, coworkers: Sql, setId: EvaluationSetId | undefined, page: PageQuery) {
  const ofSet = setId === undefined ? sql`true` : sql`r.set_id = ${setId}`;
  return newestFirst.page(
    tx,
    Shown,
    page,
    (where, order) => sql`${shown(coworkers)} where ${ofSet} and ${where} ${order}`,
  );
}

export function findRun(tx: Tx, coworkers: Sql, id: EvaluationRunId) {
  return tx.maybeOne(Shown, sql`${shown(coworkers)} where r.id = ${id}`);
}

const Held = z.object({
  id: EvaluationRunId,
  setId: EvaluationSetId,
  status: z.enum(['queued', 'running', 'done', 'failed']),
  settings: z.record(z.string(), z.unknown()),
  settingsDigest: z.string(),
  questionsCount: z.number(),
  rightCount: z.number(),
  missedCount: z.number(),
  wrongCount: z.number(),
  crossedCount: z.number(),
});
export type Held = z.infer<typeof Held>;
const held = sql`
  r.id, r.set_id, r.status, r.settings, r.settings_digest, r.questions_count, r.right_count, r.missed_count,
  r.wrong_count, r.crossed_count`;

export function holdRun(tx: Tx, id: EvaluationRunId) {
  return tx.maybeOne(
    Held,
    sql`select ${held} from autopilot.evaluation_runs r where r.id = ${id} for no key update`,
  );
}

/** The last one through a set, with the same settings, that came to its end. */
export function lastDone(tx: Tx, setId: EvaluationSetId, digest: string) {
  return tx.maybeOne(
    Held,
    sql`
    select ${held} from autopilot.evaluation_runs r
     where r.set_id = ${setId} and r.settings_digest = ${digest} and r.status = 'done'
     order by r.created_at desc, r.id desc limit 1`,
  );
}

export function runUnderWay(tx: Tx) {
  return tx.maybeOne(
    z.object({ id: EvaluationRunId }),
    sql`
    select id from autopilot.evaluation_runs where status in ('queued', 'running') order by created_at limit 1`,
  );
}

export interface NewRun {
  readonly workspaceId: WorkspaceId;
  readonly id: EvaluationRunId;
  readonly setId: EvaluationSetId;
  /** As JSON. */
  readonly settings: string;
  readonly digest: string;
  readonly model: string;
  readonly questionsCount: number;
  readonly startedBy: MemberId | null;
  readonly now: Date;
}

export function insertRun(tx: Tx, one: NewRun) {
  return tx.run(sql`
    insert into autopilot.evaluation_runs (workspace_id, id, set_id, settings, settings_digest, model, questions_count,
      started_by, created_at)
    values (${one.workspaceId}, ${one.id}, ${one.setId}, ${one.settings}::jsonb, ${one.digest}, ${one.model},
      ${one.questionsCount}, ${one.startedBy}, ${one.now})`);
}

export function markRunning(tx: Tx, id: EvaluationRunId) {
  return tx.run(
    sql`update autopilot.evaluation_runs set status = 'running' where id = ${id} and status = 'queued'`,
  );
}

/** Counted from the results, so that it is right however often it was stopped. */
export function countRun(tx: Tx, id: EvaluationRunId) {
  return tx.run(sql`
    update autopilot.evaluation_runs r
       set right_count = c.right_count, missed_count = c.missed_count, wrong_count = c.wrong_count,
           crossed_count = c.crossed_count, cost_micro = c.cost_micro
      from (select (count(*) filter (where o.verdict = 'right'))::int as right_count,
                   (count(*) filter (where o.verdict = 'missed'))::int as missed_count,
                   (count(*) filter (where o.verdict = 'wrong'))::int as wrong_count,
                   (count(*) filter (where o.verdict = 'crossed'))::int as crossed_count,
                   coalesce(sum(o.cost_micro), 0)::bigint as cost_micro
              from autopilot.evaluation_results o where o.run_id = ${id}) c
     where r.id = ${id}`);
}

export function finishRun(tx: Tx, id: EvaluationRunId, failure: string | null, now: Date) {
  return tx.run(sql`
    update autopilot.evaluation_runs
       set status = ${failure === null ? 'done' : 'failed'}, failure = ${failure}, finished_at = ${now}
     where id = ${id} and status in ('queued', 'running')`);
}

/** Takes no input: those that stand still, since their job was lost. */
export function runsToTakeUp(tx: Tx, before: Date, limit: number) {
  return tx.many(
    z.object({ id: EvaluationRunId }),
    sql`
    select id from autopilot.evaluation_runs
     where status in ('queued', 'running') and created_at < ${before} order by created_at limit ${limit}`,
  );
}

const Last = z.object({ place: z.number() });
export function lastResult(tx: Tx, id: EvaluationRunId) {
  return tx.maybeOne(
    Last,
    sql`select place from autopilot.evaluation_results where run_id = ${id} order by place desc limit 1`,
  );
}

export interface NewResult extends Omit<EvaluationResult, 'sources'> {
  readonly workspaceId: WorkspaceId;
  readonly runId: EvaluationRunId;
  /** As JSON. */
  readonly sources: string;
  readonly now: Date;
}

export function insertResult(tx: Tx, one: NewResult) {
  return tx.run(sql`
    insert into autopilot.evaluation_results (workspace_id, run_id, place, question, expected, language, tags, decision,
      confidence, matched_rule, answer, sources, verdict, why, cost_micro, latency_ms, created_at)
    values (${one.workspaceId}, ${one.runId}, ${one.place}, ${one.question}, ${one.expected}, ${one.language},
      ${one.tags}, ${one.decision}, ${one.confidence}, ${one.matchedRule}, ${one.answer}, ${one.sources}::jsonb,
      ${one.verdict}, ${one.why}, ${one.costMicro}, ${one.latencyMs}, ${one.now})
    on conflict (workspace_id, run_id, place) do nothing`);
}

export function resultsOf(tx: Tx, id: EvaluationRunId, verdict: Verdict | undefined, page: PageQuery) {
  const narrowed = verdict === undefined ? sql`true` : sql`o.verdict = ${verdict}`;
  return inPlace.page(
    tx,
    EvaluationResult.extend({ costMicro: z.bigint().transform(Number) }),
    page,
    (where, order) => sql`
    select o.place, o.question, o.expected, o.language, o.tags, o.decision, o.confidence::float8 as confidence,
           o.matched_rule, o.answer, o.sources, o.verdict, o.why, o.cost_micro, o.latency_ms
      from autopilot.evaluation_results o
     where o.run_id = ${id} and ${narrowed} and ${where} ${order}`,
  );
}

/** A run has no more results than a set has questions. */
export function kindsOf(tx: Tx, id: EvaluationRunId, limit: number) {
  return tx.many(
    KindOfQuestion,
    sql`
    select o.tags[1] as kind, o.language, count(*)::int as asked_count,
           (count(*) filter (where o.verdict = 'right'))::int as right_count,
           (count(*) filter (where o.verdict in ('wrong', 'crossed')))::int as wrong_count
      from autopilot.evaluation_results o where o.run_id = ${id}
     group by o.tags[1], o.language order by o.tags[1], o.language limit ${limit}`,
  );
}

const side = (alias: string) => {
  const of = (name: string) => sql.id(alias, name);
  return sql`
    case when ${of('verdict')} is not null then jsonb_build_object('decision', ${of('decision')}, 'answer',
      ${of('answer')}, 'verdict', ${of('verdict')}, 'why', ${of('why')}) end`;
};

/** Where the verdicts differ. */
export function comparedOf(tx: Tx, one: EvaluationRunId, other: EvaluationRunId, page: PageQuery) {
  return inPlace.page(
    tx,
    ComparedResult,
    page,
    (where, order) => sql`
    select o.place, o.question, o.expected, ${side('o')} as one, ${side('t')} as other
      from autopilot.evaluation_results o
      left join autopilot.evaluation_results t on t.workspace_id = o.workspace_id and t.run_id = ${other}
       and t.place = o.place
     where o.run_id = ${one} and (o.verdict = t.verdict) is not true and ${where} ${order}`,
  );
}
