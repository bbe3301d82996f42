import { z } from 'zod';
import type { Candidate } from './candidates.ts';
import { type Answer, ask, openGraph, type Way } from './graph.ts';
import { count, id, maybe, present, text } from './shapes.ts';
import {
  type App,
  type AuthorizeWish,
  addressOf,
  type LongToken,
  longToken,
  scopesIn,
  withoutTail,
} from './tokens.ts';

/** What a code is exchanged for: a token of one hour, which is good for nothing but a longer one. */
export interface InstagramGrant {
  readonly token: string;
  /** App-scoped: not the id that webhooks name. */
  readonly userId: string;
  readonly scopes: readonly string[];
}

export interface InstagramLogin {
  /** Where a browser is sent to ask. */
  authorizeAddress(wish: AuthorizeWish): string;
  exchange(wish: { code: string; redirectUri: string }): Promise<Answer<InstagramGrant>>;
  /** Sixty days for one hour. */
  lengthen(token: string): Promise<Answer<LongToken>>;
  /** Another sixty days, for a token that is a day old at least and has not expired. */
  refresh(token: string): Promise<Answer<LongToken>>;
  /** The one account a token of this login is for. */
  listAccounts(token: string): Promise<Answer<readonly Candidate[]>>;
}

const host = 'https://graph.instagram.com';

export function openInstagramLogin(options: Way & { version: string; app: App }): InstagramLogin {
  const { app, version, ...way } = options;
  return {
    authorizeAddress: (wish) =>
      addressOf(way.wire, 'https://www.instagram.com/oauth/authorize', { client_id: app.id }, wish),

    exchange: ({ code, redirectUri }) =>
      ask(
        way,
        {
          method: 'POST',
          url: 'https://api.instagram.com/oauth/access_token',
          name: 'POST /oauth/access_token',
          form: {
            client_id: app.id,
            client_secret: app.secret,
            grant_type: 'authorization_code',
            redirect_uri: redirectUri,
            code: withoutTail(code),
          },
        },
        grant,
      ),

    lengthen: (token) =>
      ask(
        way,
        {
          method: 'GET',
          url: `${host}/access_token`,
          name: 'GET /access_token',
          query: { grant_type: 'ig_exchange_token', client_secret: app.secret, access_token: token },
        },
        longToken(way.now),
      ),

    refresh: (token) =>
      ask(
        way,
        {
          method: 'GET',
          url: `${host}/refresh_access_token`,
          name: 'GET /refresh_access_token',
          query: { grant_type: 'ig_refresh_token', access_token: token },
        },
        longToken(way.now),
      ),

    async listAccounts(token) {
      const graph = openGraph({ ...way, version, token, host: 'graph.instagram.com' });
      const answer = await graph.ask(
        { method: 'GET', path: ['me'], name: 'GET /me', query: { fields: profileFields.join(',') } },
        inData(profile),
      );
      return { ...answer, data: [{ ...answer.data, token }] };
    },
  };
}

/** Documented as the only element of `data`, and seen without it. */
const inData = <T>(shape: z.ZodType<T>) =>
  z.preprocess((value) => (value as { data?: unknown[] } | null)?.data?.[0] ?? value, shape);

const grant = inData(
  z.object({ access_token: text.min(1), user_id: id, permissions: scopesIn }).transform(
    ({ access_token, user_id, permissions }): InstagramGrant => ({
      token: access_token,
      userId: user_id,
      scopes: permissions,
    }),
  ),
);

const profileFields = [
  'user_id',
  'username',
  'name',
  'account_type',
  'profile_picture_url',
  'followers_count',
  'media_count',
  'biography',
] as const;

const profile = z
  .object({
    user_id: id,
    id: maybe(id),
    username: maybe(text),
    name: maybe(text),
    account_type: maybe(text),
    profile_picture_url: maybe(text),
    followers_count: maybe(count),
    media_count: maybe(count),
    biography: maybe(text),
  })
  .transform((me) =>
    present({
      platform: 'instagram' as const,
      accountId: me.user_id,
      senderId: me.user_id,
      appScopedId: me.id,
      name: me.name || me.username || me.user_id,
      username: me.username,
      accountType: me.account_type,
      pictureUrl: me.profile_picture_url,
      followersCount: me.followers_count,
      mediaCount: me.media_count,
      biography: me.biography,
    }),
  );
