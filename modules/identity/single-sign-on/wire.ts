import { LRUCache } from 'lru-cache';
import type { Configuration } from 'openid-client';
import { outboundFetch } from '../../../kit/outbound/fetch.ts';
import { identityError } from '../contract.ts';
import type { IdentityOutside } from '../outside.ts';
import type { Reachable } from './providers.sql.ts';

/** Loaded when somebody first needs it: most installations never do. */
const library = () => import('openid-client');

export const secretOf = (id: string) => `identity.oidc_providers ${id}`;

const known = new LRUCache<string, Configuration>({ max: 200, ttl: 10 * 60_000 });

/** What the issuer says about itself, kept for some minutes; asked anew when the provider was changed. */
export async function configurationOf(outside: IdentityOutside, provider: Reachable): Promise<Configuration> {
  const key = `${provider.id} ${provider.updatedAt.getTime()}`;
  const before = known.get(key);
  if (before) return before;
  const secret = provider.clientSecretSealed
    ? outside.vault.open(provider.clientSecretSealed, secretOf(provider.id)).toString()
    : undefined;
  const configuration = await discover(outside, provider.issuer, provider.clientId, secret);
  known.set(key, configuration);
  return configuration;
}

export async function discover(
  outside: Pick<IdentityOutside, 'allowPrivate'>,
  issuer: string,
  clientId: string,
  secret: string | undefined,
): Promise<Configuration> {
  const client = await library();
  const isPlain = issuer.startsWith('http:');
  if (isPlain && !outside.allowPrivate) throw identityError('provider_is_none', { issuer });
  try {
    return await client.discovery(
      new URL(issuer),
      clientId,
      undefined,
      secret === undefined ? client.None() : client.ClientSecretBasic(secret),
      {
        [client.customFetch]: outboundFetch({ allowPrivate: outside.allowPrivate }) as never,
        // By itself the library believes what comes straight from the token endpoint. The signature is checked as well.
        execute: [client.enableNonRepudiationChecks, ...(isPlain ? [client.allowInsecureRequests] : [])],
      },
    );
  } catch (error) {
    const answered = (error as { code?: string }).code?.startsWith('OAUTH_') ?? false;
    throw identityError(answered ? 'provider_is_none' : 'provider_unavailable', { issuer }, error);
  }
}

/** What must still be known when the answer comes. */
export interface Begun {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export async function beginAt(
  configuration: Configuration,
  provider: Reachable,
  redirectUri: string,
): Promise<Begun & { url: string }> {
  const client = await library();
  const begun = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
  };
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: [...new Set(['openid', ...provider.scopes])].join(' '),
    state: begun.state,
    nonce: begun.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(begun.verifier),
    code_challenge_method: 'S256',
  });
  return { ...begun, url: url.href };
}

/** Whom the provider says somebody is. */
export interface Told {
  readonly subject: string;
  readonly email: string | undefined;
  readonly emailVerified: boolean;
  readonly name: string | undefined;
}

/** Exchanges the code and checks every word of what comes back; the library does, so that nothing is forgotten. */
export async function finishAt(
  configuration: Configuration,
  redirectUri: string,
  params: Readonly<Record<string, string>>,
  begun: Begun,
): Promise<Told> {
  const client = await library();
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  const tokens = await client.authorizationCodeGrant(configuration, url, {
    expectedState: begun.state,
    expectedNonce: begun.nonce,
    pkceCodeVerifier: begun.verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims()!;
  const told = claims.email
    ? claims
    : await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
  return {
    subject: claims.sub,
    email: typeof told.email === 'string' ? told.email : undefined,
    emailVerified: told.email_verified === true,
    name: typeof told.name === 'string' ? told.name : undefined,
  };
}

/** The library's word for what was wrong, for the trail. */
export const reasonOf = (error: unknown): string => {
  const { code, error: answered } = error as { code?: unknown; error?: unknown };
  const reason = typeof answered === 'string' ? answered : code;
  return typeof reason === 'string' ? reason.slice(0, 100) : 'unknown';
};

/** Whether it was the line or the other side, not what they said. */
export const isUnavailable = (error: unknown): boolean => {
  const { code, name, status } = error as { code?: string; name?: string; status?: number };
  const isLine = /^(E[A-Z]+|ERR_[A-Z_]+)$/.test(code ?? '') || name === 'TimeoutError';
  return isLine || (status !== undefined && status >= 500);
};
