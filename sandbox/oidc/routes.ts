import { setTimeout as wait } from 'node:timers/promises';
import type { NamedFailure } from '../failure-list.ts';
import { type Answer, json, page, Refusal, type Request, seeOther } from '../http.ts';
import { many } from '../page.ts';
import type { Part, World } from '../world.ts';
import { aboutPage, choicePage } from './pages.ts';
import {
  type Account,
  accountOf,
  accounts,
  type Client,
  clients,
  isSame,
  openProvider,
  type Provider,
  Refused,
  tokenSeconds,
  type Wish,
} from './provider.ts';

const slowMs = 5_000;
const emailPattern = /^[^@\s]{1,64}@[^@\s]{1,190}$/;

const signInAs = (name: string) => `sign in as ${name}@…`;
export const oidcFailures: readonly NamedFailure[] = [
  ['wrong-nonce', 'the ID token carries a nonce nobody sent'],
  ['expired-token', 'the ID token ran out two hours ago'],
  ['wrong-issuer', 'the ID token names another issuer'],
  ['wrong-audience', 'the ID token is for another client'],
  ['unknown-key', 'the ID token is signed by a key that is not in the key set'],
  ['rotated-keys', 'the keys change between two answers: whoever keeps old ones must look again'],
  ['unverified-email', 'the address is said to be unverified'],
  ['slow', `the token endpoint waits ${slowMs / 1000} seconds`],
  ['server-error', 'the token endpoint answers 500'],
].map(([name, does]) => ({ name: name!, trigger: signInAs(name!), does: does! }));

/** An OpenID Connect provider: discovery, authorization code with PKCE, keys that rotate. */
export async function oidc(world: World): Promise<Part> {
  const provider = await openProvider(world);
  const at = (method: string, path: string, handle: (request: Request) => Promise<Answer> | Answer) => ({
    method,
    path: `/oidc${path}`,
    handle,
  });
  return {
    name: 'oidc',
    title: 'Single sign-on',
    summary: 'An OpenID Connect provider with a few accounts.',
    gauge: () => many(provider.grantCount(), 'sign-in'),
    failures: oidcFailures,
    routes: [
      at('GET', '', (request) => about(world, request)),
      at('GET', '/.well-known/openid-configuration', (request) => json(discoveryOf(issuerOf(request)))),
      at('GET', '/jwks', () => json(provider.keys())),
      at('POST', '/keys', (request) => rotateKeys(provider, request)),
      at('GET', '/authorize', (request) => ask(world, request)),
      at('POST', '/authorize', (request) => decide(world, provider, request)),
      at('POST', '/token', (request) => token(world, provider, request)),
      at('GET', '/userinfo', (request) => userinfo(provider, request)),
      at('POST', '/userinfo', (request) => userinfo(provider, request)),
      at('GET', '/end_session', (request) => endSession(request)),
    ],
    reset: () => provider.reset(),
  };
}

const issuerOf = ({ headers }: Request) => `http://${headers.host ?? '127.0.0.1'}/oidc`;

const discoveryOf = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/userinfo`,
  jwks_uri: `${issuer}/jwks`,
  end_session_endpoint: `${issuer}/end_session`,
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  grant_types_supported: ['authorization_code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  scopes_supported: ['openid', 'email', 'profile'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
  code_challenge_methods_supported: ['S256'],
  claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'email', 'email_verified', 'name'],
  authorization_response_iss_parameter_supported: true,
});

function about(world: World, request: Request): Answer {
  const issuer = issuerOf(request);
  return request.wantsPage ? page(aboutPage(world, issuer)) : json({ issuer, accounts, clients });
}

async function rotateKeys(provider: Provider, request: Request): Promise<Answer> {
  await provider.rotate();
  return request.wantsPage ? seeOther('/oidc') : json(provider.keys());
}

/**
 * Somebody is sent here to say who they are. What is wrong about the client or its address is told to the person,
 * because nobody may be sent back to an address that is not registered; the rest is told to the client.
 */
function ask(world: World, request: Request): Answer {
  const wish = wishOf(request.url.searchParams);
  const problem = problemOf(wish, request.url.searchParams);
  if (problem) return back(request, wish, { error: problem });
  return withReturn(page(choicePage(world, request.url.search, wish)), wish);
}

async function decide(world: World, provider: Provider, request: Request): Promise<Answer> {
  const fields = await request.fields();
  const query = new URLSearchParams(fields.query ?? '');
  const wish = wishOf(query);
  const problem = problemOf(wish, query);
  if (problem) return back(request, wish, { error: problem });
  if (fields.answer === 'no') return back(request, wish, { error: 'access_denied' });
  const account = accountFrom(fields.account ?? '', fields.email ?? '');
  if (!account)
    return withReturn(page(choicePage(world, `?${query}`, wish, 'Write an e-mail address.'), 400), wish);
  request.note(`signs in ${account.email}`);
  return back(request, wish, { code: provider.grant(wish, account) });
}

function wishOf(query: URLSearchParams): Wish {
  const text = (name: string) => query.get(name) ?? undefined;
  const client = clients.find(({ id }) => id === text('client_id'));
  if (!client) throw new Refusal(400, 'This client is not known here.');
  const redirectUri = text('redirect_uri') ?? '';
  if (!isRegistered(redirectUri)) throw new Refusal(400, 'This address to come back to is not registered.');
  return {
    clientId: client.id,
    redirectUri,
    scope: text('scope') ?? '',
    state: text('state'),
    nonce: text('nonce'),
    challenge: text('code_challenge'),
  };
}

/** On this machine only: nobody else is to be sent a code. The names tests give their own machine count too. */
function isRegistered(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, hash } = new URL(address);
  const isLocal = ['localhost', '127.0.0.1', 'stoa.test'].includes(hostname);
  return isLocal && /^https?:$/.test(protocol) && hash === '';
}

function problemOf(wish: Wish, query: URLSearchParams): string | undefined {
  const isPublic = clients.find(({ id }) => id === wish.clientId)!.secret === undefined;
  if (query.get('response_type') !== 'code') return 'unsupported_response_type';
  if (!wish.scope.split(' ').includes('openid')) return 'invalid_scope';
  if (wish.challenge !== undefined && query.get('code_challenge_method') !== 'S256') return 'invalid_request';
  if (isPublic && wish.challenge === undefined) return 'invalid_request';
  return undefined;
}

function accountFrom(chosen: string, written: string): Account | undefined {
  const known = accounts.find(({ email }) => email === chosen);
  if (known) return known;
  return emailPattern.test(written.trim()) ? accountOf(written) : undefined;
}

function back(request: Request, wish: Wish, answer: Record<string, string>): Answer {
  const url = new URL(wish.redirectUri);
  const facts = { ...answer, ...(wish.state !== undefined && { state: wish.state }), iss: issuerOf(request) };
  for (const [name, value] of Object.entries(facts)) url.searchParams.set(name, value);
  return seeOther(url.href);
}

/** The form's answer leads to the client: the page's own policy must let the browser go there. */
function withReturn(answer: Answer, { redirectUri }: Wish): Answer {
  const policy = answer.headers!['content-security-policy']!;
  const { origin } = new URL(redirectUri);
  const headers = {
    ...answer.headers,
    'content-security-policy': policy.replace("form-action 'self'", `form-action 'self' ${origin}`),
  };
  return { ...answer, headers };
}

async function token(world: World, provider: Provider, request: Request): Promise<Answer> {
  const fields = await request.fields();
  try {
    const client = clientOf(request, fields);
    if (fields.grant_type !== 'authorization_code')
      throw new Refused('unsupported_grant_type', 'Only codes are exchanged here.');
    const grant = provider.redeem(fields.code ?? '', client, fields.redirect_uri ?? '', fields.code_verifier);
    const failure = world.failures.met('oidc', grant.account.email);
    if (failure) request.note(failure);
    if (failure === 'slow') await wait(slowMs);
    if (failure === 'server-error') return json({ error: 'server_error' }, 500);
    if (failure === 'rotated-keys') await provider.rotate();
    return json({
      access_token: provider.accessToken(grant.account, grant.scope),
      token_type: 'Bearer',
      expires_in: tokenSeconds,
      scope: grant.scope,
      id_token: await provider.idToken({ issuer: issuerOf(request), grant }, failure),
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return json({ error: error.error, error_description: error.message }, error.status);
  }
}

function clientOf({ headers }: Request, fields: Record<string, string>): Client {
  const basic = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1];
  const [id = '', secret = ''] = basic
    ? Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent)
    : [fields.client_id, fields.client_secret];
  const client = clients.find((one) => one.id === id);
  if (!client || (client.secret !== undefined && !isSame(secret, client.secret)))
    throw new Refused('invalid_client', 'This client is not who it says.', 401);
  return client;
}

function userinfo(provider: Provider, { headers }: Request): Answer {
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  const held = provider.holderOf(bearer ?? '');
  if (!held) {
    const refusal = json({ error: 'invalid_token' }, 401);
    return {
      ...refusal,
      headers: { ...refusal.headers, 'www-authenticate': 'Bearer error="invalid_token"' },
    };
  }
  const { account, scope } = held;
  return json({
    sub: account.subject,
    ...(scope.includes('email') && { email: account.email, email_verified: account.emailVerified }),
    ...(scope.includes('profile') && { name: account.name }),
  });
}

/** There is no session here to end: who signs in is asked anew each time. */
function endSession({ url }: Request): Answer {
  const to = url.searchParams.get('post_logout_redirect_uri');
  return to !== null && isRegistered(to) ? seeOther(to) : json({ ended: true });
}
