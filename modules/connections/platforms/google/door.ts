import type { Tokens as GoogleTokens } from '../../../../providers/oauth/tokens.ts';
import type { Candidate, Door, Tokens } from '../platform.ts';
import { rejected } from '../refusal.ts';
import { lackingScopes } from '../scopes.ts';
import { profileOf as channelProfileOf } from '../youtube/profile.ts';
import { readingScopes, youtubeScopes } from '../youtube/scopes.ts';
import type { GoogleClient } from './client.ts';
import { placesOf } from './places.ts';
import { businessScope } from './scopes.ts';

/** One way in for channels and for places: what was asked for says which of them are looked for. */
export function googleDoor(client: GoogleClient): Door {
  return {
    login: 'google',
    usesChallenge: true,
    authorize: ({ redirectUri, state, scopes, challenge }) =>
      client.google().authorizeAddress({ redirectUri, state, scopes, challenge: certain(challenge) }),

    async exchange({ query, redirectUri, scopes, verifier }, signal) {
      const code = new URLSearchParams(query).get('code');
      if (!code) throw rejected('google', 'authorize', 'no_code', 'the browser came back without a code');
      const given = { code, redirectUri, verifier: certain(verifier) };
      const tokens = await client.google(signal).exchange(given);
      const asksFor = (wanted: readonly string[]) => wanted.some((scope) => scopes.includes(scope));
      return [
        ...(asksFor(readingScopes) ? await channelsOf(client, tokens, scopes, signal) : []),
        ...(asksFor([businessScope]) ? await locationsOf(client, tokens, signal) : []),
      ];
    },

    async refresh({ refreshToken }, signal) {
      if (refreshToken === undefined)
        throw rejected('google', 'refresh', 'no_refresh_token', 'there is nothing to refresh it with');
      return tokensOf(await client.google(signal).refresh(refreshToken));
    },

    // One permission opens all places of somebody: with it the others would be shut as well.
    revoke: async ({ token, parentPlatformId }, signal) => {
      if (parentPlatformId === undefined) await client.google(signal).revoke(token);
    },
  };
}

/** One consent is for one channel: of a person with several, the one chosen there. */
async function channelsOf(
  client: GoogleClient,
  tokens: GoogleTokens,
  asked: readonly string[],
  signal: AbortSignal,
): Promise<Candidate[]> {
  // Whoever unticks everything has been asked and said no.
  if (!readingScopes.some((scope) => tokens.scopes.includes(scope))) return [];
  const { items } = await client.channel(tokens.accessToken, signal).ownChannels();
  return items.map((channel) => ({
    ...channelProfileOf(channel),
    platform: 'youtube' as const,
    tokens: tokensOf(tokens),
    lackingScopes: lackingScopes(youtubeScopes, asked, tokens.scopes),
  }));
}

async function locationsOf(
  client: GoogleClient,
  tokens: GoogleTokens,
  signal: AbortSignal,
): Promise<Candidate[]> {
  if (!tokens.scopes.includes(businessScope)) return [];
  const places = await placesOf(client.business(tokens.accessToken, signal));
  return places.map(({ profile, isVerified }) => ({
    ...profile,
    platform: 'google' as const,
    tokens: tokensOf(tokens),
    lackingScopes: [],
    ...(!isVerified && { blockedBy: 'not_verified' as const }),
  }));
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
