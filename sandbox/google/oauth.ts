import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { type Answer, json, type Request } from '../http.ts';
import { auth } from './scopes.ts';
import { accountOf, clientId, clientSecret, freshWord, type Google } from './state.ts';
import { thumbnailsOf } from './thumbnails.ts';
import * as tokens from './tokens.ts';
import { OauthError } from './tokens.ts';

/** The token endpoint: a code or a lasting token for an hour's. */
export const token = (google: Google, request: Request, failure: string | undefined) =>
  answered(async () => {
    if (!(request.headers['content-type'] ?? '').includes('application/x-www-form-urlencoded'))
      throw new OauthError('invalid_request', 'Could not determine client ID from request.');
    const fields = await request.fields();
    checkClient(request, fields);
    if (fields.grant_type === 'authorization_code') return await fromCode(google, fields, failure);
    if (fields.grant_type === 'refresh_token') {
      const lasting = tokens.refresh(google, fields.refresh_token);
      const { token } = tokens.makeAccessToken(google, lasting, lasting.token);
      return { ...facts(token, lasting.scopes), ...ending(google, lasting.endsAt) };
    }
    if (fields.grant_type === undefined)
      throw new OauthError('invalid_request', 'Missing required parameter: grant_type');
    throw new OauthError('unsupported_grant_type', `Invalid grant_type: ${fields.grant_type}`);
  });

export const revoke = (google: Google, request: Request) =>
  answered(async () => {
    const given = request.url.searchParams.get('token') ?? (await request.fields()).token;
    if (given === undefined) throw new OauthError('invalid_request', 'Missing required parameter: token');
    if (!tokens.revoke(google, given)) throw new OauthError('invalid_token', 'Token expired or revoked');
    return {};
  });

export const tokeninfo = (google: Google, request: Request) =>
  answered(async () => {
    const given = request.url.searchParams.get('access_token') ?? (await request.fields()).access_token;
    const held = tokens.holderOf(google, given ?? '');
    if (!held) throw new OauthError('invalid_token', 'Invalid Value');
    const { email } = accountOf(google, held.sub);
    const endsIn = Math.floor((held.endsAt - google.world.now().getTime()) / 1_000);
    return {
      azp: held.clientId,
      aud: held.clientId,
      sub: held.sub,
      scope: held.scopes.join(' '),
      exp: String(Math.floor(held.endsAt / 1_000)),
      expires_in: String(endsIn),
      ...(held.scopes.includes(`${auth}userinfo.email`) && { email, email_verified: 'true' }),
      access_type: held.refreshToken === null ? 'online' : 'offline',
    };
  });

export const userinfo = (google: Google, request: Request) =>
  answered(async () => {
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const held = tokens.holderOf(google, bearer ?? request.url.searchParams.get('access_token') ?? '');
    if (!held) throw new OauthError('invalid_request', 'Invalid Credentials', 401);
    const { sub, email, name } = accountOf(google, held.sub);
    return {
      sub,
      picture: thumbnailsOf(`channel/${sub}`, true).default!.url,
      ...(held.scopes.includes(`${auth}userinfo.profile`) && { name, given_name: name }),
      ...(held.scopes.includes(`${auth}userinfo.email`) && { email, email_verified: true }),
    };
  });

export async function certs(google: Google): Promise<Answer> {
  await signingKey(google);
  return json({ keys: google.state.keys.map(({ publicJwk }) => publicJwk) });
}

async function fromCode(google: Google, fields: Record<string, string>, failure: string | undefined) {
  const code = tokens.redeem(google, fields);
  const isLasting = code.isLasting && failure !== 'no-refresh-token';
  const lasting = isLasting ? tokens.makeRefreshToken(google, code) : null;
  const { token } = tokens.makeAccessToken(google, code, lasting?.token ?? null);
  const isSignIn = code.scopes.includes('openid');
  return {
    ...facts(token, code.scopes),
    ...(lasting && { refresh_token: lasting.token, ...ending(google, lasting.endsAt) }),
    ...(isSignIn && { id_token: await idToken(google, code) }),
  };
}

const facts = (token: string, scopes: readonly string[]) => ({
  access_token: token,
  expires_in: tokens.accessLifeSeconds,
  scope: scopes.join(' '),
  token_type: 'Bearer',
});
const ending = ({ world }: Google, endsAt: number | null) =>
  endsAt !== null && { refresh_token_expires_in: Math.round((endsAt - world.now().getTime()) / 1_000) };

async function idToken(
  google: Google,
  { sub, nonce, scopes }: { sub: string; nonce: string | null; scopes: readonly string[] },
) {
  const { email, name } = accountOf(google, sub);
  const { id, key } = await signingKey(google);
  const now = Math.floor(google.world.now().getTime() / 1_000);
  return await new SignJWT({
    azp: clientId,
    ...(scopes.includes(`${auth}userinfo.email`) && { email, email_verified: true }),
    ...(scopes.includes(`${auth}userinfo.profile`) && { name }),
    ...(nonce !== null && { nonce }),
  })
    .setProtectedHeader({ alg: 'RS256', kid: id, typ: 'JWT' })
    .setIssuer('https://accounts.google.com')
    .setAudience(clientId)
    .setSubject(sub)
    .setIssuedAt(now)
    .setExpirationTime(now + 3_600)
    .sign(key);
}

/** Made when the first is signed: most who come here want no identity. */
async function signingKey(google: Google) {
  if (google.state.keys.length === 0) {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const id = freshWord(40);
    const publicJwk = { ...(await exportJWK(publicKey)), kid: id, alg: 'RS256', use: 'sig' };
    google.state.keys.push({ id, privateJwk: await exportJWK(privateKey), publicJwk });
    google.changed();
  }
  const { id, privateJwk } = google.state.keys[0]!;
  return { id, key: await importJWK(privateJwk, 'RS256') };
}

function checkClient({ headers }: Request, fields: Record<string, string>): void {
  const basic = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1];
  const [id, secret] = basic
    ? Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent)
    : [fields.client_id, fields.client_secret];
  if (id === undefined)
    throw new OauthError('invalid_request', 'Could not determine client ID from request.');
  if (id !== clientId) throw new OauthError('invalid_client', 'The OAuth client was not found.', 401);
  if (secret === undefined) throw new OauthError('invalid_request', 'client_secret is missing.');
  if (secret !== clientSecret)
    throw new OauthError('invalid_client', 'The provided client secret is invalid.', 401);
}

async function answered(work: () => Promise<object>): Promise<Answer> {
  try {
    return json(await work());
  } catch (error) {
    if (!(error instanceof OauthError)) throw error;
    return oauthRefusal(error);
  }
}

export const oauthRefusal = ({ error, message, status }: OauthError): Answer =>
  json({ error, error_description: message }, status);
