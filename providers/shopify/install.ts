import type { Outside } from '../answer.ts';
import { addressWith } from '../oauth/address.ts';
import { askForTokens, type Tokens } from '../oauth/tokens.ts';
import { certainShop } from './shop.ts';

export interface ShopifyAppOptions extends Outside {
  readonly client: { readonly id: string; readonly secret: string };
}

export interface ShopifyConsent {
  readonly shop: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly state: string;
  /** A token of the person instead of one of the shop. */
  readonly isPerUser?: boolean;
}

export type ShopifyApp = ReturnType<typeof openShopifyApp>;

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
const idToken = 'urn:ietf:params:oauth:token-type:id_token';
const offlineToken = 'urn:shopify:params:oauth:token-type:offline-access-token';
const onlineToken = 'urn:shopify:params:oauth:token-type:online-access-token';

/** All tokens of a shop expire: an hour, and ninety days for the one that refreshes. */
export function openShopifyApp({ client, ...outside }: ShopifyAppOptions) {
  const ask = async (shop: string, how: string, fields: Readonly<Record<string, string>>): Promise<Tokens> =>
    askForTokens('shopify', outside, {
      url: `https://${certainShop(shop)}/admin/oauth/access_token`,
      name: `POST /access_token (${how})`,
      json: { client_id: client.id, client_secret: client.secret, ...fields },
    });

  return {
    authorizeAddress: ({ shop, scopes, redirectUri, state, isPerUser }: ShopifyConsent): string =>
      outside.wire.address(
        addressWith(`https://${certainShop(shop)}/admin/oauth/authorize`, {
          client_id: client.id,
          scope: scopes.join(','),
          redirect_uri: redirectUri,
          state,
          'grant_options[]': isPerUser ? 'per-user' : undefined,
        }),
      ),

    exchange: (given: { shop: string; code: string }) =>
      ask(given.shop, 'code', { code: given.code, expiring: '1' }),

    /**
     * Gives a new pair. The old refresh token is good until the new one is used, so a lost answer may be asked for
     * again; two at once are for the caller to prevent.
     */
    refresh: (given: { shop: string; refreshToken: string }) =>
      ask(given.shop, 'refresh_token', {
        grant_type: 'refresh_token',
        refresh_token: given.refreshToken,
      }),

    /** Inside the shop's own pages no browser is sent around: the session token is exchanged. */
    exchangeSession: (given: { shop: string; sessionToken: string; isOnline?: boolean }) =>
      ask(given.shop, 'token-exchange', {
        grant_type: exchangeGrant,
        subject_token: given.sessionToken,
        subject_token_type: idToken,
        requested_token_type: given.isOnline ? onlineToken : offlineToken,
        ...(!given.isOnline && { expiring: '1' }),
      }),

    /** A token of the old kind for a pair that expires. There is no way back. */
    migrate: (given: { shop: string; accessToken: string }) =>
      ask(given.shop, 'migration', {
        grant_type: exchangeGrant,
        subject_token: given.accessToken,
        subject_token_type: offlineToken,
        requested_token_type: offlineToken,
        expiring: '1',
      }),
  };
}
