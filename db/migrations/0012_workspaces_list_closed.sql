-- The list of closed locations: by name, as the open ones are.

create index locations_closed_by_name on workspaces.locations (workspace_id, name, id) where closed_at is not null;

-- migrate: down

drop index workspaces.locations_closed_by_name;
