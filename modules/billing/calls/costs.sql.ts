import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { Micro } from '../models/contract.ts';
import { AiCall, type AiCallOutcome, AiCostSum, AiCosts } from './contract.ts';

const newestFirst = keyset({ createdAt: 'desc', id: 'desc' });

/** One of them at most: each has an index of its own. */
export interface CallFilter {
  readonly purpose?: string | undefined;
  readonly model?: string | undefined;
  readonly outcome?: AiCallOutcome | undefined;
  readonly subject?: { readonly type: string; readonly id: string } | undefined;
}

export function callsByTime(tx: Tx, page: PageQuery, filter: CallFilter) {
  return newestFirst.page(
    tx,
    AiCall,
    page,
    (where, order) => sql`
    select id, model, kind, purpose, subject_type, subject_id, outcome, failure_code, held_micro, cost_micro,
           is_estimated, input_tokens, output_tokens, cached_tokens, reasoning_tokens, latency_ms, first_token_ms,
           request_id, created_at, settled_at
      from billing.ai_calls where ${among(filter)} and ${where} ${order}`,
  );
}

function among({ purpose, model, outcome, subject }: CallFilter): Sql {
  if (purpose !== undefined) return sql`purpose = ${purpose}`;
  if (model !== undefined) return sql`model = ${model}`;
  if (outcome !== undefined) return sql`outcome = ${outcome}`;
  return subject ? sql`subject_type = ${subject.type} and subject_id = ${subject.id}::uuid` : sql`true`;
}

export interface Period {
  readonly from: string;
  readonly until: string;
}

const within = ({ from, until }: Period) => sql`day between ${from}::date and ${until}::date`;
const sums = sql`coalesce(sum(calls), 0)::bigint as calls, coalesce(sum(failed), 0)::bigint as failed,
  coalesce(sum(input_tokens), 0)::bigint as input_tokens, coalesce(sum(output_tokens), 0)::bigint as output_tokens,
  coalesce(sum(cost_micro), 0)::bigint as cost_micro`;

const inOrder = keyset({ day: 'asc', purpose: 'asc', model: 'asc' }, 'd');

/** All of them, a page at a time. */
export function linesOf(tx: Tx, { from, until }: Period, page: PageQuery) {
  return inOrder.page(
    tx,
    AiCosts.shape.days.element,
    page,
    (where, order) => sql`
    select d.day::text as day, d.purpose, d.model, d.calls, d.failed, d.input_tokens, d.output_tokens, d.cost_micro
      from billing.ai_days d where d.day between ${from}::date and ${until}::date and ${where} ${order}`,
  );
}

/** The latest, where there are more than can be shown. */
export function daysOf(tx: Tx, period: Period, limit: number) {
  return tx.many(
    AiCosts.shape.days.element,
    sql`
    select day::text as day, purpose, model, calls, failed, input_tokens, output_tokens, cost_micro
      from (select * from billing.ai_days where ${within(period)}
             order by day desc, purpose, model limit ${limit}) latest
     order by day, purpose, model`,
  );
}

export function totalOf(tx: Tx, period: Period) {
  return tx.one(AiCostSum, sql`select ${sums} from billing.ai_days where ${within(period)}`);
}

export function sumsByPurpose(tx: Tx, period: Period, limit: number) {
  return tx.many(
    AiCosts.shape.byPurpose.element,
    sql`
    select purpose, ${sums} from billing.ai_days where ${within(period)}
     group by purpose order by cost_micro desc, purpose limit ${limit}`,
  );
}

export function sumsByModel(tx: Tx, period: Period, limit: number) {
  return tx.many(
    AiCosts.shape.byModel.element,
    sql`
    select model, ${sums} from billing.ai_days where ${within(period)}
     group by model order by cost_micro desc, model limit ${limit}`,
  );
}

export function findMonth(tx: Tx, month: string) {
  return tx.maybeOne(
    z.object({ spentMicro: Micro, heldMicro: Micro }),
    sql`select spent_micro, held_micro from billing.ai_months where month = ${month}::date`,
  );
}

const Cost = z.object({ id: z.string(), costMicro: Micro, calls: z.number() });

/** What calls about each of these came to; what has had none is not among them. */
export function costsOfSubjects(tx: Tx, type: string, ids: readonly string[]) {
  return tx.many(
    Cost,
    sql`
    select subject_id as id, sum(cost_micro)::bigint as cost_micro, count(*)::int as calls
      from billing.ai_calls where subject_type = ${type} and subject_id = any(${ids}::uuid[])
     group by subject_id`,
  );
}
