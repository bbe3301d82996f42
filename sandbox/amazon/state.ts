import type { Kept } from '../keep.ts';
import { wireFailures } from '../wire-faults.ts';

export const app = {
  clientId: 'amzn1.application-oa2-client.sandbox',
  secret: 'sandbox-amazon-secret',
  applicationId: 'amzn1.sp.solution.sandbox',
};

export interface Seller {
  readonly id: string;
  readonly name: string;
  readonly region: 'na' | 'eu' | 'fe';
  readonly marketplaces: readonly string[];
}
export const marketplaces: Readonly<
  Record<string, { country: string; name: string; currency: string; language: string; domain: string }>
> = {
  ATVPDKIKX0DER: {
    country: 'US',
    name: 'Amazon.com',
    currency: 'USD',
    language: 'en_US',
    domain: 'www.amazon.com',
  },
  APJ6JRA9NG5V4: {
    country: 'IT',
    name: 'Amazon.it',
    currency: 'EUR',
    language: 'it_IT',
    domain: 'www.amazon.it',
  },
  A1PA6795UKMFR9: {
    country: 'DE',
    name: 'Amazon.de',
    currency: 'EUR',
    language: 'de_DE',
    domain: 'www.amazon.de',
  },
  A1VC38T7YXB528: {
    country: 'JP',
    name: 'Amazon.co.jp',
    currency: 'JPY',
    language: 'ja_JP',
    domain: 'www.amazon.co.jp',
  },
};
export const sellers: readonly Seller[] = [
  {
    id: 'A1LINENANDOAK0',
    name: 'Linen & Oak',
    region: 'eu',
    marketplaces: ['APJ6JRA9NG5V4', 'A1PA6795UKMFR9'],
  },
  { id: 'A2TINYATELIER0', name: 'Tiny Atelier', region: 'na', marketplaces: ['ATVPDKIKX0DER'] },
];
const played = wireFailures.map(({ name }) => name);

/** One whose id is a failure's name is there when it is called. */
export const sellerAt = (id: string): Seller | undefined =>
  sellers.find((seller) => seller.id === id) ??
  (played.includes(id) ? { ...sellers[0]!, id, name: id } : undefined);

export interface Listing {
  readonly sku: string;
  readonly asin: string;
  readonly title: string;
  readonly brand: string;
  readonly ean: string;
  readonly productType: string;
  readonly price: number;
}
export const catalogue: readonly Listing[] = [
  listing('LIN-DRS', 'B0SANDBX01', 'Linen dress with pockets', '4006381333931', 'DRESS', 129),
  listing('LIN-SHT', 'B0SANDBX02', 'Washed linen shirt', '4006381333948', 'SHIRT', 89),
  listing('OAK-STL', 'B0SANDBX03', 'Three-legged oak stool', '4006381333955', 'STOOL_SEATING', 185),
  listing('TEA-TWL', 'B0SANDBX04', 'Half-linen tea towel', '4006381333962', 'TOWEL', 16),
  listing('CRM-BWL', 'B0SANDBX05', 'Crème brûlée bowl, warm white', '4006381333979', 'BOWL', 22),
];

function listing(
  sku: string,
  asin: string,
  title: string,
  ean: string,
  productType: string,
  price: number,
): Listing {
  return { sku, asin, title, brand: 'Linen & Oak', ean, productType, price };
}

export interface Token {
  readonly access: string;
  readonly seller: string;
  readonly expiresAt: string;
}
export interface Grant {
  readonly token: string;
  readonly seller: string;
  /** Consent is to be renewed after a year. */
  readonly expiresAt: string;
  isRevoked: boolean;
}
export interface AmazonState {
  /** Where the app signs sellers in when a request does not say. */
  redirectUri: string;
  codes: { code: string; seller: string; expiresAt: string }[];
  grants: Grant[];
  tokens: Token[];
  /** Per seller and operation: what is left of the burst, and since when. */
  buckets: Record<string, { left: number; at: string }>;
  submissions: { sku: string; seller: string; at: string; patches: unknown }[];
}
export type State = Kept<AmazonState>;
export const fresh = (): AmazonState => ({
  redirectUri: '',
  codes: [],
  grants: [],
  tokens: [],
  buckets: {},
  submissions: [],
});
