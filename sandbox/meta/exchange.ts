import { type Answer, json, type Request } from '../http.ts';
import { paramsOf } from './call.ts';
import { answerOf, badParameter, GraphError, instagramLoginError, missing } from './errors.ts';
import {
  type App,
  appScopedId,
  apps,
  type Code,
  instagramApp,
  type Meta,
  metaApp,
  type Token,
} from './state.ts';
import { isExpired, issueToken, longLifeMs, problemOf, shortLifeMs, tokenText } from './tokens.ts';

const codeLifeMs = 3_600_000;
const refreshableAfterMs = 24 * 3_600_000;

type Params = Readonly<Record<string, unknown>>;
const text = (params: Params, name: string) => {
  const value = params[name];
  if (typeof value !== 'string' || value === '') throw missing(name);
  return value;
};

/** A handler whose refusals are of the Graph's shape. */
const inGraphWords =
  (perform: (meta: Meta, params: Params, request: Request) => object) =>
  async (meta: Meta, request: Request): Promise<Answer> => {
    try {
      return json(perform(meta, await paramsOf(request), request));
    } catch (error) {
      if (error instanceof GraphError) return answerOf(error);
      throw error;
    }
  };

/** `POST api.instagram.com/oauth/access_token`: a code for a token of one hour. Refuses in a shape of its own. */
export async function instagramCode(meta: Meta, request: Request): Promise<Answer> {
  if (!String(request.headers['content-type']).match(/x-www-form-urlencoded|multipart\/form-data/))
    return instagramLoginError('Missing required field client_id');
  const params = await paramsOf(request);
  const lacking = ['client_id', 'client_secret', 'grant_type', 'redirect_uri', 'code'].find(
    (one) => !params[one],
  );
  if (lacking) return instagramLoginError(`Missing required field ${lacking}`);
  if (params.client_id !== instagramApp.id) return instagramLoginError('Invalid platform app');
  if (params.client_secret !== instagramApp.secret)
    return instagramLoginError('Error validating client secret.');
  if (params.grant_type !== 'authorization_code')
    return instagramLoginError('Invalid grant_type: authorization_code is the only one.');
  const code = meta.all().codes[String(params.code)];
  if (!code || code.appId !== instagramApp.id || !isFresh(meta, code))
    return instagramLoginError('Matching code was not found or was already used');
  if (code.redirectUri !== params.redirect_uri)
    return instagramLoginError('Error validating verification code: redirect_uri is another one');
  code.usedAt = meta.nowText();
  const accountId = code.assets[0]!;
  const facts = { appId: instagramApp.id, kind: 'instagram', accountId, assets: code.assets } as const;
  const token = issueToken(meta, { ...facts, ...permitted(code), isLong: false }, shortLifeMs);
  return shortAnswer(meta, token);
}

/**
 * The documentation has a list around it and ids as text, what has been seen has neither. Whoever reads it has to
 * cope with both, so they take turns.
 */
function shortAnswer(meta: Meta, token: Token): Answer {
  const scoped = appScopedId(meta.all().accounts[token.accountId!]!, token.appId);
  const { value, scopes } = token;
  if (meta.number() % 2 === 1)
    return json({ data: [{ access_token: value, user_id: scoped, permissions: scopes.join(',') }] });
  const flat = json({ access_token: value, user_id: scoped, permissions: scopes });
  // As a number, and one too large for those who read numbers carelessly.
  return { ...flat, body: String(flat.body).replace(/"user_id": "(\d+)"/, '"user_id": $1') };
}

const isFresh = (meta: Meta, { usedAt, issuedAt }: Code) =>
  usedAt === null && meta.now().getTime() - Date.parse(issuedAt) <= codeLifeMs;

const permitted = ({ scopes, declined }: Code) => ({ scopes, declined });

const secondsLeft = (meta: Meta, { expiresAt }: Token) =>
  expiresAt === null ? undefined : Math.floor((Date.parse(expiresAt) - meta.now().getTime()) / 1_000);

const longAnswer = (meta: Meta, token: Token) => ({
  access_token: token.value,
  token_type: 'bearer',
  expires_in: secondsLeft(meta, token),
});

function instagramToken(meta: Meta, value: string): Token {
  const token = meta.all().tokens[value];
  if (token?.kind !== 'instagram')
    throw new GraphError(190, 'Invalid OAuth access token - Cannot parse access token');
  const problem = problemOf(meta, token);
  if (problem) throw problem;
  return token;
}

/** A token of an hour for one of sixty days. */
export const instagramLong = inGraphWords((meta, params, request) => {
  if (text(params, 'grant_type') !== 'ig_exchange_token')
    throw badParameter('Param grant_type must be one of {ig_exchange_token}');
  if (text(params, 'client_secret') !== instagramApp.secret)
    throw new GraphError(101, 'Error validating application: the client secret is not valid.');
  const token = instagramToken(meta, tokenText(request, params));
  if (token.isLong) throw badParameter('Only a short-lived token can be exchanged');
  return longAnswer(meta, issueToken(meta, { ...token, isLong: true }, longLifeMs));
});

/** Sixty days more, for a token that is a day old and still good. */
export const instagramRefresh = inGraphWords((meta, params, request) => {
  if (text(params, 'grant_type') !== 'ig_refresh_token')
    throw badParameter('Param grant_type must be one of {ig_refresh_token}');
  const token = instagramToken(meta, tokenText(request, params));
  if (!token.isLong) throw badParameter('Only a long-lived token can be refreshed');
  if (!token.scopes.includes('instagram_business_basic'))
    throw new GraphError(10, '(#10) This requires the instagram_business_basic permission.');
  if (meta.now().getTime() - Date.parse(token.issuedAt) < refreshableAfterMs)
    throw badParameter('The token must be at least 24 hours old to be refreshed');
  const fresh = issueToken(meta, { ...token, isLong: true }, longLifeMs);
  return { ...longAnswer(meta, fresh), permissions: fresh.scopes.join(',') };
});

/** `/oauth/access_token` of Facebook: a code for a token, a short one for a long one, or the app's own. */
export const facebookToken = inGraphWords((meta, params) => {
  const app = appIn(params);
  const grant = params.grant_type ?? 'authorization_code';
  if (grant === 'client_credentials')
    return { access_token: `${app.id}|${app.secret}`, token_type: 'bearer' };
  if (grant === 'fb_exchange_token') return longAnswer(meta, exchanged(meta, app, params));
  if (grant !== 'authorization_code')
    throw badParameter('Param grant_type must be one of {fb_exchange_token, client_credentials}');
  const code = meta.all().codes[text(params, 'code')];
  if (code?.appId !== app.id)
    throw new GraphError(100, 'Invalid verification code format.', { subcode: 36009 });
  if (code.usedAt !== null)
    throw new GraphError(100, 'This authorization code has been used.', { subcode: 36009 });
  if (!isFresh(meta, code))
    throw new GraphError(100, 'This authorization code has expired.', { subcode: 36007 });
  if (code.redirectUri !== text(params, 'redirect_uri'))
    throw new GraphError(
      100,
      'Error validating verification code. Please make sure your redirect_uri is identical to the one you used ' +
        'in the OAuth dialog request',
      { subcode: 36008 },
    );
  code.usedAt = meta.nowText();
  const facts = { appId: app.id, kind: 'user', accountId: null, assets: code.assets } as const;
  return longAnswer(meta, issueToken(meta, { ...facts, ...permitted(code), isLong: false }, shortLifeMs));
});

function appIn(params: Params): App {
  const app = apps.find(({ id }) => id === text(params, 'client_id'));
  if (app !== metaApp)
    throw new GraphError(101, 'Error validating application. Cannot get application info.');
  if (text(params, 'client_secret') !== app.secret)
    throw new GraphError(1, 'Error validating client secret.', { status: 400 });
  return app;
}

function exchanged(meta: Meta, app: App, params: Params): Token {
  const token = meta.all().tokens[text(params, 'fb_exchange_token')];
  if (token?.kind !== 'user' || token.appId !== app.id)
    throw new GraphError(190, 'Invalid OAuth access token - Cannot parse access token');
  const problem = problemOf(meta, token);
  if (problem || isExpired(meta, token)) throw problem!;
  return issueToken(meta, { ...token, isLong: true }, longLifeMs);
}
