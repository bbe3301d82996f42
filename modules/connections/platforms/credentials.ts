/** What an installation is known by on each platform. One it has no credentials for is not offered. */
export interface Credentials {
  readonly meta?: MetaCredentials | undefined;
  readonly google?: (Reached & App) | undefined;
  readonly shopify?: (Reached & App) | undefined;
  readonly amazon?: (Reached & App & AmazonFacts) | undefined;
}

export interface Reached {
  /** A world to speak with instead of the platform itself: `https://HOST/PATH` is then at `<world>/HOST/PATH`. */
  readonly world?: string | undefined;
  /** Sent along with everything: how a test has a world fail. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface App {
  readonly id: string;
  readonly secret: string;
}

export interface MetaCredentials extends Reached {
  /** `v25.0`, of all its hosts. */
  readonly version: string;
  /** For Facebook Login: Pages, the Instagram accounts linked to them, WhatsApp. */
  readonly app?: App | undefined;
  /** For Instagram Login. It has an id and a secret of its own. */
  readonly instagramApp?: App | undefined;
}

export interface AmazonFacts {
  readonly applicationId: string;
  /** Where its sellers are. */
  readonly region: 'na' | 'eu' | 'fe';
}
