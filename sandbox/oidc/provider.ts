import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { Kept } from '../keep.ts';
import type { World } from '../world.ts';

/** Somebody who has an account with this provider. */
export interface Account {
  readonly subject: string;
  readonly email: string;
  readonly name: string;
  readonly emailVerified: boolean;
}

/** What a relying party asked for when it sent somebody here. */
export interface Wish {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly challenge: string | undefined;
}

interface Grant extends Wish {
  readonly account: Account;
  readonly issuedAt: number;
  usedAt: number | null;
}
interface Key {
  readonly id: string;
  readonly privateJwk: JWK;
  readonly publicJwk: JWK;
}
interface State {
  keys: Key[];
  grants: Record<string, Grant>;
  accessTokens: Record<string, { account: Account; scope: string; until: number }>;
}

export interface Client {
  readonly id: string;
  /** Without one it is public, and must bring a challenge (PKCE). */
  readonly secret: string | undefined;
}

/** Registered beforehand, as with any provider. Both come back to a page of this machine. */
export const clients: readonly Client[] = [
  { id: 'stoa', secret: 'a-secret-of-the-sandbox' },
  { id: 'stoa-public', secret: undefined },
];
export const accounts: readonly Account[] = [
  accountOf('ada@sandbox.test', 'Ada'),
  accountOf('grace@sandbox.test', 'Grace'),
  accountOf('unverified-email@sandbox.test', 'Unverified'),
];

const codeLifeMs = 60_000;
const tokenLifeSeconds = 600;
const keysShownMax = 2;

/** An answer of the token endpoint that is a refusal, in the words of RFC 6749. */
export class Refused extends Error {
  readonly error: string;
  readonly status: number;
  constructor(error: string, description: string, status = 400) {
    super(description);
    this.error = error;
    this.status = status;
  }
}

export type Provider = Awaited<ReturnType<typeof openProvider>>;

/** Knows who has an account, and says so to whoever may ask: codes, keys and tokens, without any HTTP. */
export async function openProvider(world: World) {
  const state: Kept<State> = await world.keep('oidc', () => ({ keys: [], grants: {}, accessTokens: {} }));
  if (state.value.keys.length === 0) await rotate(state);

  return {
    keys: () => ({ keys: state.value.keys.map(({ publicJwk }) => publicJwk) }),
    rotate: () => rotate(state),
    grantCount: () => Object.keys(state.value.grants).length,
    /** The code somebody takes back to where they came from. */
    grant(wish: Wish, account: Account): string {
      const code = randomBytes(24).toString('base64url');
      state.value.grants[code] = { ...wish, account, issuedAt: world.now().getTime(), usedAt: null };
      state.changed();
      return code;
    },
    /** A code is good once; shown again, everything that came of it is taken back (RFC 6749, 4.1.2). */
    redeem(code: string, client: Client, redirectUri: string, verifier: string | undefined): Grant {
      const grant = state.value.grants[code];
      const now = world.now().getTime();
      if (!grant || grant.clientId !== client.id)
        throw new Refused('invalid_grant', 'There is no such code.');
      if (grant.usedAt !== null) {
        withdrawTokens(state, grant.account);
        throw new Refused('invalid_grant', 'This code was used already.');
      }
      grant.usedAt = now;
      state.changed();
      if (now - grant.issuedAt > codeLifeMs) throw new Refused('invalid_grant', 'This code is too old.');
      if (grant.redirectUri !== redirectUri)
        throw new Refused('invalid_grant', 'This code was asked for by another address.');
      checkVerifier(grant.challenge, verifier);
      return grant;
    },
    accessToken(account: Account, scope: string): string {
      const token = randomBytes(32).toString('base64url');
      const until = world.now().getTime() + tokenLifeSeconds * 1000;
      state.value.accessTokens[token] = { account, scope, until };
      state.changed();
      return token;
    },
    holderOf(token: string) {
      const found = state.value.accessTokens[token];
      return found && found.until > world.now().getTime() ? found : undefined;
    },
    idToken: (claims: IdClaims, flaw: string | undefined) => idToken(world, state, claims, flaw),
    async reset() {
      state.reset();
      await rotate(state);
    },
  };
}

export const tokenSeconds = tokenLifeSeconds;

export function accountOf(address: string, name = ''): Account {
  const email = address.trim().toLowerCase();
  const subject = createHash('sha256').update(email).digest('base64url').slice(0, 22);
  const shown = name || email.split('@')[0]!;
  return { subject, email, name: shown, emailVerified: !/\bunverified-email\b/.test(email) };
}

export interface IdClaims {
  readonly issuer: string;
  readonly grant: Pick<Grant, 'clientId' | 'nonce' | 'account' | 'scope'>;
}

/** Signed as OpenID Connect says, or with the one flaw that was asked for by name. */
async function idToken(world: World, state: Kept<State>, claims: IdClaims, flaw: string | undefined) {
  const { issuer, grant } = claims;
  const { account, nonce, clientId } = grant;
  const key = state.value.keys[0]!;
  const secret =
    flaw === 'unknown-key'
      ? (await generateKeyPair('RS256')).privateKey
      : await importJWK(key.privateJwk, 'RS256');
  const now = Math.floor(world.now().getTime() / 1000) - (flaw === 'expired-token' ? 7200 : 0);
  const profile = {
    ...(grant.scope.includes('email') && { email: account.email, email_verified: account.emailVerified }),
    ...(grant.scope.includes('profile') && { name: account.name }),
  };
  return await new SignJWT({
    ...profile,
    ...(nonce !== undefined && { nonce: flaw === 'wrong-nonce' ? 'another' : nonce }),
  })
    .setProtectedHeader({ alg: 'RS256', kid: key.id })
    .setIssuer(flaw === 'wrong-issuer' ? `${issuer}/elsewhere` : issuer)
    .setAudience(flaw === 'wrong-audience' ? 'somebody-else' : clientId)
    .setSubject(account.subject)
    .setIssuedAt(now)
    .setExpirationTime(now + tokenLifeSeconds)
    .sign(secret);
}

function checkVerifier(challenge: string | undefined, verifier: string | undefined): void {
  if (challenge === undefined) return;
  const made = createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url');
  if (!isSame(made, challenge)) throw new Refused('invalid_grant', 'The verifier is not the challenge’s.');
}

export const isSame = (given: string, wanted: string): boolean => {
  const [a, b] = [given, wanted].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a!, b!);
};

/** The one before stays to be looked up: what it signed is still on its way. */
async function rotate(state: Kept<State>): Promise<void> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const id = randomBytes(8).toString('hex');
  const common = { kid: id, alg: 'RS256', use: 'sig' };
  const key: Key = {
    id,
    privateJwk: { ...(await exportJWK(privateKey)), ...common },
    publicJwk: { ...(await exportJWK(publicKey)), ...common },
  };
  state.value.keys = [key, ...state.value.keys].slice(0, keysShownMax);
  state.changed();
}

function withdrawTokens(state: Kept<State>, account: Account): void {
  for (const [token, held] of Object.entries(state.value.accessTokens))
    if (held.account.subject === account.subject) delete state.value.accessTokens[token];
  state.changed();
}
