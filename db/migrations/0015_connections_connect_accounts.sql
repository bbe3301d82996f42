-- Accounts on other platforms, and the tokens that open them.

create schema connections;
comment on schema connections is 'Accounts on other platforms: their tokens, what comes in from them and what goes out to them.';
grant usage on schema connections to app_server;

create table connections.accounts (
  workspace_id        uuid        not null references workspaces.workspaces (id) on delete cascade,
  id                  uuid        not null, -- made by the caller: the same id twice is one account
  platform            text        not null,
  platform_account_id text        not null, -- as the platform's webhooks name it
  app_scoped_id       text,                 -- as it is named to our application alone
  parent_platform_id  text,                 -- the page behind an Instagram account, the business behind a number
  login               text        not null, -- by which of the platform's doors its token came
  account_kind        text,                 -- in the platform's words: BUSINESS, CREATOR, channel
  location_id         uuid,
  username            text,
  display_name        text        not null,
  profile_url         text,
  picture_url         text,
  biography           text,
  followers_count     bigint,
  following_count     bigint,
  posts_count         bigint,
  views_count         bigint,
  figures_at          timestamptz,          -- when the four were asked for
  scopes              text[]      not null default '{}',
  lacking_scopes      text[]      not null default '{}', -- what was asked for and not given
  settings            jsonb       not null default '{}',
  details             jsonb       not null default '{}', -- what only this platform has
  token_expires_at    timestamptz,          -- null: it does not
  token_refreshed_at  timestamptz,
  refresh_at          timestamptz,          -- null: nothing to refresh it with, or no need to
  refresh_failures    smallint    not null default 0,
  broken_at           timestamptz,          -- nothing goes in or out until somebody connects it again
  broken_reason       text,
  connected_at        timestamptz not null,
  connected_by        uuid,                 -- null when the member has left
  disconnected_at     timestamptz,
  disconnected_by     uuid,
  disconnected_reason text,
  emptied_at          timestamptz,          -- what was kept of it for 90 days is gone
  is_demo             boolean     not null default false,
  created_at          timestamptz not null,
  updated_at          timestamptz not null,

  primary key (workspace_id, id),
  constraint account_once_per_workspace unique (workspace_id, platform, platform_account_id),
  foreign key (workspace_id, location_id)
    references workspaces.locations (workspace_id, id) on delete set null (location_id),
  foreign key (workspace_id, connected_by)
    references workspaces.members (workspace_id, id) on delete set null (connected_by),
  foreign key (workspace_id, disconnected_by)
    references workspaces.members (workspace_id, id) on delete set null (disconnected_by),

  constraint account_platform_is_known check (platform in ('instagram', 'messenger', 'whatsapp', 'youtube', 'shopify',
    'amazon', 'tiktok', 'twitter', 'google', 'tripadvisor')),
  constraint account_platform_id_is_plain check (platform_account_id ~ '^[!-~]{1,255}$'),
  constraint account_login_is_known check (login in ('instagram', 'facebook', 'google', 'shopify', 'amazon', 'other')),
  constraint account_texts_are_short check (
    length(app_scoped_id) <= 255 and length(parent_platform_id) <= 255 and length(account_kind) <= 40
    and length(username) <= 255 and length(display_name) between 1 and 255 and length(profile_url) <= 2000
    and length(picture_url) <= 4000 and length(biography) <= 4000),
  constraint account_figures_are_not_negative check (
    followers_count >= 0 and following_count >= 0 and posts_count >= 0 and views_count >= 0),
  constraint account_scopes_are_few check (cardinality(scopes) <= 100 and cardinality(lacking_scopes) <= 100),
  constraint account_objects_are_small check (
    jsonb_typeof(settings) = 'object' and pg_column_size(settings) <= 32768
    and jsonb_typeof(details) = 'object' and pg_column_size(details) <= 32768),
  constraint account_refresh_failures_are_not_negative check (refresh_failures >= 0),
  constraint account_broken_reason_is_known check (broken_reason in ('token_expired', 'token_revoked',
    'refresh_refused', 'scopes_withdrawn', 'uninstalled', 'blocked')),
  constraint account_reason_iff_broken check ((broken_at is null) = (broken_reason is null)),
  constraint account_disconnected_reason_is_known check (disconnected_reason in ('by_member', 'uninstalled', 'moved')),
  constraint account_reason_iff_disconnected check ((disconnected_at is null) = (disconnected_reason is null)),
  constraint account_disconnected_by_only_when_disconnected check (disconnected_at is not null or disconnected_by is null),
  constraint account_emptied_only_when_disconnected check (emptied_at is null or disconnected_at is not null),
  -- Somebody must do something, or nothing is to be done: never refreshed in between.
  constraint account_refreshes_only_while_open check (
    refresh_at is null or (disconnected_at is null and broken_at is null))
);
comment on table connections.accounts is
  'An account on another platform, as this workspace knows it. usage: product; audience: tenant; domain: connections';
-- Not by lower(): behind row security no index is used by a function that could tell what it sees.
create index accounts_by_name on connections.accounts (workspace_id, platform, display_name, id);
create index accounts_by_location on connections.accounts (workspace_id, location_id);
create index accounts_by_connector on connections.accounts (workspace_id, connected_by);
create index accounts_by_disconnector on connections.accounts (workspace_id, disconnected_by);
create index accounts_to_refresh on connections.accounts (workspace_id, refresh_at) where refresh_at is not null;
create index accounts_to_empty on connections.accounts (workspace_id, disconnected_at)
  where disconnected_at is not null and emptied_at is null;
-- One seller account per workspace.
create unique index accounts_one_seller on connections.accounts (workspace_id)
  where platform = 'amazon' and disconnected_at is null;
create trigger accounts_500_touch before update on connections.accounts
  for each row execute function app.touch_updated_at();

alter table connections.accounts enable row level security;
alter table connections.accounts force row level security;
create policy accounts_in_workspace on connections.accounts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on connections.accounts to app_server;
grant update (app_scoped_id, parent_platform_id, login, account_kind, location_id, username, display_name, profile_url,
              picture_url, biography, followers_count, following_count, posts_count, views_count, figures_at, scopes,
              lacking_scopes, settings, details, token_expires_at, token_refreshed_at, refresh_at, refresh_failures,
              broken_at, broken_reason, connected_at, connected_by, disconnected_at, disconnected_by,
              disconnected_reason, emptied_at, updated_at) on connections.accounts to app_server;

-- Whose an account is, for what comes in and says no more than the platform's id. A row is there while the account is
-- connected, so the same one can be open in one workspace only.
create table connections.account_routes (
  platform            text        not null,
  platform_account_id text        not null,
  workspace_id        uuid        not null,
  account_id          uuid        not null,
  -- Whose accounts they are there, where the platform tells of all of them at once: a WhatsApp Business Account.
  business_id         text,
  created_at          timestamptz not null,

  primary key (platform, platform_account_id),
  foreign key (workspace_id, account_id) references connections.accounts (workspace_id, id) on delete cascade
);
comment on table connections.account_routes is
  'In which workspace a platform''s account is open. usage: product; audience: internal; domain: connections';
create index account_routes_by_account on connections.account_routes (workspace_id, account_id);
create index account_routes_by_business on connections.account_routes (platform, business_id) where business_id is not null;
alter table connections.account_routes enable row level security;
alter table connections.account_routes force row level security;
create policy account_routes_in_workspace on connections.account_routes to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy account_routes_for_what_comes_in on connections.account_routes
  for select to app_server using ((select app.is_installation()));
grant select, insert, delete on connections.account_routes to app_server;

-- Processes keep routes in memory: each hears of a change.
create function connections.announce_route_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_route connections.account_routes := coalesce(new, old);
begin
  perform pg_notify('stoa_account_routes', v_route.platform || ' ' || v_route.platform_account_id);
  if v_route.business_id is not null then
    perform pg_notify('stoa_account_routes', v_route.platform || ' ' || v_route.business_id);
  end if;
  return null;
end;
$$;
create trigger account_routes_500_announce after insert or delete on connections.account_routes
  for each row execute function connections.announce_route_change();

-- Apart from the accounts, so that reading accounts never reads this, and for no direct client.
create table connections.secrets (
  workspace_id uuid        not null,
  account_id   uuid        not null,
  kind         text        not null,
  sealed       bytea       not null, -- ciphertext; "connection_secret:<workspace>:<account>:<kind>" is bound into it
  created_at   timestamptz not null,
  updated_at   timestamptz not null,

  primary key (workspace_id, account_id, kind),
  foreign key (workspace_id, account_id) references connections.accounts (workspace_id, id) on delete cascade,
  constraint secret_kind_is_known check (kind in ('access', 'refresh')),
  constraint secret_is_sealed check (octet_length(sealed) between 40 and 16384)
);
comment on table connections.secrets is
  'Tokens of connected accounts, sealed. usage: secret; audience: internal; domain: connections';
create trigger secrets_500_touch before update on connections.secrets
  for each row execute function app.touch_updated_at();
alter table connections.secrets enable row level security;
alter table connections.secrets force row level security;
create policy secrets_in_workspace on connections.secrets to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (sealed, updated_at) on connections.secrets to app_server;

-- One way through a platform's consent page and back. The state that travels names this row; of its secret part only
-- the hash is here.
create table connections.oauth_states (
  workspace_id    uuid        not null references workspaces.workspaces (id) on delete cascade,
  id              uuid        not null,
  platform        text        not null, -- what was asked to be connected
  login           text        not null,
  member_id       uuid        not null,
  account_id      uuid,                 -- the one to be connected again
  location_id     uuid,
  state_hash      bytea       not null,
  context_sealed  bytea,                -- what the protocol must still know when it comes back
  status          text        not null default 'begun',
  answer_sealed   bytea,                -- what came back, until it was exchanged
  offers_sealed   bytea,                -- the tokens of what may be chosen
  offers          jsonb       not null default '[]', -- the same for people: names and what is lacking
  failure_code    text,
  created_at      timestamptz not null,
  expires_at      timestamptz not null,
  used_at         timestamptz,
  settled_at      timestamptz,

  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references workspaces.members (workspace_id, id) on delete cascade,
  foreign key (workspace_id, account_id) references connections.accounts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, location_id)
    references workspaces.locations (workspace_id, id) on delete set null (location_id),
  constraint oauth_state_status_is_known check (status in ('begun', 'answered', 'choosing', 'connected', 'failed')),
  constraint oauth_state_is_hashed check (octet_length(state_hash) = 32),
  constraint oauth_state_used_iff_it_came_back check ((status = 'begun') = (used_at is null) or status = 'failed'),
  constraint oauth_state_settled_iff_over check ((status in ('connected', 'failed')) = (settled_at is not null)),
  constraint oauth_state_failure_iff_failed check ((status = 'failed') = (failure_code is not null)),
  constraint oauth_state_keeps_no_answer_when_over check (
    settled_at is null or (answer_sealed is null and offers_sealed is null and context_sealed is null)),
  constraint oauth_state_expires_after_it_began check (expires_at > created_at),
  constraint oauth_state_offers_are_a_list check (jsonb_typeof(offers) = 'array' and pg_column_size(offers) <= 131072)
);
comment on table connections.oauth_states is
  'One way through a platform''s consent page and back. usage: secret; audience: internal; domain: connections';
create index oauth_states_by_member on connections.oauth_states (workspace_id, member_id);
create index oauth_states_by_account on connections.oauth_states (workspace_id, account_id);
create index oauth_states_by_location on connections.oauth_states (workspace_id, location_id);
create index oauth_states_by_age on connections.oauth_states (workspace_id, created_at);
create index oauth_states_not_over on connections.oauth_states (workspace_id, expires_at) where settled_at is null;
alter table connections.oauth_states enable row level security;
alter table connections.oauth_states force row level security;
create policy oauth_states_in_workspace on connections.oauth_states to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on connections.oauth_states to app_server;
grant update (status, context_sealed, answer_sealed, offers_sealed, offers, failure_code, used_at, settled_at)
  on connections.oauth_states to app_server;

-- A shop may be installed from Shopify's own pages by somebody who has no workspace yet. It waits for a week.
create table connections.pending_installs (
  id                  uuid        not null,
  shop                text        not null,
  claim_hash          bytea       not null, -- of what the browser that installed it holds
  token_sealed        bytea,                -- null once it is linked or expired
  refresh_sealed      bytea,
  token_expires_at    timestamptz,
  scopes              text[]      not null default '{}',
  status              text        not null default 'pending_account_creation',
  details             jsonb       not null default '{}',
  installed_at        timestamptz not null,
  expires_at          timestamptz not null,
  completed_at        timestamptz,
  linked_workspace_id uuid references workspaces.workspaces (id) on delete cascade,
  created_at          timestamptz not null,
  updated_at          timestamptz not null,

  primary key (id),
  constraint pending_install_once_per_shop unique (shop),
  constraint pending_install_shop_is_a_host check (shop ~ '^[a-z0-9][a-z0-9.-]{1,253}$'),
  constraint pending_install_claim_is_hashed check (octet_length(claim_hash) = 32),
  constraint pending_install_status_is_known check (status in ('pending_account_creation', 'active', 'expired')),
  constraint pending_install_completed_iff_linked check (
    (status = 'active') = (completed_at is not null) and (status = 'active') = (linked_workspace_id is not null)),
  constraint pending_install_keeps_tokens_only_while_waiting check (
    status = 'pending_account_creation' or (token_sealed is null and refresh_sealed is null)),
  constraint pending_install_details_are_small check (
    jsonb_typeof(details) = 'object' and pg_column_size(details) <= 16384)
);
comment on table connections.pending_installs is
  'A shop that was installed before anybody here knew it. usage: secret; audience: internal; domain: connections';
create index pending_installs_by_expiry on connections.pending_installs (expires_at) where status = 'pending_account_creation';
create index pending_installs_by_workspace on connections.pending_installs (linked_workspace_id);
create trigger pending_installs_500_touch before update on connections.pending_installs
  for each row execute function app.touch_updated_at();
alter table connections.pending_installs enable row level security;
alter table connections.pending_installs force row level security;
create policy pending_installs_of_installation on connections.pending_installs to app_server
  using ((select app.is_installation())) with check ((select app.is_installation()));
create policy pending_installs_of_linked_workspace on connections.pending_installs
  for select using (linked_workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (claim_hash, token_sealed, refresh_sealed, token_expires_at, scopes, status, details,
  installed_at, expires_at, completed_at, linked_workspace_id, updated_at) on connections.pending_installs to app_server;

-- migrate: down

drop table connections.pending_installs;
drop table connections.oauth_states;
drop table connections.secrets;
drop table connections.account_routes;
drop function connections.announce_route_change;
drop table connections.accounts;
drop schema connections;
