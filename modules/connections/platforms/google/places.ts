import type { Business } from '../../../../providers/google-business/business.ts';
import type { Profile } from '../platform.ts';
import { profileOf } from './profile.ts';

const pagesReadMax = 20;

export interface Place {
  readonly profile: Profile;
  readonly isVerified: boolean;
}

/** All that somebody looks after. One that a person and a group of theirs both have is there once. */
export async function placesOf(business: Business): Promise<readonly Place[]> {
  const found = new Map<string, Place>();
  for (const { name: accountId } of await accountsOf(business))
    for (const location of await locationsOf(business, accountId))
      if (!found.has(location.id)) {
        const { isVerified } = location;
        found.set(location.id, { profile: profileOf(location, accountId), isVerified });
      }
  return [...found.values()];
}

const accountsOf = (business: Business) =>
  all(async (pageToken) => {
    const { accounts, nextPageToken } = await business.accounts({ pageToken });
    return { items: accounts, nextPageToken };
  });

const locationsOf = (business: Business, accountId: string) =>
  all(async (pageToken) => {
    const { locations, nextPageToken } = await business.locations(accountId, { pageToken });
    return { items: locations, nextPageToken };
  });

async function all<T>(
  read: (
    pageToken: string | undefined,
  ) => Promise<{ readonly items: readonly T[]; readonly nextPageToken?: string | undefined }>,
): Promise<readonly T[]> {
  const found: T[] = [];
  let pageToken: string | undefined;
  for (let pages = 0; pages < pagesReadMax; pages++) {
    const { items, nextPageToken } = await read(pageToken);
    found.push(...items);
    if (nextPageToken === undefined) break;
    pageToken = nextPageToken;
  }
  return found;
}
