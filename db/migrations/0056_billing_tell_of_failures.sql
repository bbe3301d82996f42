-- BA-34: whoever looks after a workspace is written to, once for each attempt at an invoice that failed. Whoever dies
-- between the claim and the mail has told nobody: twice would be worse, since a screen says it as well.

alter table billing.payment_failures add column told_attempt integer not null default 0; -- the last one told

-- Nobody is written to about what happened before. Those of every workspace.
alter table billing.payment_failures no force row level security;
update billing.payment_failures set told_attempt = attempt_count;
alter table billing.payment_failures force row level security;

alter table billing.payment_failures
  add constraint payment_failure_told_once_it_happened check (told_attempt between 0 and attempt_count);
-- The sweep: those whose job was lost. Most workspaces have none.
create index payment_failures_to_tell on billing.payment_failures (workspace_id, failed_at)
  where resolved_at is null and told_attempt < attempt_count;
grant update (told_attempt) on billing.payment_failures to app_server;

-- migrate: down

drop index billing.payment_failures_to_tell;
alter table billing.payment_failures drop column told_attempt;
