import type { Outside } from '../answer.ts';
import { addressWith } from '../oauth/address.ts';
import { askForTokens, type Tokens } from '../oauth/tokens.ts';
import type { Region } from './region.ts';
import { sellerHosts } from './region.ts';

export interface AmazonLoginOptions extends Outside {
  readonly client: { readonly id: string; readonly secret: string };
  /** `amzn1.sp.solution.…` */
  readonly applicationId: string;
}

export interface AmazonConsent {
  readonly region: Region;
  readonly state: string;
  readonly redirectUri?: string;
  /** While the application is not published. */
  readonly isDraft?: boolean;
}

/** What comes back with the browser. */
export interface SellerConsent {
  readonly code: string;
  readonly sellerId: string;
  readonly state: string;
}

export type AmazonLogin = ReturnType<typeof openAmazonLogin>;

export function openAmazonLogin({ client, applicationId, ...outside }: AmazonLoginOptions) {
  const ask = (grant: string, fields: Readonly<Record<string, string | undefined>>): Promise<Tokens> =>
    askForTokens('amazon', outside, {
      url: 'https://api.amazon.com/auth/o2/token',
      name: `POST /token (${grant})`,
      form: { grant_type: grant, client_id: client.id, client_secret: client.secret, ...fields },
    });

  return {
    /** Sellers give consent where they sell; what may be done is fixed in the registered application. */
    consentAddress: ({ region, state, redirectUri, isDraft }: AmazonConsent): string =>
      outside.wire.address(
        addressWith(`https://${sellerHosts[region]}/apps/authorize/consent`, {
          application_id: applicationId,
          state,
          redirect_uri: redirectUri,
          version: isDraft ? 'beta' : undefined,
        }),
      ),

    /** Within five minutes. */
    exchange: (given: { code: string; redirectUri?: string }) =>
      ask('authorization_code', { code: given.code, redirect_uri: given.redirectUri }),

    refresh: (refreshToken: string) => ask('refresh_token', { refresh_token: refreshToken }),

    /** For calls of the application itself: `sellingpartnerapi::notifications`. */
    grantless: (scope: string) => ask('client_credentials', { scope }),
  };
}

/** The browser's query after consent; undefined when it is none. */
export function readSellerConsent(query: URLSearchParams): SellerConsent | undefined {
  const code = query.get('spapi_oauth_code');
  const sellerId = query.get('selling_partner_id');
  const state = query.get('state');
  return code && sellerId && state ? { code, sellerId, state } : undefined;
}
