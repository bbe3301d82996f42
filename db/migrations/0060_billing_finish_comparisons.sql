-- A comparison that gets no answer asks again where it was, a few times, and then says why it was not finished.

alter table billing.reconciliations
  add column asks_count     integer not null default 0, -- in a row to which nobody gave an answer
  add column looked_through text,                       -- the customer it came to: it goes on with the next
  add column failure        text,                       -- why it was not finished
  add column heard_at       timestamptz;                -- when it was last heard of

alter table billing.reconciliations no force row level security;
update billing.reconciliations
   set heard_at = coalesce(finished_at, started_at), failure = case state when 'failed' then 'interrupted' end;
alter table billing.reconciliations force row level security;

alter table billing.reconciliations
  alter column heard_at set not null,
  add constraint reconciliation_failure_iff_failed check ((state = 'failed') = (failure is not null)),
  add constraint reconciliation_failure_is_known
    check (failure in ('not_answered', 'not_accepted', 'refused', 'provider_gone', 'interrupted')),
  add constraint reconciliation_asks_are_not_negative check (asks_count >= 0);
-- The sweep: there are a few at a time.
create index reconciliations_under_way on billing.reconciliations (heard_at) where state = 'running';
grant update (asks_count, looked_through, failure, heard_at) on billing.reconciliations to app_server;

-- migrate: down

drop index billing.reconciliations_under_way;
revoke update (asks_count, looked_through, failure, heard_at) on billing.reconciliations from app_server;
alter table billing.reconciliations
  drop column heard_at,
  drop column failure,
  drop column looked_through,
  drop column asks_count;
