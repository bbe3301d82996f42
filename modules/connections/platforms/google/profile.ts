import type { Location } from '../../../../providers/google-business/locations.ts';
import type { Profile } from '../platform.ts';

/** Shops of one business are often called the same: the town tells them apart. */
function nameOf({ id, title, locality }: Location): string {
  if (title === undefined) return id;
  return locality === undefined || title.includes(locality) ? title : `${title}, ${locality}`;
}

export const profileOf = (location: Location, accountId: string | undefined): Profile => ({
  platformAccountId: location.id,
  // Reviews are read by the account a place is looked after with.
  parentPlatformId: accountId,
  accountKind: 'location',
  displayName: nameOf(location),
  profileUrl: location.mapsUrl,
  biography: location.address,
  details: location.placeId === undefined ? {} : { placeId: location.placeId },
});
