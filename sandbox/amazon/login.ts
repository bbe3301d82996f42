import { isOwnAddress, leadingTo, withQuery } from '../common/returning.ts';
import { isSame, secretOf } from '../common/sealing.ts';
import { type Answer, json, page, Refusal, type Request, seeOther } from '../http.ts';
import { html, layout } from '../page.ts';
import type { World } from '../world.ts';
import { app, type State, sellerAt, sellers } from './state.ts';

const minuteMs = 60_000;
const codeLivesMs = 5 * minuteMs;
const accessLivesS = 3600;
const consentLivesMs = 365 * 24 * 60 * minuteMs;
const tokensKeptMax = 100;

interface Wish {
  readonly redirectUri: string;
  readonly state: string;
}

function wishOf(state: State, host: string, query: URLSearchParams): Wish {
  if (!/^sellercentral(-europe|-japan)?\.amazon\.[a-z.]+$/.test(host))
    throw new Refusal(404, 'There is nothing at this address.');
  if (query.get('application_id') !== app.applicationId)
    throw new Refusal(400, 'MD1000: this application is not known.');
  const redirectUri = query.get('redirect_uri') ?? state.value.redirectUri;
  if (!isOwnAddress(redirectUri)) throw new Refusal(400, 'MD5101: this redirect address is not registered.');
  return { redirectUri, state: query.get('state') ?? '' };
}

export function ask(world: World, state: State, { params, url }: Request): Answer {
  const wish = wishOf(state, params.host!, url.searchParams);
  const shown = layout({
    title: 'Authorize an app',
    here: '/amazon',
    now: world.now(),
    body: html`
<h1>May Stoa look into your shop?</h1>
<p class="lead">${new URL(wish.redirectUri).host} asks for the catalogue and your listings. Consent holds for a year.</p>
<ul class="rows">${sellers.map(
      ({ id, name, region }) => html`
<li><form method="post" action="/${params.host!}/apps/authorize/consent" class="row">
<input type="hidden" name="query" value="${url.search.slice(1)}"><input type="hidden" name="seller" value="${id}">
<span class="grow"><b>${name}</b><small>${id} · ${region.toUpperCase()}</small></span><button>Confirm</button></form></li>`,
    )}</ul>
<p class="foot"><a href="/amazon">Rather not</a></p>`,
  });
  return leadingTo(page(shown), wish.redirectUri);
}

export async function decide(world: World, state: State, request: Request): Promise<Answer> {
  const fields = await request.fields();
  const wish = wishOf(state, request.params.host!, new URLSearchParams(fields.query ?? ''));
  const seller = sellerAt(fields.seller ?? '');
  if (!seller) throw new Refusal(400, 'Nobody sells under this id.');
  const code = secretOf('ANsandbox', 12);
  const expiresAt = new Date(world.now().getTime() + codeLivesMs).toISOString();
  state.value.codes.push({ code, seller: seller.id, expiresAt });
  state.changed();
  return seeOther(
    withQuery(wish.redirectUri, {
      state: wish.state,
      selling_partner_id: seller.id,
      spapi_oauth_code: code,
    }),
  );
}

const refused = (error: string, description: string, status = 400) =>
  json({ error, error_description: description }, status);

export async function token(world: World, state: State, request: Request): Promise<Answer> {
  if (!(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded'))
    return refused('invalid_request', 'The content type is not a form.');
  const fields = await request.fields();
  if (fields.client_id !== app.clientId || !isSame(fields.client_secret ?? '', app.secret))
    return refused('invalid_client', 'Client authentication failed', 401);
  const now = world.now().toISOString();
  const { value } = state;
  if (fields.grant_type === 'authorization_code') {
    const at = value.codes.findIndex(({ code }) => code === fields.code);
    const [found] = at === -1 ? [] : value.codes.splice(at, 1);
    if (!found || found.expiresAt < now)
      return refused('invalid_grant', 'The authorization code is not valid.');
    const refresh = secretOf('Atzr|');
    const expiresAt = new Date(world.now().getTime() + consentLivesMs).toISOString();
    value.grants.unshift({ token: refresh, seller: found.seller, expiresAt, isRevoked: false });
    return issued(world, state, found.seller, refresh);
  }
  if (fields.grant_type === 'refresh_token') {
    const found = value.grants.find((one) => one.token === fields.refresh_token);
    if (!found || found.isRevoked || found.expiresAt < now)
      return refused('invalid_grant', 'The request has an invalid grant parameter : refresh_token.');
    return issued(world, state, found.seller, found.token);
  }
  if (fields.grant_type === 'client_credentials')
    return fields.scope === 'sellingpartnerapi::notifications'
      ? issued(world, state, '', undefined)
      : refused('invalid_scope', 'The request has an invalid scope.');
  return refused('unsupported_grant_type', 'This grant is not supported.');
}

function issued(world: World, state: State, seller: string, refresh: string | undefined): Answer {
  const access = secretOf('Atza|');
  const expiresAt = new Date(world.now().getTime() + accessLivesS * 1000).toISOString();
  state.value.tokens = [{ access, seller, expiresAt }, ...state.value.tokens].slice(0, tokensKeptMax);
  state.changed();
  world.journal.stirred('amazon');
  return json({
    access_token: access,
    token_type: 'bearer',
    expires_in: accessLivesS,
    ...(refresh !== undefined && { refresh_token: refresh }),
  });
}
