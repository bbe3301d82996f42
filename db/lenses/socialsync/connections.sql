-- Tokens are sealed and for the server alone, so nobody is shown one: both are null. Here people own their accounts:
-- whoever connected it, or the owner of the workspace once they have left. Shops and sellers are no social accounts.
create view socialsync.social_accounts with (security_invoker = true) as
  select a.id,
         coalesce((select m.user_id from workspaces.members m
                    where m.workspace_id = a.workspace_id and m.id = a.connected_by),
                  (select m.user_id from workspaces.members m
                    where m.workspace_id = a.workspace_id and m.role = 'owner'
                    order by m.joined_at, m.id limit 1)) as user_id,
         case a.platform when 'messenger' then 'facebook' else a.platform end as platform,
         a.platform_account_id as account_id, a.username, a.display_name, a.profile_url, null::text as access_token,
         null::text as refresh_token, a.token_expires_at, a.disconnected_at is null as is_active
    from connections.accounts a
   where a.platform not in ('shopify', 'amazon');
comment on view socialsync.social_accounts is
  'connections.accounts; tokens are null: they are sealed, and only the server reads connections.secrets';
grant select on socialsync.social_accounts to authenticated;
