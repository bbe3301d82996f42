-- What the installation's own models cost, as whoever looks after it says: more than any list knows of them.

create table billing.house_prices (
  model        text        not null,
  from_at      timestamptz not null,
  input_micro  bigint, -- of a million tokens that are sent; null: as it is known again
  output_micro bigint, -- and of a million that are made
  created_at   timestamptz not null,

  primary key (model, from_at),
  constraint house_price_names_a_model check (model ~ '^[!-~]{1,200}$'),
  constraint house_price_is_whole check ((input_micro is null) = (output_micro is null)),
  constraint house_price_is_no_gift check (input_micro between 0 and 1000000000000
    and output_micro between 0 and 1000000000000)
);
comment on table billing.house_prices is
  'What a model of the installation costs, from when on. usage: reference; audience: server; domain: billing';

alter table billing.house_prices enable row level security;
alter table billing.house_prices force row level security;
create policy house_prices_for_the_server on billing.house_prices to app_server using (true) with check (true);
grant select, insert on billing.house_prices to app_server;

-- migrate: down

drop table billing.house_prices;
