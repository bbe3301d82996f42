import { readSellerConsent } from '../../../../providers/amazon/login.ts';
import type { Tokens as SellerTokens } from '../../../../providers/oauth/tokens.ts';
import type { Door, Tokens } from '../platform.ts';
import { rejected } from '../refusal.ts';
import type { AmazonClient } from './client.ts';
import { profileOf } from './profile.ts';

/** A consent holds for a year, which no answer says. */
const consentMs = 365 * 86_400_000;

/** Login with Amazon: one seller. What may be done is fixed where the application is registered. */
export function amazonDoor(client: AmazonClient): Door {
  return {
    login: 'amazon',
    usesChallenge: false,
    authorize: ({ state, redirectUri }) =>
      client.login().consentAddress({ region: client.region, state, redirectUri }),

    async exchange({ query, redirectUri, now }, signal) {
      const consent = readSellerConsent(new URLSearchParams(query));
      if (!consent)
        throw rejected('amazon', 'authorize', 'no_code', 'the browser came back without a seller and a code');
      const tokens = await client.login(signal).exchange({ code: consent.code, redirectUri });
      const { marketplaces } = await client.seller(tokens.accessToken, signal).marketplaces();
      const refreshExpiresAt = new Date(now.getTime() + consentMs);
      return [
        {
          ...profileOf(consent.sellerId, client.region, marketplaces),
          platform: 'amazon',
          tokens: { ...tokensOf(tokens), refreshExpiresAt },
          lackingScopes: [],
        },
      ];
    },

    async refresh({ refreshToken }, signal) {
      if (refreshToken === undefined)
        throw rejected('amazon', 'refresh', 'no_refresh_token', 'there is nothing to refresh it with');
      return tokensOf(await client.login(signal).refresh(refreshToken));
    },
  };
}

const tokensOf = ({ accessToken, refreshToken, expiresAt }: SellerTokens): Tokens => ({
  access: accessToken,
  refresh: refreshToken,
  accessExpiresAt: expiresAt,
});
