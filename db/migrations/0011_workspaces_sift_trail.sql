-- Two more ways through the trail, in its order: what one key did, and what was tried and refused. Both are rare among
-- the entries, so that looking for them along the others would read a trail of years.

create index audit_entries_by_key on workspaces.audit_entries (workspace_id, actor_key_id, created_at desc, id desc)
  where actor_key_id is not null;
create index audit_entries_refused on workspaces.audit_entries (workspace_id, created_at desc, id desc)
  where not succeeded;

-- migrate: down

drop index workspaces.audit_entries_refused, workspaces.audit_entries_by_key;
