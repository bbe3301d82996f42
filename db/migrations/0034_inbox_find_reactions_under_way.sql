-- An emoji of ours is shown before the platform has it, and taken back where the platform refuses it. Whoever was to
-- hear of the refusal may have died: a sweep looks for what has its verdict and shows as if it had none. So few are in
-- that state at any time that the index is nearly empty.

create index messages_reacting on inbox.messages (workspace_id, id) where details ? 'reacting';

-- migrate: down

drop index inbox.messages_reacting;
