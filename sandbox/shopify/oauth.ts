import { isOwnAddress, leadingTo } from '../common/returning.ts';
import { hmac, isSame, secondsOf, secretOf } from '../common/sealing.ts';
import { type Answer, json, page, type Request, seeOther } from '../http.ts';
import type { World } from '../world.ts';
import { consentPage, problemPage } from './consent-page.ts';
import { app, type Shop, type State, shopAt, type Token } from './state.ts';
import { tell } from './webhooks.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const codeLivesMs = hourMs;
const accessLivesMs = hourMs;
const refreshLivesMs = 90 * dayMs;

export interface Wish {
  readonly shop: Shop;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly state: string;
}

/** Whoever runs the shop is sent here and says what the app may do. */
export function ask(world: World, state: State, request: Request): Answer {
  const wish = wishOf(world, state, request.params.shop!, request.url.searchParams);
  if (typeof wish === 'string') return page(problemPage(world, wish), 400);
  return leadingTo(page(consentPage(world, wish, request.url.search)), wish.redirectUri);
}

export async function decide(world: World, state: State, request: Request): Promise<Answer> {
  const form = new URLSearchParams((await request.body()).toString());
  const wish = wishOf(world, state, request.params.shop!, new URLSearchParams(form.get('query') ?? ''));
  if (typeof wish === 'string') return page(problemPage(world, wish), 400);
  // As there, nobody tells the app of a no.
  if (form.get('answer') === 'no') return seeOther('/shopify');
  const ticked = form.getAll('scope').filter((scope) => wish.scopes.includes(scope));
  const { shop } = wish;
  const code = secretOf('', 16);
  state.value.grants.push({
    code,
    shop: shop.domain,
    scopes: form.has('ticks') ? ticked : wish.scopes,
    expiresAt: new Date(world.now().getTime() + codeLivesMs).toISOString(),
  });
  state.changed();
  return seeOther(sealedAddress(world, shop, wish.redirectUri, { code, state: wish.state }));
}

/** What leads a browser from a shop to the app is sealed, so that the app knows it comes from there. */
export function sealedAddress(
  world: World,
  shop: Shop,
  address: string,
  facts: Readonly<Record<string, string>>,
): string {
  const all: Record<string, string> = {
    ...facts,
    host: Buffer.from(`admin.shopify.com/store/${shop.domain.split('.')[0]}`).toString('base64url'),
    shop: shop.domain,
    timestamp: String(secondsOf(world.now())),
  };
  const words = Object.keys(all)
    .sort()
    .map((name) => `${name}=${encodeURIComponent(all[name]!)}`)
    .join('&');
  const separator = address.includes('?') ? '&' : '?';
  return `${address}${separator}${words}&hmac=${hmac(app.secret, words, 'hex')}`;
}

function wishOf(world: World, state: State, domain: string, query: URLSearchParams): Wish | string {
  const shop = shopAt(world, state, domain);
  if (!shop) return 'There is no shop at this address.';
  if (query.get('client_id') !== app.clientId)
    return 'Oauth error invalid_request: no app has this client id.';
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!isOwnAddress(redirectUri)) return 'Oauth error invalid_request: The redirect_uri is not whitelisted.';
  const scopes = (query.get('scope') ?? '')
    .split(',')
    .map((scope) => scope.trim())
    .filter(Boolean);
  if (scopes.length === 0 || !scopes.every((scope) => /^(un)?(authenticated_)?(read|write)_\w+$/.test(scope)))
    return 'Oauth error invalid_scope: your app asks for something that there is not.';
  return { shop, scopes, redirectUri, state: query.get('state') ?? '' };
}

export async function token(world: World, state: State, request: Request): Promise<Answer> {
  const shop = shopAt(world, state, request.params.shop!);
  const fields = await request.fields();
  if (!shop) return refused('invalid_request', 'This shop does not exist.', 404);
  if (fields.client_id !== app.clientId || !isSame(fields.client_secret ?? '', app.secret))
    return refused('invalid_client', 'The client is not who it says.', 401);
  const { grant_type: grant } = fields;
  if (grant === 'refresh_token') return refresh(world, state, shop, fields.refresh_token ?? '');
  if (grant !== undefined)
    return refused('unsupported_grant_type', 'This world exchanges codes and refresh tokens.');
  const at = state.value.grants.findIndex(({ code, shop: of }) => code === fields.code && of === shop.domain);
  const found = state.value.grants[at];
  if (!found || found.expiresAt < world.now().toISOString())
    return refused('invalid_request', 'The authorization code was not found or was already used');
  state.value.grants.splice(at, 1);
  const isExpiring = fields.expiring === '1' || fields.expiring === 'true';
  const scopesBefore = shop.scopes;
  const made = issue(world, shop, found.scopes, isExpiring ? null : undefined);
  const isNew = shop.installedAt === null || shop.uninstalledAt !== null;
  Object.assign(shop, { installedAt: world.now().toISOString(), uninstalledAt: null, isRedactDue: false });
  shop.scopes = found.scopes;
  if (!isNew && scopesBefore.join() !== found.scopes.join()) tellScopes(world, shop, scopesBefore);
  state.changed();
  world.journal.stirred('shopify');
  return json(spoken(world, made));
}

const tellScopes = (world: World, shop: Shop, previous: readonly string[]) =>
  tell(world, shop, {
    topic: 'APP_SCOPES_UPDATE',
    about: 'other scopes',
    failure: undefined,
    body: { previous, current: shop.scopes, updated_at: world.now().toISOString() },
  });

/** A refresh token works once, but can be tried again until what it brought has been used. */
function refresh(world: World, state: State, shop: Shop, given: string): Answer {
  const held = shop.tokens.find((one) => one.refresh === given);
  const now = world.now().toISOString();
  if (!held || held.refreshExpiresAt! < now)
    return refused('invalid_grant', 'The refresh token is not valid any more.');
  const next = shop.tokens.find((one) => one.from === given);
  if (next?.isUsed) return refused('invalid_grant', 'This refresh token has been used.');
  const made = next ?? issue(world, shop, held.scopes, given);
  state.changed();
  world.journal.stirred('shopify');
  return json(spoken(world, made));
}

const tokensKeptMax = 20;

/** `from` undefined makes one that never expires. */
function issue(world: World, shop: Shop, scopes: readonly string[], from: string | null | undefined): Token {
  const at = world.now().getTime();
  const made: Token = {
    access: secretOf('shpat_'),
    refresh: from === undefined ? null : secretOf('shprt_'),
    scopes,
    expiresAt: from === undefined ? null : new Date(at + accessLivesMs).toISOString(),
    refreshExpiresAt: from === undefined ? null : new Date(at + refreshLivesMs).toISOString(),
    from: from ?? null,
    isUsed: false,
  };
  shop.tokens = [made, ...shop.tokens].slice(0, tokensKeptMax);
  return made;
}

function spoken(world: World, { access, refresh, scopes, expiresAt, refreshExpiresAt }: Token) {
  const left = (at: string) => Math.round((Date.parse(at) - world.now().getTime()) / 1000);
  return {
    access_token: access,
    scope: scopes.join(','),
    ...(expiresAt !== null && { expires_in: left(expiresAt) }),
    ...(refresh !== null && { refresh_token: refresh, refresh_token_expires_in: left(refreshExpiresAt!) }),
  };
}

const refused = (error: string, description: string, status = 400) =>
  json({ error, error_description: description }, status);
