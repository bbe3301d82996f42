import { createHmac, randomBytes } from 'node:crypto';
import type { Request } from '../http.ts';
import { badParameter, GraphError } from './errors.ts';
import { type Account, type App, apps, type Meta, type Token } from './state.ts';

const secondMs = 1_000;
export const shortLifeMs = 3_600 * secondMs;
export const longLifeMs = 60 * 24 * 3_600 * secondMs;

export type NewToken = Pick<
  Token,
  'appId' | 'kind' | 'accountId' | 'assets' | 'scopes' | 'declined' | 'isLong'
>;

/** Puts a token into the world, good for as long as its kind is. */
export function issueToken(meta: Meta, facts: NewToken, lifeMs: number | null): Token {
  const prefix = facts.kind === 'instagram' ? 'IGAA' : 'EAAB';
  const token: Token = {
    ...facts,
    value: prefix + randomBytes(48).toString('base64url').replace(/[-_]/g, 'Z'),
    issuedAt: meta.nowText(),
    expiresAt: lifeMs === null ? null : new Date(meta.now().getTime() + lifeMs).toISOString(),
    ended: null,
  };
  meta.all().tokens[token.value] = token;
  meta.changed();
  return token;
}

/** A page's own token for a user's: the one there is, or a new one that lives as long as the user's. */
export function pageTokenFor(meta: Meta, user: Token, page: Account): Token {
  const known = Object.values(meta.all().tokens).find(
    (one) =>
      one.kind === 'page' &&
      one.accountId === page.id &&
      one.appId === user.appId &&
      one.ended === null &&
      one.isLong === user.isLong &&
      one.scopes.join() === user.scopes.join() &&
      (one.expiresAt === null || one.expiresAt === user.expiresAt),
  );
  if (known) return known;
  const linked = meta.accounts('instagram').filter(({ pageId, id }) => {
    return pageId === page.id && user.assets.includes(id);
  });
  const facts: NewToken = {
    appId: user.appId,
    kind: 'page',
    accountId: page.id,
    assets: [page.id, ...linked.map(({ id }) => id)],
    scopes: user.scopes,
    declined: user.declined,
    isLong: user.isLong,
  };
  if (user.isLong) return issueToken(meta, facts, null);
  return issueToken(meta, facts, Date.parse(user.expiresAt!) - meta.now().getTime());
}

/** What came in the header, the address or the body. */
export function tokenText({ headers }: Request, params: Readonly<Record<string, unknown>>): string {
  const bearer = /^(?:Bearer|OAuth) (.+)$/i.exec(headers.authorization ?? '')?.[1];
  return bearer?.trim() ?? String(params.access_token ?? '');
}

/** Refuses what is no token, or is none any more, as Meta does. */
export function tokenOf(meta: Meta, value: string): Token {
  if (value === '')
    throw new GraphError(
      2500,
      'An active access token must be used to query information about the current user.',
    );
  const app = appOfToken(value);
  if (app) return appToken(app, value, meta);
  const token = meta.all().tokens[value];
  if (!token) throw new GraphError(190, 'Invalid OAuth access token - Cannot parse access token');
  const problem = problemOf(meta, token);
  if (problem) throw problem;
  return token;
}

/** An app speaks for itself with its id and its secret. */
export function appOfToken(value: string): App | undefined {
  return apps.find(({ id, secret }) => value === `${id}|${secret}`);
}

const appToken = (app: App, value: string, meta: Meta): Token => ({
  value,
  appId: app.id,
  kind: 'app',
  accountId: null,
  assets: [],
  scopes: [],
  declined: [],
  isLong: true,
  issuedAt: meta.nowText(),
  expiresAt: null,
  ended: null,
});

export const isExpired = (meta: Meta, { expiresAt, ended }: Token) =>
  ended === 'expired' || (expiresAt !== null && Date.parse(expiresAt) <= meta.now().getTime());

export function problemOf(meta: Meta, token: Token): GraphError | undefined {
  const wrong = (subcode: number, text: string) =>
    new GraphError(190, `Error validating access token: ${text}`, { subcode });
  if (token.ended === 'removed') return wrong(467, 'The user has not authorized the application.');
  if (token.ended === 'password')
    return wrong(460, 'The session has been invalidated because the user changed their password.');
  if (!isExpired(meta, token)) return undefined;
  const at = Math.floor(Date.parse(token.expiresAt ?? meta.nowText()) / secondMs);
  const now = Math.floor(meta.now().getTime() / secondMs);
  return wrong(463, `Session has expired on ${at}. The current time is ${now}.`);
}

/** Brought by those who are careful: that whoever has the token has the app's secret too. */
export function checkProof(token: Token, proof: unknown): void {
  if (proof === undefined) return;
  const app = apps.find(({ id }) => id === token.appId)!;
  const wanted = createHmac('sha256', app.secret).update(token.value).digest('hex');
  if (proof !== wanted) throw badParameter('Invalid appsecret_proof provided in the API argument');
}

/** Ends what an account was reached by; answers how many there were. */
export function endTokens(meta: Meta, accountId: string, ended: NonNullable<Token['ended']>): number {
  const ending = Object.values(meta.all().tokens).filter(
    (token) => token.ended === null && token.assets.includes(accountId),
  );
  for (const token of ending) token.ended = ended;
  meta.changed();
  return ending.length;
}
