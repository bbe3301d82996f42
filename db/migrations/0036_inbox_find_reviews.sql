-- Reviews among comments are few, and are looked at by themselves: which there are, newest first, and by their stars.
-- Without this, a place with a handful of them among a hundred thousand comments would read them all.
create index comments_reviews on inbox.comments (workspace_id, happened_at desc, id desc)
  where not is_own and deleted_at is null and kind = 'review';

-- migrate: down

drop index inbox.comments_reviews;
