import { LRUCache } from 'lru-cache';
import type { Configuration, CustomFetch, ServerMetadata } from 'openid-client';
import { outboundFetch } from '../../../kit/outbound/fetch.ts';
import { identityError } from '../contract.ts';
import type { IdentityOutside } from '../outside.ts';
import type { Reachable } from './providers.sql.ts';

/** Loaded when somebody first needs it: most installations never do. */
const library = () => import('openid-client');

/** What the secret is sealed to. */
export const secretOf = (id: string) => `oidc_provider:${id}`;

interface Known {
  readonly metadata: ServerMetadata;
  readonly secret: string | undefined;
}
const known = new LRUCache<string, Known>({ max: 200, ttl: 10 * 60_000 });

/**
 * What the issuer says about itself is kept for some minutes, and asked anew when the provider was changed. Its keys
 * are not kept: they may change between two people, and a code cannot be shown a second time.
 */
export async function configurationOf(outside: IdentityOutside, provider: Reachable): Promise<Configuration> {
  const key = `${provider.id} ${provider.updatedAt.getTime()}`;
  let about = known.get(key);
  if (!about) {
    const secret = provider.clientSecretSealed
      ? outside.vault.open(provider.clientSecretSealed, secretOf(provider.id)).toString()
      : undefined;
    const metadata = (await discover(outside, provider.issuer, provider.clientId)).serverMetadata();
    about = { metadata, secret };
    known.set(key, about);
  }
  const client = await library();
  const auth = about.secret === undefined ? client.None() : client.ClientSecretBasic(about.secret);
  const configuration = new client.Configuration(
    structuredClone({ ...about.metadata }),
    provider.clientId,
    undefined,
    auth,
  );
  configuration[client.customFetch] = fetchFor(outside);
  // By itself the library believes what comes straight from the token endpoint. The signature is checked as well.
  client.enableNonRepudiationChecks(configuration);
  if (isPlain(provider.issuer)) client.allowInsecureRequests(configuration);
  return configuration;
}

export async function discover(
  outside: Pick<IdentityOutside, 'allowPrivate'>,
  issuer: string,
  clientId: string,
): Promise<Configuration> {
  const client = await library();
  if (isPlain(issuer) && !outside.allowPrivate) throw identityError('provider_is_none', { issuer });
  try {
    return await client.discovery(new URL(issuer), clientId, undefined, undefined, {
      [client.customFetch]: fetchFor(outside),
      execute: isPlain(issuer) ? [client.allowInsecureRequests] : [],
    });
  } catch (error) {
    throw identityError(
      isUnavailable(error) ? 'provider_unavailable' : 'provider_is_none',
      { issuer },
      error,
    );
  }
}

const isPlain = (issuer: string) => issuer.startsWith('http:');
const fetchFor = ({ allowPrivate }: Pick<IdentityOutside, 'allowPrivate'>) =>
  outboundFetch({ allowPrivate }) as CustomFetch;

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

/** Whether it was the line or the other side that broke, not what they said. */
export function isUnavailable(error: unknown): boolean {
  for (let cause = error; typeof cause === 'object' && cause !== null; cause = (cause as Error).cause) {
    if (cause instanceof Response) return cause.status >= 500;
    const { code, name } = cause as { code?: unknown; name?: unknown };
    if (typeof code === 'string' && /^(E[A-Z]+|ERR_[A-Z_]+|OAUTH_TIMEOUT)$/.test(code)) return true;
    if (name === 'TimeoutError' || name === 'ClosedAddress') return true;
  }
  return false;
}
