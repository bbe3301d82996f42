import type { Clock } from '../../../kit/clock.ts';
import type { Platforms } from '../outside.ts';
import { amazon } from './amazon/amazon.ts';
import { openAmazonClient } from './amazon/client.ts';
import { amazonDoor } from './amazon/door.ts';
import type { Credentials } from './credentials.ts';
import { openGoogleClient } from './google/client.ts';
import { googleDoor } from './google/door.ts';
import { google as googlePlatform } from './google/google.ts';
import { subscribeMetaApps } from './meta/app-subscriptions.ts';
import { openMetaClient } from './meta/client.ts';
import { facebookDoor } from './meta/facebook-door.ts';
import { metaHook } from './meta/hook.ts';
import { instagram } from './meta/instagram.ts';
import { instagramDoor } from './meta/instagram-door.ts';
import { messenger } from './meta/messenger.ts';
import { whatsapp } from './meta/whatsapp.ts';
import type { Door, Hook, Platform } from './platform.ts';
import { openShopifyClient } from './shopify/client.ts';
import { shopifyDoor } from './shopify/door.ts';
import { shopifyHook } from './shopify/hook.ts';
import { shopify } from './shopify/shopify.ts';
import { youtubeHook } from './youtube/hub.ts';
import { youtube } from './youtube/youtube.ts';

export type { Credentials } from './credentials.ts';

export interface PlatformsOptions {
  readonly credentials: Credentials;
  readonly clock: Clock;
  /**
   * What we show a platform, or give it to show us, so that nobody else's word is taken for its own: by the hook's
   * name. The first is the one in use; those of older keys are taken as well.
   */
  readonly hookTokens: (name: string) => readonly [string, ...string[]];
}

/** Everything this installation has credentials for. */
export function openPlatforms(options: PlatformsOptions): Platforms {
  const parts = [metaParts, googleParts, shopifyParts, amazonParts].map((partsOf) => partsOf(options));
  const all = parts.flatMap(({ platforms }) => platforms);
  const byName = new Map(all.map((platform) => [platform.name, platform]));
  return {
    all,
    doors: new Map(parts.flatMap(({ doors }) => doors).map((door) => [door.login, door])),
    hooks: new Map(parts.flatMap(({ hooks }) => hooks).map((hook) => [hook.name, hook])),
    get: (name) => byName.get(name),
    subscribeApps: async (callbackBase, signal) => {
      const done = await Promise.all(parts.map(({ subscribe }) => subscribe?.(callbackBase, signal) ?? []));
      return done.flat();
    },
  };
}

/** What one company brings along. */
interface Part {
  readonly platforms: readonly Platform[];
  readonly doors: readonly Door[];
  readonly hooks: readonly Hook[];
  readonly subscribe?: Platforms['subscribeApps'];
}
const nothing: Part = { platforms: [], doors: [], hooks: [] };

function metaParts({ credentials: { meta }, clock, hookTokens }: PlatformsOptions): Part {
  if (!meta?.app && !meta?.instagramApp) return nothing;
  const client = openMetaClient(meta, clock);
  const tokens = hookTokens('meta');
  return {
    platforms: [instagram(client), ...(meta.app ? [messenger(client), whatsapp(client)] : [])],
    doors: [
      ...(meta.instagramApp ? [instagramDoor(client, meta.instagramApp)] : []),
      ...(meta.app ? [facebookDoor(client, meta.app)] : []),
    ],
    hooks: [metaHook(client, tokens)],
    subscribe: (callbackBase, signal) =>
      subscribeMetaApps(client, `${callbackBase}/hooks/meta`, tokens[0], signal),
  };
}

function googleParts({ credentials: { google }, clock, hookTokens }: PlatformsOptions): Part {
  if (!google) return nothing;
  const client = openGoogleClient(google, clock);
  const keys = hookTokens('youtube');
  return {
    platforms: [youtube(client, keys), googlePlatform(client)],
    doors: [googleDoor(client)],
    hooks: [youtubeHook(keys)],
  };
}

function shopifyParts({ credentials, clock }: PlatformsOptions): Part {
  if (!credentials.shopify) return nothing;
  const client = openShopifyClient(credentials.shopify, clock);
  return { platforms: [shopify(client)], doors: [shopifyDoor(client)], hooks: [shopifyHook(client)] };
}

function amazonParts({ credentials, clock }: PlatformsOptions): Part {
  if (!credentials.amazon) return nothing;
  const client = openAmazonClient(credentials.amazon, clock);
  return { platforms: [amazon(client)], doors: [amazonDoor(client)], hooks: [] };
}
