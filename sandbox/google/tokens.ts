import { createHash } from 'node:crypto';
import {
  type AccessToken,
  type Code,
  type Consent,
  clientId,
  freshWord,
  type Google,
  type RefreshToken,
} from './state.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const codeLifeMs = 10 * minuteMs;
export const accessLifeSeconds = 3_599;
/** What an app gets while it is being tested. */
export const testingLifeMs = 7 * dayMs;
const idleLifeMs = 182 * dayMs;
export const liveTokensMax = 100;
const codesKeptMax = 200;
const accessTokensKeptMax = 500;

/** In the words of RFC 6749: `error` is a string here. */
export class OauthError extends Error {
  readonly error: string;
  readonly status: number;
  constructor(error: string, description: string, status = 400) {
    super(description);
    this.error = error;
    this.status = status;
  }
}
export const gone = () => new OauthError('invalid_grant', 'Token has been expired or revoked.');

export interface Wish extends Pick<Code, 'redirectUri' | 'challenge' | 'nonce'> {
  readonly wantsLasting: boolean;
  /** Asks again what was granted before. */
  readonly asksAgain: boolean;
}

/** A token that lasts comes with the first consent, and with each that is asked for again; never otherwise. */
export function makeCode(google: Google, consent: Consent, wish: Wish): string {
  const code = `4/0A${freshWord(68)}`;
  const isFirst = !liveTokens(google, consent).some(({ scopes }) =>
    consent.scopes.every((scope) => scopes.includes(scope)),
  );
  const { redirectUri, challenge, nonce } = wish;
  google.state.codes[code] = {
    ...consent,
    redirectUri,
    challenge,
    nonce,
    isLasting: wish.wantsLasting && (isFirst || wish.asksAgain),
    madeAt: google.world.now().getTime(),
    usedAt: null,
  };
  forgetCodes(google);
  google.changed();
  return code;
}

export function redeem(google: Google, given: Record<string, string>): Code {
  const code = google.state.codes[given.code ?? ''];
  if (given.code === undefined) throw new OauthError('invalid_request', 'Missing required parameter: code');
  if (!code) throw new OauthError('invalid_grant', 'Malformed auth code.');
  const now = google.world.now().getTime();
  if (code.usedAt !== null || now - code.madeAt > codeLifeMs)
    throw new OauthError('invalid_grant', 'Bad Request');
  if (code.redirectUri !== given.redirect_uri) throw new OauthError('redirect_uri_mismatch', 'Bad Request');
  checkVerifier(code, given.code_verifier);
  code.usedAt = now;
  google.changed();
  return code;
}

/** Over a hundred live ones for the same person and app, the oldest dies, and nobody is told. */
export function makeRefreshToken(
  google: Google,
  { clientId, sub, channelId, scopes }: Consent,
): RefreshToken {
  const now = google.world.now().getTime();
  const made: RefreshToken = {
    clientId,
    sub,
    channelId,
    scopes,
    token: `1//0${freshWord(96)}`,
    madeAt: now,
    usedAt: now,
    endsAt: google.state.project.isTesting ? now + testingLifeMs : null,
  };
  google.state.refreshTokens.push(made);
  const live = liveTokens(google, made);
  for (const { token } of live.slice(0, -liveTokensMax)) drop(google, token);
  google.changed();
  return made;
}

export function makeAccessToken(google: Google, consent: Consent, refreshToken: string | null): AccessToken {
  const { clientId, sub, channelId, scopes } = consent;
  const now = google.world.now().getTime();
  const endsAt = now + accessLifeSeconds * 1_000;
  google.state.accessTokens = google.state.accessTokens.filter((one) => one.endsAt > now);
  const made = { clientId, sub, channelId, scopes, token: `ya29.a0${freshWord(160)}`, refreshToken, endsAt };
  google.state.accessTokens.push(made);
  google.state.accessTokens.splice(0, google.state.accessTokens.length - accessTokensKeptMax);
  google.changed();
  return made;
}

export function refresh(google: Google, token: string | undefined): RefreshToken {
  if (token === undefined)
    throw new OauthError('invalid_request', 'Missing required parameter: refresh_token');
  const found = google.state.refreshTokens.find((one) => one.token === token);
  if (!found || !isLive(google, found)) throw gone();
  found.usedAt = google.world.now().getTime();
  google.changed();
  return found;
}

/** Whose an access token is, while it is good. */
export function holderOf(google: Google, token: string): AccessToken | undefined {
  const found = google.state.accessTokens.find((one) => one.token === token);
  return found && found.endsAt > google.world.now().getTime() ? found : undefined;
}

/** Either kind takes everything that came of the same consent along. */
export function revoke(google: Google, token: string): boolean {
  const { refreshTokens, accessTokens } = google.state;
  const access = accessTokens.find((one) => one.token === token);
  const lasting = refreshTokens.find((one) => one.token === (access?.refreshToken ?? token));
  if (!lasting && !access) return false;
  if (lasting) drop(google, lasting.token);
  google.state.accessTokens = google.state.accessTokens.filter((one) => one.token !== token);
  google.changed();
  return true;
}

/** The account's owner takes back what the app was given. */
export function revokeAll(google: Google, sub: string): number {
  const theirs = google.state.refreshTokens.filter((one) => one.sub === sub);
  google.state.refreshTokens = google.state.refreshTokens.filter((one) => one.sub !== sub);
  google.state.accessTokens = google.state.accessTokens.filter((one) => one.sub !== sub);
  google.changed();
  return theirs.length;
}

/** The hour is over at once: the next call is refused, and a refresh mends it. */
export function expireAccess(google: Google, sub: string): number {
  const theirs = google.state.accessTokens.filter((one) => one.sub === sub);
  for (const one of theirs) one.endsAt = google.world.now().getTime();
  google.changed();
  return theirs.length;
}

/** Oldest first. */
export const liveTokens = (google: Google, { clientId, sub }: Pick<Consent, 'clientId' | 'sub'>) =>
  google.state.refreshTokens.filter(
    (one) => one.clientId === clientId && one.sub === sub && isLive(google, one),
  );
export const liveTokensOf = (google: Google, sub: string) => liveTokens(google, { clientId, sub });

function isLive(google: Google, { endsAt, usedAt }: RefreshToken): boolean {
  const now = google.world.now().getTime();
  return (endsAt === null || endsAt > now) && now - usedAt < idleLifeMs;
}

function drop({ state }: Google, token: string): void {
  state.refreshTokens = state.refreshTokens.filter((one) => one.token !== token);
  state.accessTokens = state.accessTokens.filter((one) => one.refreshToken !== token);
}

function checkVerifier({ challenge }: Code, verifier: string | undefined): void {
  if (challenge === null) return;
  if (verifier === undefined) throw new OauthError('invalid_grant', 'Missing code verifier.');
  const made =
    challenge.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  if (made !== challenge.value) throw new OauthError('invalid_grant', 'Invalid code verifier.');
}

function forgetCodes({ state }: Google): void {
  const all = Object.keys(state.codes);
  for (const old of all.slice(0, Math.max(0, all.length - codesKeptMax))) delete state.codes[old];
}
