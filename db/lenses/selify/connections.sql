-- Tokens are sealed and for the server alone, so nobody is shown one: both are null. settings have the document's own
-- keys, and what was never set its defaults. The seller has a view of its own below. inbox knows the last message.
create view selify.connected_social_accounts with (security_invoker = true) as
  select a.id, a.workspace_id,
         (select m.user_id from workspaces.members m
           where m.workspace_id = a.workspace_id and m.id = a.connected_by) as user_id,
         a.platform, a.platform_account_id, a.username as platform_username,
         a.picture_url as platform_profile_picture, null::text as access_token, a.token_expires_at,
         a.token_refreshed_at as token_last_refreshed_at, null::text as refresh_token,
         a.details || jsonb_strip_nulls(jsonb_build_object('display_name', a.display_name, 'biography', a.biography,
           'profile_url', a.profile_url, 'account_type', a.account_kind)) as platform_data,
         jsonb_build_object(
           'tryon_enabled', coalesce(a.settings -> 'tryonEnabled', 'true'),
           'auto_reply_enabled', coalesce(a.settings -> 'autoReplyEnabled', 'true'),
           'notifications_enabled', coalesce(a.settings -> 'notificationsEnabled', 'true'),
           'business_hours_enabled', coalesce(a.settings -> 'businessHoursOnly', 'false'),
           'trigger_keywords', coalesce(a.settings -> 'globalTriggerKeywords', '[]'),
           'message_templates', coalesce(a.settings -> 'messageTemplates', '{}')) as settings,
         case when a.disconnected_at is not null then 'disconnected' when a.broken_at is not null then 'error'
              else 'active' end as status,
         (select max(s.last_completed_at) from connections.sync_states s
           where s.workspace_id = a.workspace_id and s.account_id = a.id) as last_sync_at,
         case when a.disconnected_at is null then a.broken_reason end as error_message,
         jsonb_build_object('last_message_at', null,
           'last_event_at', (select h.last_event_at from connections.health h
                              where h.workspace_id = a.workspace_id and h.account_id = a.id),
           'followers_count', a.followers_count, 'following_count', a.following_count,
           'posts_count', a.posts_count) as stats,
         a.created_at, a.updated_at, a.disconnected_at
    from connections.accounts a
   where a.platform <> 'amazon';
comment on view selify.connected_social_accounts is
  'connections.accounts; tokens are null: they are sealed, and only the server reads connections.secrets';
grant select, update (settings) on selify.connected_social_accounts to authenticated;

-- settings are written by the document's keys: what is left out of the new value is what it was by default.
create function selify.change_settings() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ours constant jsonb := '{"tryon_enabled": "tryonEnabled", "auto_reply_enabled": "autoReplyEnabled",
    "notifications_enabled": "notificationsEnabled", "business_hours_enabled": "businessHoursOnly",
    "trigger_keywords": "globalTriggerKeywords", "message_templates": "messageTemplates"}';
  v_given    jsonb := coalesce(new.settings, '{}');
  v_settings jsonb;
begin
  if to_jsonb(new) - 'settings' <> to_jsonb(old) - 'settings' then
    raise exception 'of an account only its settings are changed here' using errcode = 'feature_not_supported';
  elsif v_given - array(select jsonb_object_keys(v_ours)) <> '{}' then
    raise exception 'no setting of an account: %', v_given - array(select jsonb_object_keys(v_ours))
      using errcode = 'check_violation';
  end if;
  select jsonb_object_agg(v_ours ->> given.key, given.value) into v_settings from jsonb_each(v_given) given;
  update connections.accounts set settings = coalesce(v_settings, '{}')
   where workspace_id = old.workspace_id and id = old.id;
  return case when found then new end;
end;
$$;
create trigger connected_social_accounts_500_change instead of update on selify.connected_social_accounts
  for each row execute function selify.change_settings();

-- One per workspace: the seller that is connected, or the one that was until last.
create view selify.amazon_connected_accounts with (security_invoker = true) as
  select distinct on (a.workspace_id) a.id, a.workspace_id, a.platform_account_id as seller_id,
         a.details ->> 'marketplaceId' as marketplace_id, coalesce(a.details ->> 'region', 'us-east-1') as region,
         null::text as access_token, null::text as refresh_token, a.token_expires_at, a.display_name as seller_name,
         a.details ->> 'sellingStatus' as selling_status,
         case when a.disconnected_at is not null then 'disconnected' when a.broken_at is not null then 'error'
              else 'active' end as status,
         a.connected_at,
         (select max(s.last_completed_at) from connections.sync_states s
           where s.workspace_id = a.workspace_id and s.account_id = a.id) as last_sync_at,
         (select s.last_failure_code from connections.sync_states s
           where s.workspace_id = a.workspace_id and s.account_id = a.id and s.failures_count > 0
           order by s.last_failed_at desc limit 1) as sync_error,
         a.created_at, a.updated_at
    from connections.accounts a
   where a.platform = 'amazon'
   order by a.workspace_id, a.disconnected_at desc nulls first;
comment on view selify.amazon_connected_accounts is
  'connections.accounts of Amazon; tokens are null: they are sealed, and only the server reads connections.secrets';
grant select on selify.amazon_connected_accounts to authenticated;

-- For the owner of the database alone: an install that waits belongs to nobody yet, and one that was linked is among
-- the connected accounts. Its token is sealed, and of the signature it came with nothing is kept.
create view selify.pending_shopify_installations with (security_invoker = true) as
  select i.id, i.shop, null::text as access_token, i.scopes, null::text as hmac, i.status, i.details as oauth_data,
         i.installed_at, i.expires_at, i.completed_at, i.linked_workspace_id, '{}'::jsonb as metadata, i.created_at,
         i.updated_at
    from connections.pending_installs i;
comment on view selify.pending_shopify_installations is
  'connections.pending_installs; the token is null: it is sealed, and only the server reads it. Not for direct clients';

-- Here an account is asked for several things, each at its own pace; the document knows one pace per account. So this
-- is the fastest of them, and the worst of what became of them.
create view selify.account_sync_metadata with (security_invoker = true) as
  select s.account_id, max(s.last_completed_at) as last_sync_at,
         coalesce(max(s.items_count) filter (where s.resource = 'posts'), 0) as posts_synced_count,
         case when bool_or(s.running_since is not null) then 'processing'
              when bool_or(s.failures_count > 0) then 'failed'
              when bool_or(s.last_completed_at is not null) then 'completed' else 'pending' end as sync_status,
         (array_agg(s.last_failure_code order by s.last_failed_at desc nulls last)
           filter (where s.failures_count > 0))[1] as sync_error,
         (array_agg(s.activity order by s.every_minutes, s.resource))[1] as activity_classification,
         min(s.every_minutes) as sync_frequency_minutes, min(s.created_at) as created_at,
         max(s.updated_at) as updated_at
    from connections.sync_states s
   group by s.workspace_id, s.account_id;
comment on view selify.account_sync_metadata is 'connections.sync_states, all of an account together';
grant select on selify.account_sync_metadata to authenticated;

create view selify.social_account_sync_metadata with (security_invoker = true) as
  select s.account_id as connected_account_id, max(s.last_started_at) as last_sync_started_at,
         max(s.last_completed_at) as last_sync_completed_at,
         bool_or(s.running_since is not null) as sync_in_progress,
         coalesce(sum(s.hour_calls_count) filter (where s.hour_began_at > now() - interval '1 hour'), 0)
           as api_calls_this_hour,
         max(s.hour_began_at) as hour_window_start,
         coalesce(max(s.items_count) filter (where s.resource = 'posts'), 0) as total_posts_synced,
         max(s.newest_item_id) filter (where s.resource = 'posts') as last_post_id,
         max(s.newest_item_at) filter (where s.resource = 'posts') as last_post_timestamp,
         max(s.failures_count) as consecutive_errors,
         (array_agg(s.last_failure_code order by s.last_failed_at desc nulls last))[1] as last_error,
         max(s.last_failed_at) as last_error_at, min(s.next_at) as next_allowed_sync,
         min(s.created_at) as created_at, max(s.updated_at) as updated_at
    from connections.sync_states s
   group by s.workspace_id, s.account_id;
comment on view selify.social_account_sync_metadata is 'connections.sync_states, all of an account together';
grant select on selify.social_account_sync_metadata to authenticated;

-- Every connected account has its health from the beginning, by the document's defaults. How it is doing is judged as
-- the server judges it, but for what our whole application may still do: that is not a direct client's to know.
create view selify.instagram_account_health with (security_invoker = true) as
  select a.id as account_id,
         case when a.broken_at is not null or w.status = 'refused' or h.failures_count >= 5 then 'failing'
              when h.failures_count > 0 or a.lacking_scopes <> '{}' or w.status = 'ended' or today.failed > 0
                or (h.hooks_came_count + h.hooks_missed_count >= 10 and told.percent < 90)
                or exists (select from connections.send_limits l
                            where l.workspace_id = a.workspace_id and l.account_id = a.id and l.held_until > now())
                then 'degraded'
              else 'healthy' end as health_status,
         a.broken_at is null and (a.refresh_at is not null or coalesce(a.token_expires_at > now(), true))
           as token_valid,
         h.last_succeeded_at as last_successful_api_call, h.last_failed_at as last_failed_api_call,
         coalesce(h.failures_count, 0) as consecutive_failures, coalesce(h.failure_kinds, '{}') as error_types,
         coalesce(told.percent, 100)::numeric(5, 2) as webhook_delivery_rate, h.response_ms as avg_response_time_ms,
         coalesce(today.processed, 0) as messages_processed_today, coalesce(today.failed, 0) as messages_failed_today,
         coalesce(h.created_at, a.created_at) as created_at, coalesce(h.updated_at, a.updated_at) as updated_at
    from connections.accounts a
    left join connections.health h on h.workspace_id = a.workspace_id and h.account_id = a.id
    left join connections.webhook_subscriptions w on w.workspace_id = a.workspace_id and w.account_id = a.id
   cross join lateral (
     select 100.0 * h.hooks_came_count / nullif(h.hooks_came_count + h.hooks_missed_count, 0) as percent) told
    left join lateral (
     select h.day_processed_count as processed, h.day_failed_count as failed
      where h.day = connections.day_at(a.workspace_id, now())) today on true
   where a.platform = 'instagram' and a.disconnected_at is null;
comment on view selify.instagram_account_health is
  'connections.health with accounts, webhook_subscriptions and send_limits, of Instagram';
grant select on selify.instagram_account_health to authenticated;

-- Windows begin with their first call, and what was counted in one that is over counts no more. reset_at is when the
-- first of those that are open closes.
create view selify.instagram_rate_limits with (security_invoker = true) as
  select a.id as account_id, case when w.day_ends_at > now() then l.day_count else 0 end as messages_sent_today,
         case when w.hour_ends_at > now() then l.hour_count else 0 end as messages_sent_this_hour,
         l.last_call_at as last_message_at, coalesce(l.daily_limit, 1000) as daily_limit,
         coalesce(l.hourly_limit, 200) as hourly_limit,
         least(case when w.day_ends_at > now() then w.day_ends_at end,
               case when w.hour_ends_at > now() then w.hour_ends_at end) as reset_at,
         coalesce(l.created_at, a.created_at) as created_at, coalesce(l.updated_at, a.updated_at) as updated_at
    from connections.accounts a
    left join connections.send_limits l
      on l.workspace_id = a.workspace_id and l.account_id = a.id and l.lane = 'messages'
   cross join lateral (select l.day_began_at + interval '24 hours' as day_ends_at,
                              l.hour_began_at + interval '1 hour' as hour_ends_at) w
   where a.platform = 'instagram' and a.disconnected_at is null;
comment on view selify.instagram_rate_limits is 'connections.send_limits for messages, of accounts of Instagram';
grant select on selify.instagram_rate_limits to authenticated;

-- One per account, so the account's id is its own.
create view selify.instagram_webhook_subscriptions with (security_invoker = true) as
  select s.account_id as id, s.account_id as connected_account_id, s.platform_id as webhook_id, s.subscribed_fields,
         s.status as subscription_status, s.verified_at as last_verified_at, s.failures_count as error_count,
         s.last_failure_code as last_error, s.created_at, s.updated_at
    from connections.webhook_subscriptions s
    join connections.accounts a on a.workspace_id = s.workspace_id and a.id = s.account_id
   where a.platform = 'instagram';
comment on view selify.instagram_webhook_subscriptions is 'connections.webhook_subscriptions of Instagram';
grant select on selify.instagram_webhook_subscriptions to authenticated;

-- Eight attempts, where the document has three. What was read out of the payload is told beside it; of an error its
-- words are kept and no stack.
create view selify.webhook_events with (security_invoker = true) as
  select e.id, e.platform, e.platform_event_id as platform_message_id,
         encode(e.fingerprint, 'hex') as event_fingerprint, e.kind as event_type,
         e.account_id as connected_account_id, e.payload,
         jsonb_build_object('conversation_key', e.conversation_key, 'happened_at', e.happened_at,
           'source', e.source) as parsed_data,
         e.status,
         case when e.status in ('processing', 'completed', 'skipped') then greatest(e.attempts_count - 1, 0)
              else e.attempts_count::integer end as retry_count,
         8 as max_retries, e.result as processing_result,
         coalesce(e.failure_detail, e.failure_code, e.skipped_reason) as error_message, null::text as error_stack,
         e.received_at as created_at, e.started_at as processing_started_at, e.settled_at as processed_at,
         e.next_attempt_at as next_retry_at, e.duration_ms as processing_duration_ms, e.worker as worker_id
    from connections.webhook_events e;
comment on view selify.webhook_events is 'connections.webhook_events';
grant select on selify.webhook_events to authenticated;

-- The same events, those of Instagram. Without an id of the platform's, an entry is known by its fingerprint.
create view selify.instagram_message_queue with (security_invoker = true) as
  select e.id, e.account_id, coalesce(e.platform_event_id, encode(e.fingerprint, 'hex')) as entry_id,
         e.payload as webhook_payload, e.status, e.attempts_count::integer as attempts, 8 as max_attempts,
         coalesce(e.failure_detail, e.failure_code) as last_error, e.settled_at as processed_at,
         e.received_at as created_at
    from connections.webhook_events e
   where e.platform = 'instagram';
comment on view selify.instagram_message_queue is 'connections.webhook_events of Instagram';
grant select on selify.instagram_message_queue to authenticated;
