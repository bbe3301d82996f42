-- What administrators sift through has an index for each way of doing so.

create index demo_requests_by_words on identity.demo_requests using gin ((email || ' ' || name) gin_trgm_ops);
create index users_disabled on identity.users (created_at desc, id desc) where disabled_at is not null;
create index audit_entries_by_category on identity.audit_entries (category, created_at desc, id desc);
create index sign_in_events_by_address on identity.sign_in_events (address, created_at desc, id desc);

-- migrate: down

drop index identity.sign_in_events_by_address, identity.audit_entries_by_category, identity.users_disabled,
  identity.demo_requests_by_words;
