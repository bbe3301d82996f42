import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { MemberId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { planNow } from '../plans/current.sql.ts';
import { usePeriods } from './contract.ts';

const Figure = z.coerce.number().int();
const Period = z.enum(usePeriods);

const Terms = z.object({
  family: z.string(),
  isRetired: z.boolean(),
  plan: z.string(),
  baseMicro: Figure,
  computeMicro: Figure,
  isUnlimited: z.boolean(),
  /** Of the plan, for this family. */
  limits: z.array(z.object({ period: Period, countMax: Figure })),
  /** Of the workspace and of the member who asks. */
  caps: z.array(z.object({ memberId: z.string().nullable(), period: Period, maxMicro: Figure })),
  /** What the id stands for already, in hexadecimal. */
  known: z.string().nullable(),
});
export type Terms = z.infer<typeof Terms>;

/** What it costs by now: in the plan if it has a price of its own, for everybody otherwise. */
const price = (now: Date): Sql => sql`
  select mp.base_micro, mp.compute_micro from billing.meter_prices mp
   where mp.meter = m.slug and mp.plan in (p.slug, '') and mp.from_at <= ${now}
   order by mp.plan = '', mp.from_at desc limit 1`;

/** What holds for a use of this at this moment. Undefined: there is no such meter. */
export function findTerms(
  tx: Tx,
  { id, meter, memberId }: { id: string; meter: string; memberId?: MemberId | undefined },
  now: Date,
) {
  return tx.maybeOne(
    Terms,
    sql`
    select m.family, m.retired_at is not null as is_retired, p.slug as plan, coalesce(c.base_micro, 0) as base_micro,
           coalesce(c.compute_micro, 0) as compute_micro,
           exists (select from billing.wallets w where w.unlimited_at is not null) as is_unlimited,
           coalesce((select json_agg(json_build_object('period', l.period, 'countMax', l.count_max))
                       from billing.plan_limits l where l.plan = p.slug and l.family = m.family), '[]') as limits,
           coalesce((select json_agg(json_build_object('memberId', k.member_id, 'period', k.period,
                                                       'maxMicro', k.max_micro))
                       from billing.caps k where k.member_id is null or k.member_id = ${memberId ?? null}), '[]') as caps,
           ${knownAs(id)} as known
      from billing.meters m
      cross join (${planNow(now)}) p
      left join lateral (${price(now)}) c on true
     where m.slug = ${meter}`,
  );
}

const knownAs = (id: string): Sql => sql`
  coalesce((select encode(e.asked, 'hex') from billing.usage_events e where e.id = ${id}),
           (select encode(o.asked, 'hex') from billing.open_uses o where o.id = ${id}))`;

const Known = z.object({ known: z.string().nullable() });
export const findKnown = (tx: Tx, id: string) => tx.one(Known, sql`select ${knownAs(id)} as known`);

/** What a meter is now, where its price is nothing and its family has no limit. */
export const freeMeter = (meter: string, now: Date): Sql => sql`
  select m.slug, m.family, p.slug as plan
    from billing.meters m
    cross join (${planNow(now)}) p
   where m.slug = ${meter} and m.retired_at is null
     and coalesce((select c.base_micro + c.compute_micro from (${price(now)}) c), 0) = 0
     and not exists (select from billing.plan_limits l where l.plan = p.slug and l.family = m.family)`;
