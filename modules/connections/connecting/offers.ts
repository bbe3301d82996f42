import type { Candidate } from '../platforms/platform.ts';
import type { KeptOffer } from './ways.sql.ts';

/** Of what the row takes, with room for what is added to it. */
const offersBytesMax = 100_000;

/**
 * What is shown of accounts that may be chosen. Of very many, without their pictures, whose addresses are the longest.
 */
export function keptOffers(found: readonly Candidate[]): KeptOffer[] {
  const offers = found.map(
    ({
      platform,
      platformAccountId,
      username,
      displayName,
      pictureUrl,
      lackingScopes,
      blockedBy,
    }): KeptOffer => ({
      ...{ platform, platformAccountId, displayName, lackingScopes: [...lackingScopes], connectedId: null },
      username: username ?? null,
      pictureUrl: pictureUrl ?? null,
      blockedBy: blockedBy ?? null,
    }),
  );
  const isShort = Buffer.byteLength(JSON.stringify(offers)) <= offersBytesMax;
  return isShort ? offers : offers.map((one) => ({ ...one, pictureUrl: null }));
}
