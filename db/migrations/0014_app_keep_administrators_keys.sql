-- Whoever looks after the installation does so as the installation itself, and not as themselves: what they send
-- under an Idempotency-Key is kept beside what people do, under their name.
create policy person_idempotency_keys_kept_for_administrators on app.person_idempotency_keys
  for insert to app_server with check ((select app.is_installation()));
create policy person_idempotency_keys_answered_for_administrators on app.person_idempotency_keys
  for update to app_server using ((select app.is_installation())) with check ((select app.is_installation()));

-- migrate: down

drop policy person_idempotency_keys_answered_for_administrators on app.person_idempotency_keys;
drop policy person_idempotency_keys_kept_for_administrators on app.person_idempotency_keys;
