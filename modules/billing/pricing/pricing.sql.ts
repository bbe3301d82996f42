import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { HousePrice } from './contract.ts';

const Priced = HousePrice.extend({ model: z.string() });

/** What was entered last for each model: from one model to the next, however often one was priced. */
export function housePrices(tx: Tx, limit: number) {
  return tx.many(
    Priced,
    sql`
    with recursive models as (
      select min(model) as model from billing.house_prices
      union all
      select (select min(p.model) from billing.house_prices p where p.model > m.model) from models m
       where m.model is not null)
    select m.model, p.from_at, p.input_micro, p.output_micro
      from models m
     cross join lateral (
       select from_at, input_micro, output_micro from billing.house_prices
        where model = m.model order by from_at desc limit 1) p
     limit ${limit}`,
  );
}

/** Two who price a model at once do so one after the other, and so does who adds one to those there are. */
export function holdHousePrices(tx: Tx) {
  return tx.run(sql`select pg_advisory_xact_lock(hashtextextended('billing.house_prices', 0))`);
}

export function housePricesOf(tx: Tx, model: string, limit: number) {
  return tx.many(
    HousePrice,
    sql`
    select from_at, input_micro, output_micro from billing.house_prices
     where model = ${model} order by from_at desc limit ${limit}`,
  );
}

/** Answers 0 where there is one from this moment on. */
export function insertHousePrice(tx: Tx, model: string, price: HousePrice) {
  return tx.run(sql`
    insert into billing.house_prices (model, from_at, input_micro, output_micro, created_at)
    values (${model}, ${price.fromAt}, ${price.inputMicro}, ${price.outputMicro}, ${price.fromAt})
    on conflict (model, from_at) do nothing`);
}

/** What was entered for these, as far as it counts in this workspace: not where it has models elsewhere. */
export function housePricesHere(tx: Tx, models: readonly string[]) {
  return tx.many(
    Priced,
    sql`
    select m.model, p.from_at, p.input_micro, p.output_micro
      from unnest(${models}::text[]) m(model)
     cross join lateral (
       select from_at, input_micro, output_micro from billing.house_prices
        where model = m.model order by from_at desc limit 1) p
     where p.input_micro is not null
       and not exists (select from billing.ai_endpoints where base_url is not null)`,
  );
}
