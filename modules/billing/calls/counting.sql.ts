import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { type AiModelKind, Micro } from '../models/contract.ts';
import { AiCallId, type AiCallOutcome, aiCallOutcomes } from './contract.ts';

export interface Month {
  readonly workspaceId: WorkspaceId;
  /** Its first day, as `2026-03-01`. */
  readonly month: string;
}

/**
 * Keeps so much back where the month has room for it, and answers 0 where it has none. One statement, because between
 * a look and a step another worker would take the same room. What costs nothing always has room.
 */
export function keepBack(tx: Tx, { workspaceId, month }: Month, micro: number) {
  return tx.run(sql`
    insert into billing.ai_months as m (workspace_id, month, held_micro)
    select ${workspaceId}, ${month}::date, ${micro}::bigint
     where ${micro}::bigint = 0 or ${micro}::bigint <= ${monthMax}
    on conflict (workspace_id, month) do update set held_micro = m.held_micro + excluded.held_micro
     where excluded.held_micro = 0 or m.spent_micro + m.held_micro + excluded.held_micro <= ${monthMax}`);
}

const monthMax = sql`coalesce((select e.month_max_micro from billing.ai_endpoints e), 9223372036854775807)`;

/** Answers 1 the first time in a month. */
export function markLimitTold(tx: Tx, { workspaceId, month }: Month, now: Date) {
  return tx.run(sql`
    insert into billing.ai_months as m (workspace_id, month, limit_told_at)
    values (${workspaceId}, ${month}::date, ${now})
    on conflict (workspace_id, month) do update set limit_told_at = excluded.limit_told_at
     where m.limit_told_at is null`);
}

/** Answers 1 the first time in a month. */
export function markUsedUpTold(tx: Tx, { workspaceId, month }: Month, now: Date) {
  return tx.run(sql`
    insert into billing.ai_months as m (workspace_id, month, credits_told_at)
    values (${workspaceId}, ${month}::date, ${now})
    on conflict (workspace_id, month) do update set credits_told_at = excluded.credits_told_at
     where m.credits_told_at is null`);
}

export interface NewCall extends Month {
  readonly id: AiCallId;
  readonly model: string;
  readonly kind: AiModelKind;
  readonly purpose: string;
  readonly subject: { readonly type: string; readonly id: string } | undefined;
  readonly heldMicro: number;
  readonly now: Date;
}

export function insertCall(
  tx: Tx,
  { workspaceId, month, id, model, kind, purpose, subject, ...call }: NewCall,
) {
  return tx.run(sql`
    insert into billing.ai_calls (workspace_id, id, month, model, kind, purpose, subject_type, subject_id, held_micro,
      created_at)
    values (${workspaceId}, ${id}, ${month}::date, ${model}, ${kind}, ${purpose}, ${subject?.type ?? null},
      ${subject?.id ?? null}, ${call.heldMicro}, ${call.now})`);
}

const OpenCall = z.object({
  id: AiCallId,
  month: z.string(),
  day: z.string(),
  model: z.string(),
  purpose: z.string(),
  outcome: z.enum(aiCallOutcomes),
  heldMicro: Micro,
  costMicro: Micro,
});
export type OpenCall = z.infer<typeof OpenCall>;

const open = sql`id, month::text as month, (created_at at time zone 'UTC')::date::text as day, model, purpose, outcome,
  held_micro, cost_micro`;

/** One that is still to be settled: nobody told yet, or all that is known is that nobody did. */
export function holdUnsettled(tx: Tx, id: AiCallId) {
  return tx.maybeOne(
    OpenCall,
    sql`select ${open} from billing.ai_calls where id = ${id} and outcome in ('under_way', 'unknown') for no key update`,
  );
}

/** Whoever made these is gone. Those that are being settled right now are somebody's after all. */
export function holdForgotten(tx: Tx, before: Date, limit: number) {
  return tx.many(
    OpenCall,
    sql`
    select ${open} from billing.ai_calls
     where outcome = 'under_way' and created_at < ${before}
     order by created_at desc, id desc limit ${limit} for no key update skip locked`,
  );
}

export interface Settled {
  readonly outcome: AiCallOutcome;
  readonly failureCode: string | null;
  readonly costMicro: number;
  readonly isEstimated: boolean;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
  readonly reasoningTokens: number;
  readonly latencyMs: number | null;
  readonly firstTokenMs: number | null;
  readonly requestId: string | null;
}

export function markSettled(tx: Tx, id: AiCallId, came: Settled, now: Date) {
  return tx.run(sql`
    update billing.ai_calls
       set outcome = ${came.outcome}, failure_code = ${came.failureCode}, held_micro = 0,
           cost_micro = ${came.costMicro}, is_estimated = ${came.isEstimated}, input_tokens = ${came.inputTokens},
           output_tokens = ${came.outputTokens}, cached_tokens = ${came.cachedTokens},
           reasoning_tokens = ${came.reasoningTokens}, latency_ms = ${came.latencyMs},
           first_token_ms = ${came.firstTokenMs}, request_id = ${came.requestId}, settled_at = ${now}
     where id = ${id}`);
}

/** What was kept back is spent, or given back. */
export function moveInMonth(
  tx: Tx,
  month: string,
  by: { readonly heldMicro: number; readonly spentMicro: number },
) {
  return tx.run(sql`
    update billing.ai_months
       set held_micro = held_micro + ${by.heldMicro}, spent_micro = spent_micro + ${by.spentMicro}
     where month = ${month}::date`);
}

export interface DayKey {
  readonly workspaceId: WorkspaceId;
  readonly day: string;
  readonly purpose: string;
  readonly model: string;
}
type Counted = Pick<Settled, 'costMicro' | 'inputTokens' | 'outputTokens' | 'outcome'>;

export function addToDay(tx: Tx, { workspaceId, day, purpose, model }: DayKey, came: Counted) {
  return tx.run(sql`
    insert into billing.ai_days as d (workspace_id, day, purpose, model, calls, failed, input_tokens, output_tokens,
      cost_micro)
    values (${workspaceId}, ${day}::date, ${purpose}, ${model}, 1, ${came.outcome === 'failed' ? 1 : 0},
      ${came.inputTokens}, ${came.outputTokens}, ${came.costMicro})
    on conflict (workspace_id, day, purpose, model) do update
      set calls = d.calls + 1, failed = d.failed + excluded.failed,
          input_tokens = d.input_tokens + excluded.input_tokens,
          output_tokens = d.output_tokens + excluded.output_tokens, cost_micro = d.cost_micro + excluded.cost_micro`);
}

/** Takes out what was only supposed. */
export function takeFromDay(tx: Tx, { day, purpose, model }: DayKey, costMicro: number) {
  return tx.run(sql`
    update billing.ai_days set calls = calls - 1, cost_micro = cost_micro - ${costMicro}
     where day = ${day}::date and purpose = ${purpose} and model = ${model}`);
}

/** Some of what is older, at a time. */
export function deleteCallsBefore(tx: Tx, before: Date, limit: number) {
  return tx.run(sql`
    delete from billing.ai_calls
     where id in (select id from billing.ai_calls
                   where created_at < ${before} and outcome <> 'under_way'
                   order by created_at desc, id desc limit ${limit})`);
}
