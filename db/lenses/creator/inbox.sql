-- CR-45, CR-46, CR-47. What somebody else of us wrote below a comment is among the answers, not here.
create view creator.youtube_comments with (security_invoker = true) as
  select c.id, c.post_id as video_id, c.platform_comment_id as comment_id, c.author_name,
         c.author_platform_id as author_channel_id, c.body as content, c.happened_at as published_at,
         c.likes_count as like_count, c.replies_count as reply_count, c.parent_platform_id as parent_comment_id,
         c.is_own as is_channel_owner_comment, c.hearted_at is not null as hearted_by_owner,
         c.liked_at is not null as liked_by_owner, c.replied_at, c.response_text, c.sentiment, c.priority_score,
         c.categories, c.keywords as detected_keywords, c.language, c.status, t.tags,
         (select m.user_id from workspaces.members m
           where m.workspace_id = c.workspace_id and m.id = c.assigned_to) as assigned_to_user_id,
         n.notes as internal_notes, null::uuid as workflow_id, null::text as workflow_action, c.created_at, c.updated_at
    from inbox.comments c
    join inbox.channels h on h.workspace_id = c.workspace_id and h.id = c.channel_id
   cross join lateral (select array(select g.name from inbox.comment_tags x
      join inbox.tags g on g.workspace_id = x.workspace_id and g.id = x.tag_id
     where x.workspace_id = c.workspace_id and x.comment_id = c.id order by g.name) as tags) t
   cross join lateral (select string_agg(x.body, E'\n\n' order by x.created_at, x.id) as notes
      from inbox.comment_notes x where x.workspace_id = c.workspace_id and x.comment_id = c.id) n
   where h.platform = 'youtube' and c.deleted_at is null;
comment on view creator.youtube_comments is
  'inbox.comments of YouTube; workflows are null until automation is there';
grant select on creator.youtube_comments to authenticated;

-- CR-48: user_id is the commenter's own, on Instagram.
create view creator.instagram_comments with (security_invoker = true) as
  select c.id, c.post_id as media_id, c.platform_comment_id as comment_id, c.author_username as username,
         c.author_platform_id as user_id, c.body as text, c.happened_at as timestamp, c.likes_count as like_count,
         c.parent_platform_id as parent_comment_id, c.hidden_at is not null as is_hidden, c.sentiment,
         c.priority_score, c.categories, c.keywords as detected_keywords, c.language, c.status, t.tags,
         (select m.user_id from workspaces.members m
           where m.workspace_id = c.workspace_id and m.id = c.assigned_to) as assigned_to_user_id,
         n.notes as internal_notes, null::uuid as workflow_id, null::text as workflow_action, c.replied_at,
         c.response_text, c.created_at, c.updated_at
    from inbox.comments c
    join inbox.channels h on h.workspace_id = c.workspace_id and h.id = c.channel_id
   cross join lateral (select array(select g.name from inbox.comment_tags x
      join inbox.tags g on g.workspace_id = x.workspace_id and g.id = x.tag_id
     where x.workspace_id = c.workspace_id and x.comment_id = c.id order by g.name) as tags) t
   cross join lateral (select string_agg(x.body, E'\n\n' order by x.created_at, x.id) as notes
      from inbox.comment_notes x where x.workspace_id = c.workspace_id and x.comment_id = c.id) n
   where h.platform = 'instagram' and c.deleted_at is null;
comment on view creator.instagram_comments is
  'inbox.comments of Instagram; workflows are null until automation is there';
grant select on creator.instagram_comments to authenticated;

-- CR-50.
create view creator.response_templates with (security_invoker = true) as
  select r.id, r.location_id, r.name, r.category, r.body as template_text, r.placeholders, r.usage_count,
         (select m.user_id from workspaces.members m
           where m.workspace_id = r.workspace_id and m.id = r.created_by) as created_by_id, r.created_at, r.updated_at
    from inbox.reply_templates r;
comment on view creator.response_templates is 'inbox.reply_templates';
grant select on creator.response_templates to authenticated;

-- CR-80. One's own, and those that are everybody's, which belong to whoever made them.
create view creator.interaction_views with (security_invoker = true) as
  select v.id,
         (select m.user_id from workspaces.members m
           where m.workspace_id = v.workspace_id and m.id = coalesce(v.member_id, v.created_by)) as user_id,
         v.name, v.filters || jsonb_strip_nulls(jsonb_build_object('search', v.search)) as filters, v.created_at,
         v.updated_at
    from inbox.views v;
comment on view creator.interaction_views is 'inbox.views';
grant select on creator.interaction_views to authenticated;
