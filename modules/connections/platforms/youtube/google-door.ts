import type { Tokens as GoogleTokens } from '../../../../providers/oauth/tokens.ts';
import type { Door, Tokens } from '../platform.ts';
import { rejected } from '../refusal.ts';
import { lackingScopes } from '../scopes.ts';
import type { GoogleClient } from './client.ts';
import { profileOf } from './profile.ts';
import { readingScopes, youtubeScopes } from './scopes.ts';

/** One consent is for one channel: of a person with several, the one chosen there. */
export function googleDoor(client: GoogleClient): Door {
  return {
    login: 'google',
    usesChallenge: true,
    authorize: ({ redirectUri, state, scopes, challenge }) =>
      client.google().authorizeAddress({ redirectUri, state, scopes, challenge: certain(challenge) }),

    async exchange({ query, redirectUri, scopes, verifier }, signal) {
      const code = new URLSearchParams(query).get('code');
      if (!code) throw rejected('youtube', 'authorize', 'no_code', 'the browser came back without a code');
      const given = { code, redirectUri, verifier: certain(verifier) };
      const tokens = await client.google(signal).exchange(given);
      // Whoever unticks everything has been asked and said no.
      if (!readingScopes.some((scope) => tokens.scopes.includes(scope))) return [];
      const { items } = await client.channel(tokens.accessToken, signal).ownChannels();
      return items.map((channel) => ({
        ...profileOf(channel),
        platform: 'youtube' as const,
        tokens: tokensOf(tokens),
        lackingScopes: lackingScopes(youtubeScopes, scopes, tokens.scopes),
      }));
    },

    async refresh({ refreshToken }, signal) {
      if (refreshToken === undefined)
        throw rejected('youtube', 'refresh', 'no_refresh_token', 'there is nothing to refresh it with');
      return tokensOf(await client.google(signal).refresh(refreshToken));
    },

    revoke: ({ token }, signal) => client.google(signal).revoke(token),
  };
}

const tokensOf = ({ accessToken, refreshToken, expiresAt, scopes }: GoogleTokens): Tokens => ({
  access: accessToken,
  refresh: refreshToken,
  accessExpiresAt: expiresAt,
  // A refresh that says nothing of scopes changes none.
  scopes: scopes.length > 0 ? scopes : undefined,
});

function certain(proof: string | undefined): string {
  if (proof === undefined) throw new TypeError('This door is not gone through without a challenge.');
  return proof;
}
