import type { Candidate } from '../platforms/platform.ts';

const plainId = /^[!-~]{1,255}$/;
const idLengthMax = 255;
const kindLengthMax = 40;
const nameLengthMax = 255;
const profileUrlLengthMax = 2_000;
const pictureUrlLengthMax = 4_000;
const biographyLengthMax = 4_000;
const detailsBytesMax = 16_000;
const scopesMax = 100;

/**
 * What people and platforms wrote over there, so that it can be kept here: as much of it as there is room for, and
 * nothing that a text of PostgreSQL cannot hold. What has no id that can be an id is no account.
 */
export const keepable = (found: readonly Candidate[]): Candidate[] =>
  found
    .filter(({ platformAccountId }) => plainId.test(platformAccountId))
    .map((one) => ({
      ...one,
      appScopedId: text(one.appScopedId, idLengthMax),
      parentPlatformId: text(one.parentPlatformId, idLengthMax),
      accountKind: text(one.accountKind, kindLengthMax),
      username: text(one.username, nameLengthMax),
      displayName: text(one.displayName, nameLengthMax) ?? one.platformAccountId,
      profileUrl: text(one.profileUrl, profileUrlLengthMax),
      pictureUrl: text(one.pictureUrl, pictureUrlLengthMax),
      biography: text(one.biography, biographyLengthMax),
      details: detailsOf(one.details),
      lackingScopes: one.lackingScopes.slice(0, scopesMax),
      tokens: { ...one.tokens, scopes: one.tokens.scopes?.slice(0, scopesMax) },
    }));

function text(given: string | undefined, lengthMax: number): string | undefined {
  const characters = [...plain(given ?? '').trim()].slice(0, lengthMax);
  return characters.length === 0 ? undefined : characters.join('');
}

const plain = (given: string) => given.toWellFormed().replaceAll('\0', '');

function detailsOf(details: Candidate['details']): Candidate['details'] {
  const json = JSON.stringify(details ?? {}, (_, value: unknown) =>
    typeof value === 'string' ? plain(value) : value,
  );
  return Buffer.byteLength(json) > detailsBytesMax ? {} : (JSON.parse(json) as Record<string, unknown>);
}
