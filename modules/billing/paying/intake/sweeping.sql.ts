import { z } from 'zod';
import type { Tx } from '../../../../kit/db/database.ts';
import { sql } from '../../../../kit/sql.ts';
import type { PaymentProviderName } from '../contract.ts';
import { recordsOf } from '../records.sql.ts';

const Sweep = z.object({ sweptUntil: z.date(), catalogueAt: z.date().nullable() });

export function findSweep(tx: Tx, provider: PaymentProviderName) {
  return tx.maybeOne(
    Sweep,
    sql`select swept_until, catalogue_at from billing.provider_sweeps where provider = ${provider}`,
  );
}

export function markSwept(
  tx: Tx,
  provider: PaymentProviderName,
  { until, catalogueAt, now }: { until: Date; catalogueAt: Date | null; now: Date },
) {
  return tx.run(sql`
    insert into billing.provider_sweeps (provider, swept_until, catalogue_at, updated_at)
    values (${provider}, ${until}, ${catalogueAt}, ${now})
    on conflict (provider) do update
      set swept_until = greatest(provider_sweeps.swept_until, excluded.swept_until),
          catalogue_at = excluded.catalogue_at, updated_at = excluded.updated_at`);
}

interface Product {
  readonly id: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly image: string | undefined;
  readonly isActive: boolean;
  readonly metadata: Readonly<Record<string, string>>;
}
interface Price {
  readonly id: string;
  readonly productId: string;
  readonly description: string | undefined;
  readonly lookupKey: string | undefined;
  readonly amountMicro: number;
  readonly currency: string;
  readonly every: string | undefined;
  readonly intervalCount: number;
  readonly trialDays: number;
  readonly isActive: boolean;
  readonly metadata: Readonly<Record<string, string>>;
}

export function putProducts(tx: Tx, provider: PaymentProviderName, products: readonly Product[], now: Date) {
  return tx.run(sql`
    insert into billing.products as p (provider, id, name, description, image, is_active, metadata, seen_at,
      created_at, updated_at)
    select ${provider}, r.id, r.name, r.description, r.image, r.is_active, r.metadata, ${now}, ${now}, ${now}
      from jsonb_to_recordset(${recordsOf(products)}::jsonb) as r (id text, name text, description text, image text,
             is_active boolean, metadata jsonb)
     order by r.id
    on conflict (provider, id) do update
      set name = excluded.name, description = excluded.description, image = excluded.image,
          is_active = excluded.is_active, metadata = excluded.metadata, seen_at = excluded.seen_at
      where p.seen_at < excluded.seen_at`);
}

/** What it costs never changes there: another amount is another price. */
export function putPrices(tx: Tx, provider: PaymentProviderName, prices: readonly Price[], now: Date) {
  return tx.run(sql`
    insert into billing.prices as p (provider, id, product_id, description, lookup_key, amount_micro, currency, kind,
      every, interval_count, trial_days, is_active, metadata, seen_at, created_at, updated_at)
    select ${provider}, r.id, r.product_id, r.description, r.lookup_key, r.amount_micro, r.currency,
           case when r.every is null then 'one_time' else 'recurring' end, r.every, r.interval_count, r.trial_days,
           r.is_active, r.metadata, ${now}, ${now}, ${now}
      from jsonb_to_recordset(${recordsOf(prices)}::jsonb) as r (id text, product_id text, description text,
             lookup_key text, amount_micro bigint, currency text, every text, interval_count integer,
             trial_days integer, is_active boolean, metadata jsonb)
     where exists (select from billing.products o where o.provider = ${provider} and o.id = r.product_id)
     order by r.id
    on conflict (provider, id) do update
      set description = excluded.description, lookup_key = excluded.lookup_key, is_active = excluded.is_active,
          metadata = excluded.metadata, seen_at = excluded.seen_at
      where p.seen_at < excluded.seen_at`);
}
