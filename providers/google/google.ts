import { z } from 'zod';
import { exchange, isGood, type Outside, readShape, troubleByStatus } from '../answer.ts';
import { idText } from '../json.ts';
import { addressWith } from '../oauth/address.ts';
import { askForTokens, oauthTrouble, type Tokens } from '../oauth/tokens.ts';

export interface GoogleOptions extends Outside {
  readonly client: { readonly id: string; readonly secret: string };
}

export interface GoogleConsent {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string;
  /** The challenge of `makePkce`. */
  readonly challenge: string;
  /** An address or id that the choice of accounts begins with. */
  readonly loginHint?: string;
}

export interface GooglePerson {
  readonly id: string;
  readonly email?: string;
  readonly isEmailVerified?: boolean;
  readonly name?: string;
  readonly pictureUrl?: string;
}

export type Google = ReturnType<typeof openGoogle>;

const provider = 'google';
const tokenUrl = 'https://oauth2.googleapis.com/token';

export function openGoogle({ client, ...outside }: GoogleOptions) {
  const known = { client_id: client.id, client_secret: client.secret };
  return {
    /** Where the browser goes. Consent is asked for each time: without it a second connection gets no refresh token. */
    authorizeAddress: (consent: GoogleConsent): string =>
      outside.wire.address(
        addressWith('https://accounts.google.com/o/oauth2/v2/auth', {
          client_id: client.id,
          redirect_uri: consent.redirectUri,
          response_type: 'code',
          scope: consent.scopes.join(' '),
          state: consent.state,
          access_type: 'offline',
          prompt: 'consent',
          include_granted_scopes: 'true',
          code_challenge: consent.challenge,
          code_challenge_method: 'S256',
          login_hint: consent.loginHint,
        }),
      ),

    /** Whoever gave consent may have unticked scopes: what was granted is in `scopes`. */
    exchange: (given: { code: string; verifier: string; redirectUri: string }): Promise<Tokens> =>
      askForTokens(provider, outside, {
        url: tokenUrl,
        name: 'POST /token (authorization_code)',
        form: {
          ...known,
          grant_type: 'authorization_code',
          code: given.code,
          code_verifier: given.verifier,
          redirect_uri: given.redirectUri,
        },
      }),

    /** The refresh token stays: the answer has none. */
    refresh: (refreshToken: string): Promise<Tokens> =>
      askForTokens(provider, outside, {
        url: tokenUrl,
        name: 'POST /token (refresh_token)',
        form: { ...known, grant_type: 'refresh_token', refresh_token: refreshToken },
      }),

    revoke: (token: string) => revoke(outside, token),
    userinfo: (accessToken: string) => userinfo(outside, accessToken),
  };
}

/** Either token takes the whole grant back. One that is dead already is as good as revoked. */
async function revoke(outside: Outside, token: string): Promise<void> {
  const answer = await exchange(provider, outside, {
    method: 'POST',
    url: 'https://oauth2.googleapis.com/revoke',
    name: 'POST /revoke',
    form: { token },
    isRepeatable: true,
  });
  if (isGood(answer.reply)) return;
  const refusal = oauthTrouble(answer);
  if (refusal.facts.code !== 'invalid_token') throw refusal;
}

const Userinfo = z.object({
  sub: z.preprocess(idText, z.string()),
  email: z.string().optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  picture: z.string().optional().catch(undefined),
});

async function userinfo(outside: Outside, accessToken: string): Promise<GooglePerson> {
  const answer = await exchange(provider, outside, {
    method: 'GET',
    url: 'https://www.googleapis.com/oauth2/v3/userinfo',
    name: 'GET /userinfo',
    headers: { authorization: `Bearer ${accessToken}` },
  });
  if (!isGood(answer.reply)) {
    // Here a dead token is called `invalid_request`; its status says what it is.
    throw answer.reply.status === 401 ? troubleByStatus(answer) : oauthTrouble(answer);
  }
  const { sub, email, email_verified, name, picture } = readShape(Userinfo, answer);
  return {
    id: sub,
    ...(email !== undefined && { email }),
    ...(email_verified !== undefined && { isEmailVerified: email_verified }),
    ...(name !== undefined && { name }),
    ...(picture !== undefined && { pictureUrl: picture }),
  };
}
