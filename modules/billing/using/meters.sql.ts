import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { Meter, MeterPrice } from './contract.ts';

const shown = (now: Date): Sql => sql`
    select m.slug, m.name, m.unit_label, m.description, m.family, m.retired_at, c.base_micro, c.compute_micro,
           array(select distinct mp.plan from billing.meter_prices mp
                  where mp.meter = m.slug and mp.plan <> '' and mp.from_at <= ${now} order by 1) as plans_with_price
      from billing.meters m
      left join lateral (
        select mp.base_micro, mp.compute_micro from billing.meter_prices mp
         where mp.meter = m.slug and mp.plan = '' and mp.from_at <= ${now}
         order by mp.from_at desc limit 1) c on true`;

const bySlug = keyset({ slug: 'asc' }, 'm');

export function metersBySlug(tx: Tx, now: Date, page: PageQuery) {
  return bySlug.page(tx, Meter, page, (where, order) => sql`${shown(now)} where ${where} ${order}`);
}

export function findMeter(tx: Tx, slug: string, now: Date) {
  return tx.maybeOne(Meter, sql`${shown(now)} where m.slug = ${slug}`);
}

/** Two who change it at once do so one after the other. */
export function holdMeter(tx: Tx, slug: string) {
  return tx.maybeOne(
    z.object({ slug: z.string() }),
    sql`select slug from billing.meters where slug = ${slug} for no key update`,
  );
}

export type Named = Pick<Meter, 'slug' | 'name' | 'unitLabel' | 'description' | 'family'>;

export function putMeter(tx: Tx, { slug, name, unitLabel, description, family }: Named, now: Date) {
  return tx.run(sql`
    insert into billing.meters (slug, name, unit_label, description, family, created_at, updated_at)
    values (${slug}, ${name}, ${unitLabel}, ${description}, ${family}, ${now}, ${now})
    on conflict (slug) do update
      set name = excluded.name, unit_label = excluded.unit_label, description = excluded.description,
          family = excluded.family`);
}

export function markRetired(tx: Tx, slug: string, retiredAt: Date | null) {
  return tx.run(sql`update billing.meters set retired_at = ${retiredAt} where slug = ${slug}`);
}

export function pricesOf(tx: Tx, slug: string, limit: number) {
  return tx.many(
    MeterPrice,
    sql`
    select plan, from_at, base_micro, compute_micro from billing.meter_prices
     where meter = ${slug} order by from_at desc, plan limit ${limit}`,
  );
}

/** Answers 0 where there is a price from this moment on. */
export function insertPrice(
  tx: Tx,
  slug: string,
  { plan, fromAt, baseMicro, computeMicro }: MeterPrice,
  now: Date,
) {
  return tx.run(sql`
    insert into billing.meter_prices (meter, plan, from_at, base_micro, compute_micro, created_at)
    values (${slug}, ${plan}, ${fromAt}, ${baseMicro}, ${computeMicro}, ${now})
    on conflict (meter, plan, from_at) do nothing`);
}

export function planIsThere(tx: Tx, plan: string) {
  return tx.maybeOne(
    z.object({ slug: z.string() }),
    sql`select slug from billing.plans where slug = ${plan}`,
  );
}
