import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { UsageEvent, UsageSum } from './contract.ts';
import { beginOf, dayOfEvent, sumsOfEvents } from './days.sql.ts';

export interface Period {
  readonly from: string;
  readonly until: string;
}

const countedUntil = sql`coalesce((select counted_until from billing.usage_counts), '2000-01-01'::date)`;

/** Days that are summed up, and the uses of those that are not: there or not, it comes to the same. */
const used = ({ from, until }: Period): Sql => sql`(
    select d.day, d.meter, d.model, d.member, d.uses_count, d.failed_count, d.quantity, d.paid_micro, d.api_micro
      from billing.usage_days d where d.day between ${from}::date and ${until}::date
    union all
    select day, meter, model, member, uses_count, failed_count, quantity, paid_micro, api_micro
      from (select ${dayOfEvent} as day, meter, coalesce(model, '') as model, coalesce(member_id::text, '') as member,
                   ${sumsOfEvents}
              from billing.pub_uses
             where created_at >= ${beginOf(sql`greatest(${from}::date, ${countedUntil})`)}
               and created_at < ${beginOf(sql`${until}::date + 1`)}
             group by 1, 2, 3, 4) lately)`;

const sums = sql`coalesce(sum(u.uses_count), 0)::bigint as uses, coalesce(sum(u.failed_count), 0)::bigint as failed,
  coalesce(sum(u.quantity), 0)::bigint as quantity, coalesce(sum(u.paid_micro), 0)::bigint as paid_micro,
  coalesce(sum(u.api_micro), 0)::bigint as api_micro`;

const OneSum = UsageSum.extend({
  kind: z.enum(['total', 'day', 'meter', 'model', 'member']),
  day: z.string().nullable(),
  meter: z.string().nullable(),
  model: z.string().nullable(),
  member: z.string().nullable(),
  name: z.string().nullable(),
  family: z.string().nullable(),
});

/** Every sum of a time in one reading of it. */
export function sumsOf(tx: Tx, period: Period, limit: number) {
  return tx.many(
    OneSum,
    sql`
    with grouped as (
      select case grouping(u.day, u.meter, u.model, u.member)
               when 15 then 'total' when 3 then 'day' when 11 then 'meter' when 13 then 'model' else 'member' end as kind,
             u.day::text as day, u.meter, u.model, u.member, ${sums}
        from ${used(period)} u
       group by grouping sets ((), (u.day, u.meter), (u.meter), (u.model), (u.member))),
    placed as (
      select g.*, row_number() over (partition by kind order by case when kind = 'day' then day end desc,
                                     paid_micro desc, uses desc, meter, model, member) as place
        from grouped g)
    select p.*, m.name, m.family from placed p left join billing.meters m on m.slug = p.meter
     where p.place <= ${limit} order by p.kind, p.place`,
  );
}

/** One of them at most: each has an index of its own. */
export interface UsageFilter {
  readonly meter?: string | undefined;
  readonly model?: string | undefined;
  readonly memberId?: MemberId | undefined;
  readonly subject?: { readonly type: string; readonly id: string } | undefined;
}

const shown = sql`
    select id, meter, family, plan, quantity, status, base_micro, compute_micro, api_micro, week_micro, month_micro,
           bonus_micro, payg_micro, owed_micro, unlimited_micro,
           week_micro + month_micro + bonus_micro + payg_micro + owed_micro + unlimited_micro as paid_micro,
           refunded_micro, refunded_at, model, input_tokens, output_tokens, subject_type, subject_id, member_id,
           source_platform, duration_ms, error_code, error_message, created_at`;

const newestFirst = keyset({ createdAt: 'desc', id: 'desc' });

/** Of those that are not archived: the archive has no index for what they are narrowed down by. */
export function eventsByTime(tx: Tx, page: PageQuery, filter: UsageFilter) {
  return newestFirst.page(
    tx,
    UsageEvent,
    page,
    (where, order) => sql`${shown} from billing.usage_events where ${among(filter)} and ${where} ${order}`,
  );
}

function among({ meter, model, memberId, subject }: UsageFilter): Sql {
  if (meter !== undefined) return sql`meter = ${meter}`;
  if (model !== undefined) return sql`model = ${model}`;
  if (memberId !== undefined) return sql`member_id = ${memberId}`;
  return subject ? sql`subject_type = ${subject.type} and subject_id = ${subject.id}::uuid` : sql`true`;
}

const oldestFirst = keyset({ createdAt: 'asc', id: 'asc' });

/** All of them, also those that are archived, a page at a time. Of each of the two by its own index. */
export function eventsWithin(tx: Tx, { from, until }: Period, page: PageQuery) {
  return oldestFirst.page(tx, UsageEvent, page, (where, order) => {
    const of = (table: Sql) => sql`
      ${shown} from ${table}
       where created_at >= ${beginOf(sql`${from}::date`)} and created_at < ${beginOf(sql`${until}::date + 1`)}
         and ${where} ${order}`;
    return sql`
    select * from ((${of(sql`billing.usage_events`)}) union all (${of(sql`billing.usage_archive`)})) used ${order}`;
  });
}
