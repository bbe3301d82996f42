import { deedsOf } from '../deeds.ts';
import type { Access, Platform } from '../platform.ts';
import { pullProfile } from '../pulls.ts';
import type { AmazonClient } from './client.ts';
import { profileOf } from './profile.ts';

const name = 'amazon';

/** A seller is asked, never heard: news come through a queue of the platform's own cloud, which nobody need have. */
export function amazon(client: AmazonClient): Platform {
  const profile = async ({ platformAccountId, token }: Access, signal: AbortSignal) => {
    const { marketplaces } = await client.seller(token, signal).marketplaces();
    return profileOf(platformAccountId, client.region, marketplaces);
  };
  const silent = async () => ({ fields: [] });
  return {
    name,
    login: 'amazon',
    scopes: [],
    profile,
    hooks: { fields: [], subscribe: silent, subscribed: silent, async unsubscribe() {} },
    pull: { profile: pullProfile(name, profile) },
    ...deedsOf(name, {}),
    // Who a seller is may be asked once a minute; catalogue and listings, twice a second, are commerce's.
    limits: { reads: { hourly: 50, daily: 1_000 } },
  };
}
