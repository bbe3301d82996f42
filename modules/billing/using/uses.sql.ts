import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { MemberId, type WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { moved } from './allowances.sql.ts';
import type { SourcePlatform } from './contract.ts';
import { freeMeter } from './terms.sql.ts';

const Figure = z.coerce.number().int();

/** What was asked, once it is known how it is charged. */
export interface NewUse {
  readonly workspaceId: WorkspaceId;
  readonly id: string;
  readonly meter: string;
  readonly family: string;
  readonly plan: string;
  readonly quantity: number;
  readonly baseMicro: number;
  readonly computeMicro: number;
  readonly model: string | null;
  readonly subject: { readonly type: string; readonly id: string } | null;
  readonly memberId: MemberId | null;
  readonly sourcePlatform: SourcePlatform;
  readonly asked: Buffer;
  readonly at: Date;
}

/** What it came to. */
export interface Came {
  readonly apiMicro: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly durationMs: number | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
}

const columns = sql`workspace_id, id, meter, family, plan, quantity, status, transaction_id, reservation_id, base_micro,
  compute_micro, api_micro, week_micro, month_micro, bonus_micro, payg_micro, owed_micro, unlimited_micro, model,
  input_tokens, output_tokens, subject_type, subject_id, member_id, source_platform, duration_ms, error_code,
  error_message, asked, created_at`;

type Free = Omit<NewUse, 'family' | 'plan' | 'baseMicro' | 'computeMicro'> & Pick<Came, 'durationMs'>;

/** Written down in one statement and without a lock, where it costs nothing and nothing limits it. Else answers 0. */
export function insertFree(tx: Tx, use: Free) {
  return tx.run(sql`
    insert into billing.usage_events (workspace_id, id, meter, family, plan, quantity, model, subject_type, subject_id,
      member_id, source_platform, duration_ms, asked, created_at)
    select ${use.workspaceId}, ${use.id}::uuid, free.slug, free.family, free.plan, ${use.quantity}::int,
           ${use.model}::text, ${use.subject?.type ?? null}::text, ${use.subject?.id ?? null}::uuid,
           ${use.memberId}::uuid, ${use.sourcePlatform}::text, ${use.durationMs}::int, ${use.asked}::bytea,
           ${use.at}::timestamptz
      from (${freeMeter(use.meter, use.at)}) free
    on conflict (workspace_id, id) do nothing`);
}

/** By which keys of the ledger a use was paid. */
const keysOf = (id: string) => [`charge:${id}`, `close:${id}`, `late:${id}`];

const taken = (bucket: string): Sql =>
  sql`coalesce(sum(l.amount_micro) filter (where l.from_account in (${bucket}, ${`held_${bucket}`})), 0)::bigint`;

/** What it was paid from is read from the ledger: it cannot be told otherwise than it was booked. */
const event = (use: NewUse, came: Came, isReserved: boolean): Sql => sql`
    insert into billing.usage_events (${columns})
    select ${use.workspaceId}, ${use.id}::uuid, ${use.meter}::text, ${use.family}::text, ${use.plan}::text,
           ${use.quantity}::int, ${came.failure ? 'failed' : 'completed'}, paid.id,
           ${isReserved ? use.id : null}::uuid, ${use.baseMicro}::bigint, ${use.computeMicro}::bigint,
           ${came.apiMicro}::bigint, coalesce(paid.week, 0), coalesce(paid.month, 0), coalesce(paid.bonus, 0),
           coalesce(paid.payg, 0), coalesce(paid.owed, 0), coalesce(paid.unlimited, 0), ${use.model}::text,
           ${came.inputTokens}::int, ${came.outputTokens}::int, ${use.subject?.type ?? null}::text,
           ${use.subject?.id ?? null}::uuid, ${use.memberId}::uuid, ${use.sourcePlatform}::text,
           ${came.durationMs}::int, ${came.failure?.code ?? null}::text, ${came.failure?.message ?? null}::text,
           ${use.asked}::bytea, ${use.at}::timestamptz
      from (select 1) once
      left join (
        select t.id, ${taken('week')} as week, ${taken('month')} as month, ${taken('bonus')} as bonus,
               ${taken('payg')} as payg, ${taken('owed')} as owed, ${taken('unlimited')} as unlimited
          from billing.ledger_transactions t
          join billing.ledger_entries l on l.workspace_id = t.workspace_id and l.transaction_id = t.id
                                       and l.to_account = 'revenue'
         where t.key = any (${keysOf(use.id)}::text[])
         group by t.id) paid on true
    on conflict (workspace_id, id) do nothing`;

export const insertEvent = (tx: Tx, use: NewUse, came: Came) => tx.run(event(use, came, false));

export interface NewOpenUse extends NewUse {
  readonly estimateMicro: number;
  readonly chargesApi: boolean;
  readonly isReserved: boolean;
  readonly reason: string;
}

/** Answers 0 where it has been begun before, or is over. */
export function insertOpenUse(tx: Tx, use: NewOpenUse) {
  return tx.run(sql`
    insert into billing.open_uses (workspace_id, id, meter, family, plan, quantity, base_micro, compute_micro,
      estimate_micro, charges_api, is_reserved, model, subject_type, subject_id, member_id, source_platform, reason,
      asked, created_at)
    select ${use.workspaceId}, ${use.id}::uuid, ${use.meter}::text, ${use.family}::text, ${use.plan}::text,
           ${use.quantity}::int, ${use.baseMicro}::bigint, ${use.computeMicro}::bigint, ${use.estimateMicro}::bigint,
           ${use.chargesApi}::boolean, ${use.isReserved}::boolean, ${use.model}::text,
           ${use.subject?.type ?? null}::text, ${use.subject?.id ?? null}::uuid, ${use.memberId}::uuid,
           ${use.sourcePlatform}::text, ${use.reason}::text, ${use.asked}::bytea, ${use.at}::timestamptz
     where not exists (select from billing.usage_events e where e.id = ${use.id}::uuid)
       and not exists (select from billing.reservations r where r.id = ${use.id}::uuid and r.outcome <> 'held')
    on conflict (workspace_id, id) do nothing`);
}

const OpenUse = z.object({
  id: z.string(),
  meter: z.string(),
  family: z.string(),
  plan: z.string(),
  quantity: z.number(),
  baseMicro: Figure,
  computeMicro: Figure,
  estimateMicro: Figure,
  chargesApi: z.boolean(),
  isReserved: z.boolean(),
  model: z.string().nullable(),
  subject: z.object({ type: z.string(), id: z.string() }).nullable(),
  memberId: MemberId.nullable(),
  sourcePlatform: z.custom<SourcePlatform>(),
  reason: z.string(),
  asked: z.instanceof(Buffer),
  forgottenAt: z.date().nullable(),
  at: z.date(),
});
export type OpenUse = z.infer<typeof OpenUse>;

const open = sql`id, meter, family, plan, quantity, base_micro, compute_micro, estimate_micro, charges_api, is_reserved,
  model, case when subject_id is not null then json_build_object('type', subject_type, 'id', subject_id) end as subject,
  member_id, source_platform, reason, asked, forgotten_at, created_at as at`;

export function holdOpenUse(tx: Tx, id: string) {
  return tx.maybeOne(OpenUse, sql`select ${open} from billing.open_uses where id = ${id} for no key update`);
}

/** Begun long ago, and not known to be forgotten. Those that are being settled right now are somebody's after all. */
export function holdForgotten(tx: Tx, before: Date, limit: number) {
  return tx.many(
    OpenUse,
    sql`
    select ${open} from billing.open_uses
     where created_at < ${before} and forgotten_at is null
     order by created_at, id limit ${limit} for no key update skip locked`,
  );
}

export const markForgotten = (tx: Tx, id: string, now: Date) =>
  tx.run(sql`update billing.open_uses set forgotten_at = ${now} where id = ${id}`);

export const dropOpenUse = (tx: Tx, id: string) =>
  tx.run(sql`delete from billing.open_uses where id = ${id}`);

/** Nobody will tell of these any more. */
export function dropForgotten(tx: Tx, before: Date, limit: number) {
  return tx.run(sql`
    delete from billing.open_uses
     where id in (select id from billing.open_uses
                   where created_at < ${before} and forgotten_at is not null order by created_at limit ${limit})`);
}

/** It is over: no longer open, among the uses, and what was counted for it is what it came to. One statement. */
export function closeUse(
  tx: Tx,
  use: NewUse & { readonly isReserved: boolean },
  came: Came,
  by: { readonly quantity: number; readonly micro: number; readonly at: Date },
) {
  const { family, memberId } = use;
  const change = { family, scope: memberId ?? '', at: by.at, quantity: by.quantity, micro: by.micro };
  return tx.run(sql`
    with over as (delete from billing.open_uses where id = ${use.id}::uuid),
    counted as (${moved(change)})
    ${event(use, came, use.isReserved)}`);
}

const Settled = z.object({
  asked: z.instanceof(Buffer),
  status: z.enum(['completed', 'failed']),
  apiMicro: Figure,
  inputTokens: z.number().nullable(),
  outputTokens: z.number().nullable(),
});

export function findSettled(tx: Tx, id: string) {
  return tx.maybeOne(
    Settled,
    sql`
    select asked, status, api_micro, input_tokens, output_tokens from billing.usage_events where id = ${id}`,
  );
}
