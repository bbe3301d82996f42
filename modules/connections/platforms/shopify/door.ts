import type { Tokens as ShopTokens } from '../../../../providers/oauth/tokens.ts';
import { type Callback, checkCallback } from '../../../../providers/shopify/queries.ts';
import { shopDomain } from '../../../../providers/shopify/shop.ts';
import type { Door, DoorAnswer, Tokens } from '../platform.ts';
import { rejected } from '../refusal.ts';
import { lackingScopes } from '../scopes.ts';
import type { ShopifyClient } from './client.ts';
import { profileOf } from './profile.ts';
import { shopifyScopes, withImplied } from './scopes.ts';

const name = 'shopify';

/** Each shop has a door of its own, and signs what its browsers come back with. */
export function shopifyDoor(client: ShopifyClient): Door {
  const check = (query: string, now: Date) => checkCallback(new URLSearchParams(query), client.secrets, now);
  return {
    login: 'shopify',
    usesChallenge: false,
    authorize: ({ shop, scopes, redirectUri, state }) =>
      client.app().authorizeAddress({ shop: certain(shop), scopes, redirectUri, state }),

    async exchange(answer, signal) {
      const { shop, code } = openedBy(check(answer.query, answer.now), answer);
      const tokens = await client.app(signal).exchange({ shop, code });
      const { shop: found } = await client.shop(shop, tokens.accessToken, signal).shop();
      const given = withImplied(tokens.scopes);
      const lacking = lackingScopes(shopifyScopes, answer.scopes, given);
      return [
        {
          ...profileOf(found),
          // The one that was opened, whatever it calls itself.
          platformAccountId: shop,
          platform: name,
          tokens: tokensOf(tokens),
          lackingScopes: lacking,
        },
      ];
    },

    /** The old refresh token is good until the new one is used: after a lost answer it is asked once more. */
    async refresh({ refreshToken, platformAccountId }, signal) {
      if (refreshToken === undefined)
        throw rejected(name, 'refresh', 'no_refresh_token', 'there is nothing to refresh it with');
      return tokensOf(await client.app(signal).refresh({ shop: platformAccountId, refreshToken }));
    },

    readInstall(query, now) {
      const step = check(query, now);
      return step.ok ? { shop: step.shop, isAnswer: step.code !== undefined, state: step.state } : undefined;
    },
  };
}

function openedBy(callback: Callback, { shop }: DoorAnswer): { shop: string; code: string } {
  if (!callback.ok) throw refusedAnswer(callback.flaw, 'what came back was not signed for this');
  if (shop !== undefined && shopDomain(shop) !== callback.shop)
    throw refusedAnswer('another_shop', 'another shop than the one that was asked came back');
  if (!callback.code) throw refusedAnswer('no_code', 'the browser came back without a code');
  return { shop: callback.shop, code: callback.code };
}

const refusedAnswer = (code: string, words: string) => rejected(name, 'authorize', code, words);

function certain(shop: string | undefined): string {
  const domain = shopDomain(shop ?? '');
  if (domain === undefined) throw rejected(name, 'authorize', 'no_shop', 'it is no shop of the platform');
  return domain;
}

const tokensOf = ({
  accessToken,
  refreshToken,
  expiresAt,
  refreshExpiresAt,
  scopes,
}: ShopTokens): Tokens => ({
  access: accessToken,
  refresh: refreshToken,
  accessExpiresAt: expiresAt,
  refreshExpiresAt,
  scopes: scopes.length > 0 ? scopes : undefined,
});
