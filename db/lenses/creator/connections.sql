-- Whose an account is, where people own them: whoever connected it, or the workspace's owner once they have left.
create function creator.person_behind(workspace uuid, connector uuid) returns uuid
language sql stable
return coalesce(
  (select m.user_id from workspaces.members m where m.workspace_id = workspace and m.id = connector),
  (select m.user_id from workspaces.members m where m.workspace_id = workspace and m.role = 'owner'
    order by m.joined_at, m.id limit 1));

-- Of a state only the hash is kept, and tokens are sealed and for the server alone: null, whoever asks. A code stands
-- for the words of an error. WhatsApp, Shopify and Amazon are not among the platforms of this document.
create view creator.platform_connections with (security_invoker = true) as
  select a.id, a.location_id, case a.platform when 'messenger' then 'facebook' else a.platform end as platform,
         case when a.disconnected_at is not null then 'disconnected' when a.broken_at is not null then 'error'
              else 'connected' end as connection_status,
         case when a.disconnected_at is null then a.broken_reason end as connection_error, null::text as oauth_state,
         null::text as access_token, null::text as refresh_token, a.token_expires_at,
         a.token_refreshed_at as last_token_refresh_at, a.refresh_at as next_token_refresh_at,
         a.details || jsonb_strip_nulls(jsonb_build_object('id', a.platform_account_id, 'name', a.display_name,
           'username', a.username, 'profile_url', a.profile_url, 'picture_url', a.picture_url)) as account_info,
         a.disconnected_at is null as is_active,
         (select max(s.last_completed_at) from connections.sync_states s
           where s.workspace_id = a.workspace_id and s.account_id = a.id) as last_sync_at,
         a.created_at, a.updated_at
    from connections.accounts a
   where a.platform not in ('whatsapp', 'shopify', 'amazon');
comment on view creator.platform_connections is
  'connections.accounts; tokens are null: they are sealed, and only the server reads connections.secrets';
grant select on creator.platform_connections to authenticated;

-- For the owner of the database alone: no direct client reads how somebody is let in. Only the hash of a state is kept.
create view creator.oauth_state_tokens with (security_invoker = true) as
  select o.id, null::text as token, m.user_id, o.created_at, o.expires_at, o.used_at is not null as used
    from connections.oauth_states o
    join workspaces.members m on m.workspace_id = o.workspace_id and m.id = o.member_id;
comment on view creator.oauth_state_tokens is
  'connections.oauth_states; the token is null: only its hash is kept. Not for direct clients';

-- The same accounts once more (CR-92), by platform. Two words say all: what nobody can use until it is connected
-- again is disconnected here.
create view creator.youtube_connections with (security_invoker = true) as
  select a.id, creator.person_behind(a.workspace_id, a.connected_by) as user_id, a.platform_account_id as channel_id,
         a.display_name as channel_name, null::text as access_token, null::text as refresh_token, a.token_expires_at,
         case when a.disconnected_at is null and a.broken_at is null then 'active' else 'disconnected' end
           as connection_status,
         a.followers_count as subscriber_count, a.views_count as total_views, a.posts_count as video_count,
         a.views_count / nullif(a.posts_count, 0) as average_views_per_video,
         -- insights fills these
         null::numeric as engagement_rate, null::integer as subscriber_growth_30d, null::integer as views_growth_30d,
         a.figures_at as last_metrics_update,
         (select max(s.last_completed_at) from connections.sync_states s
           where s.workspace_id = a.workspace_id and s.account_id = a.id) as last_synced_at,
         a.created_at, a.updated_at
    from connections.accounts a
   where a.platform = 'youtube';
comment on view creator.youtube_connections is
  'connections.accounts of YouTube; tokens are null: they are sealed, and only the server reads connections.secrets';
grant select on creator.youtube_connections to authenticated;

create view creator.sync_logs with (security_invoker = true) as
  select r.id, r.account_id as channel_id, r.resource as sync_type, r.started_at, r.completed_at, r.status,
         r.posts_count as videos_synced, r.comments_count as comments_synced,
         coalesce(r.failure_detail, r.failure_code) as error_message, r.created_at, r.updated_at
    from connections.sync_runs r
    join connections.accounts a on a.workspace_id = r.workspace_id and a.id = r.account_id
   where a.platform = 'youtube';
comment on view creator.sync_logs is 'connections.sync_runs of YouTube';
grant select on creator.sync_logs to authenticated;

-- Instagram calls a creator's account MEDIA_CREATOR by now.
create view creator.instagram_connections with (security_invoker = true) as
  select a.id, creator.person_behind(a.workspace_id, a.connected_by) as user_id,
         a.platform_account_id as instagram_user_id, a.username,
         case a.account_kind when 'MEDIA_CREATOR' then 'CREATOR' else a.account_kind end as account_type,
         a.picture_url as profile_picture_url, a.biography as bio, a.followers_count as follower_count,
         a.following_count, a.posts_count as media_count, null::text as access_token, a.token_expires_at,
         case when a.disconnected_at is null and a.broken_at is null then 'active' else 'disconnected' end
           as connection_status,
         (select max(s.last_completed_at) from connections.sync_states s
           where s.workspace_id = a.workspace_id and s.account_id = a.id) as last_synced_at,
         a.created_at, a.updated_at
    from connections.accounts a
   where a.platform = 'instagram';
comment on view creator.instagram_connections is
  'connections.accounts of Instagram; tokens are null: they are sealed, and only the server reads connections.secrets';
grant select on creator.instagram_connections to authenticated;
