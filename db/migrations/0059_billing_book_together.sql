-- Charges of many wallets in one transaction (docs/decisions/0029). Policies and rights are those of a role that does
-- nothing else: one that the product had for its other work would take the index of the workspace from every statement
-- that reads these tables.

create policy wallets_together on billing.wallets to app_server_together
  using ((select app.is_installation()) and workspace_id = any ((select app.named_workspace_ids())::uuid[]))
  with check ((select app.is_installation()) and workspace_id = any ((select app.named_workspace_ids())::uuid[]));
create policy balances_together on billing.balances to app_server_together
  using ((select app.is_installation()) and workspace_id = any ((select app.named_workspace_ids())::uuid[]))
  with check ((select app.is_installation()) and workspace_id = any ((select app.named_workspace_ids())::uuid[]));
create policy ledger_transactions_together on billing.ledger_transactions to app_server_together
  using ((select app.is_installation()) and workspace_id = any ((select app.named_workspace_ids())::uuid[]))
  with check ((select app.is_installation()) and workspace_id = any ((select app.named_workspace_ids())::uuid[]));
create policy ledger_entries_together on billing.ledger_entries for insert to app_server_together
  with check ((select app.is_installation()) and workspace_id = any ((select app.named_workspace_ids())::uuid[]));

grant usage on schema billing to app_server_together;
grant select on billing.wallets, billing.balances to app_server_together;
grant select (workspace_id, id, key, fingerprint) on billing.ledger_transactions to app_server_together;
grant insert on billing.ledger_transactions, billing.ledger_entries, billing.balances to app_server_together;
grant update (last_no, updated_at) on billing.wallets to app_server_together;
grant update (through_no, week_micro, month_micro, bonus_micro, payg_micro, held_week_micro, held_month_micro,
  held_bonus_micro, held_payg_micro, owed_micro)
  on billing.balances to app_server_together;

-- migrate: down

revoke all on billing.wallets, billing.balances, billing.ledger_transactions, billing.ledger_entries
  from app_server_together;
revoke usage on schema billing from app_server_together;
drop policy ledger_entries_together on billing.ledger_entries;
drop policy ledger_transactions_together on billing.ledger_transactions;
drop policy balances_together on billing.balances;
drop policy wallets_together on billing.wallets;
