import { z } from 'zod';
import type { Candidate } from './candidates.ts';
import { type Answer, ask, type Graph, openGraph, type Way } from './graph.ts';
import { listNumbers, type PhoneNumber } from './numbers.ts';
import { listPages } from './pages.ts';
import { count, id, listOf, maybe, present, text } from './shapes.ts';
import { type App, type AuthorizeWish, addressOf, type LongToken, longToken, withoutTail } from './tokens.ts';

/** What the platform says a token is worth. */
export interface TokenState {
  readonly isValid: boolean;
  readonly appId?: string;
  readonly userId?: string;
  readonly kind?: string;
  /** Absent when it does not expire. */
  readonly expiresAt?: Date;
  /** After this it is still a token, but reads nothing of the person any more. */
  readonly dataUntil?: Date;
  readonly scopes: readonly string[];
  /** Scopes that were given for some things only, and for which. */
  readonly targets: Readonly<Record<string, readonly string[]>>;
  /** Why it is not valid: `190/463`. */
  readonly problem?: string;
}

export interface FacebookLogin {
  /** `configId`: a configuration of Facebook Login for Business, which names the scopes itself. */
  authorizeAddress(wish: AuthorizeWish & { configId?: string }): string;
  exchange(wish: { code: string; redirectUri: string }): Promise<Answer<LongToken>>;
  /** Sixty days, and Page tokens that do not expire. */
  lengthen(token: string): Promise<Answer<LongToken>>;
  debug(token: string): Promise<Answer<TokenState>>;
  permissions(token: string): Promise<Answer<{ granted: readonly string[]; declined: readonly string[] }>>;
  /** Pages, the Instagram accounts linked to them, and the numbers of WhatsApp Business Accounts that were shared. */
  listAccounts(token: string): Promise<Answer<readonly Candidate[]>>;
  /** Gives back what was granted: all of it. */
  revoke(token: string): Promise<Answer<undefined>>;
}

/** More than this in one login are left out of the picker. */
const businessAccountsMax = 20;

export function openFacebookLogin(options: Way & { version: string; app: App }): FacebookLogin {
  const { app, version, ...way } = options;
  const host = 'graph.facebook.com' as const;
  const graphOf = (token: string) => openGraph({ ...way, version, token, host, appSecret: app.secret });
  const asApp = openGraph({ ...way, version, host, token: `${app.id}|${app.secret}` });

  /** Both exchanges are one address; what is exchanged differs. */
  const exchange = (query: Readonly<Record<string, string>>) =>
    ask(
      way,
      {
        method: 'GET',
        url: `https://${host}/${version}/oauth/access_token`,
        name: 'GET /oauth/access_token',
        query: { client_id: app.id, client_secret: app.secret, ...query },
      },
      longToken(way.now),
    );

  const debug = (token: string) =>
    asApp.ask(
      { method: 'GET', path: ['debug_token'], name: 'GET /debug_token', query: { input_token: token } },
      tokenState,
    );

  return {
    authorizeAddress: ({ configId, ...wish }) =>
      addressOf(
        way.wire,
        `https://www.facebook.com/${version}/dialog/oauth`,
        {
          client_id: app.id,
          config_id: configId,
          auth_type: wish.asksAgain ? 'rerequest' : undefined,
        },
        wish,
      ),
    exchange: ({ code, redirectUri }) => exchange({ redirect_uri: redirectUri, code: withoutTail(code) }),
    lengthen: (token) => exchange({ grant_type: 'fb_exchange_token', fb_exchange_token: token }),
    debug,

    async permissions(token) {
      const call = { method: 'GET', path: ['me', 'permissions'], name: 'GET /me/permissions' } as const;
      const answer = await graphOf(token).ask(call, z.object({ data: listOf(permission) }));
      const those = (isGranted: boolean) =>
        answer.data.data
          .filter(({ status }) => (status === 'granted') === isGranted)
          .map((one) => one.permission);
      return { ...answer, data: { granted: those(true), declined: those(false) } };
    },

    async listAccounts(token) {
      const graph = graphOf(token);
      const { data: state, usage } = await debug(token);
      const hasPages = state.scopes.some((scope) => /^(pages|instagram)_/.test(scope));
      const pages = hasPages ? await listPages(graph) : [];
      const numbers = await numbersOf(graph, state);
      return {
        data: [...pages, ...numbers.map((number) => candidateOf(number, token))],
        ...(usage && { usage }),
      };
    },

    revoke: (token) =>
      graphOf(token).ask(
        {
          method: 'DELETE',
          path: ['me', 'permissions'],
          name: 'DELETE /me/permissions',
          isRepeatable: true,
        },
        z.unknown().transform(() => undefined),
      ),
  };
}

/** The token itself says for which business accounts it was given: there is no list to ask for without more scopes. */
async function numbersOf(graph: Graph, { targets }: TokenState): Promise<PhoneNumber[]> {
  const shared = [targets.whatsapp_business_management, targets.whatsapp_business_messaging];
  const accounts = [...new Set(shared.flatMap((ids) => ids ?? []))].slice(0, businessAccountsMax);
  const lists = await Promise.all(accounts.map((account) => listNumbers(graph, account)));
  return lists.flatMap(({ data }) => data.items);
}

const candidateOf = (number: PhoneNumber, token: string): Candidate =>
  present({
    platform: 'whatsapp' as const,
    accountId: number.id,
    senderId: number.id,
    token,
    name: number.name || number.phoneNumber || number.id,
    businessAccountId: number.businessAccountId,
    phoneNumber: number.phoneNumber,
    quality: number.quality,
  });

const permission = z.object({ permission: text, status: text });

/** Zero is the platform's word for never. */
const dateOf = (seconds: number | undefined) => (seconds ? new Date(seconds * 1_000) : undefined);

const tokenState = z
  .object({
    data: z.object({
      is_valid: z.boolean(),
      app_id: maybe(id),
      user_id: maybe(id),
      type: maybe(text),
      expires_at: maybe(count),
      data_access_expires_at: maybe(count),
      scopes: maybe(listOf(text)),
      granular_scopes: maybe(listOf(z.object({ scope: text, target_ids: maybe(listOf(id)) }))),
      error: maybe(z.object({ code: id, subcode: maybe(id) })),
    }),
  })
  .transform(
    ({ data }): TokenState =>
      present({
        isValid: data.is_valid,
        appId: data.app_id,
        userId: data.user_id,
        kind: data.type,
        expiresAt: dateOf(data.expires_at),
        dataUntil: dateOf(data.data_access_expires_at),
        scopes: data.scopes ?? [],
        targets: Object.fromEntries(
          (data.granular_scopes ?? []).map(({ scope, target_ids }) => [scope, target_ids ?? []]),
        ),
        problem: data.error && [data.error.code, data.error.subcode].filter(Boolean).join('/'),
      }),
  );
