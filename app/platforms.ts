import type { Log } from '../kit/log.ts';
import type { Credentials, Platforms } from '../modules/connections/index.ts';
import type { Raw, variables } from './variables.ts';

/** What this installation is known by on the real platforms. Undefined: nobody has registered it there. */
export interface PlatformsConfig {
  readonly meta?: Required<Credentials>['meta'] | undefined;
  readonly metaVerifyToken?: string | undefined;
  readonly google?: Required<Credentials>['google'] | undefined;
  readonly shopify?: Required<Credentials>['shopify'] | undefined;
  readonly amazon?: Required<Credentials>['amazon'] | undefined;
}

type Name = keyof typeof variables;

/** What is worth nothing by itself. */
const together: readonly (readonly Name[])[] = [
  ['STOA_META_APP_ID', 'STOA_META_APP_SECRET'],
  ['STOA_INSTAGRAM_APP_ID', 'STOA_INSTAGRAM_APP_SECRET'],
  ['STOA_GOOGLE_CLIENT_ID', 'STOA_GOOGLE_CLIENT_SECRET'],
  ['STOA_SHOPIFY_CLIENT_ID', 'STOA_SHOPIFY_CLIENT_SECRET'],
  ['STOA_AMAZON_CLIENT_ID', 'STOA_AMAZON_CLIENT_SECRET', 'STOA_AMAZON_APPLICATION_ID'],
  ['STOA_STRIPE_KEY', 'STOA_STRIPE_WEBHOOK_SECRET'],
  ['STOA_WHOP_KEY', 'STOA_WHOP_COMPANY', 'STOA_WHOP_WEBHOOK_SECRET'],
];

/** Each line that is missing, with one that is there. */
export const lonelyLines = (isSet: (name: Name) => boolean): (readonly [missing: Name, present: Name])[] =>
  together.flatMap((names) => {
    const present = names.find(isSet);
    return present === undefined ? [] : names.filter((one) => !isSet(one)).map((one) => [one, present]);
  });

export function platformsConfig(raw: Raw): PlatformsConfig {
  const app = pairOf(raw.STOA_META_APP_ID, raw.STOA_META_APP_SECRET);
  const instagramApp = pairOf(raw.STOA_INSTAGRAM_APP_ID, raw.STOA_INSTAGRAM_APP_SECRET);
  const amazon = pairOf(raw.STOA_AMAZON_CLIENT_ID, raw.STOA_AMAZON_CLIENT_SECRET);
  return {
    meta: app || instagramApp ? { version: raw.STOA_META_API_VERSION, app, instagramApp } : undefined,
    metaVerifyToken: raw.STOA_META_VERIFY_TOKEN,
    google: pairOf(raw.STOA_GOOGLE_CLIENT_ID, raw.STOA_GOOGLE_CLIENT_SECRET),
    shopify: pairOf(raw.STOA_SHOPIFY_CLIENT_ID, raw.STOA_SHOPIFY_CLIENT_SECRET),
    amazon: amazon && {
      ...amazon,
      applicationId: raw.STOA_AMAZON_APPLICATION_ID!,
      region: raw.STOA_AMAZON_REGION,
    },
  };
}

const pairOf = (id: string | undefined, secret: string | undefined) =>
  id !== undefined && secret !== undefined ? { id, secret } : undefined;

/**
 * Each platform by itself: the real one where this installation has credentials for it; else the sandbox's, while there
 * is one; else none.
 */
export function credentialsOf(config: PlatformsConfig, world: string | undefined): Credentials {
  const { meta, google, shopify, amazon } = config;
  const played = world === undefined ? {} : inSandbox(world);
  return {
    meta: meta ?? played.meta,
    google: google ?? played.google,
    shopify: shopify ?? played.shopify,
    amazon: amazon ?? played.amazon,
  };
}

/** As they are registered in the sandbox, and written there for everybody to read. */
const inSandbox = (world: string): Credentials => ({
  meta: {
    world,
    version: 'v25.0',
    app: { id: '1000000000000001', secret: 'sandbox-meta-secret' },
    instagramApp: { id: '1000000000000002', secret: 'sandbox-instagram-secret' },
  },
  google: { world, id: 'sandbox.apps.googleusercontent.com', secret: 'sandbox-google-secret' },
  shopify: { world, id: 'sandbox-shopify-key', secret: 'sandbox-shopify-secret' },
  amazon: {
    world,
    id: 'amzn1.application-oa2-client.sandbox',
    secret: 'sandbox-amazon-secret',
    applicationId: 'amzn1.sp.solution.sandbox',
    region: 'eu',
  },
});

const subscribeMaxMs = 20_000;

/** What goes wrong is a line in the log: people can work, and connecting an account says again that it is not heard. */
export async function subscribeApps(platforms: Platforms, callbackBase: string, log: Log): Promise<void> {
  const done = await platforms.subscribeApps(callbackBase, AbortSignal.timeout(subscribeMaxMs));
  for (const { name, failure } of done)
    if (failure !== undefined)
      log.warn({ err: failure, name }, 'a platform was not told where our hooks are');
}
