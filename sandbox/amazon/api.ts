import { randomUUID } from 'node:crypto';
import { jsonOf } from '../common/reading.ts';
import { type Answer, json, Refusal, type Request } from '../http.ts';
import type { World } from '../world.ts';
import { catalogue, type Listing, marketplaces, type Seller, type State, sellerAt } from './state.ts';

/** Requests a second, and how many may come at once. */
const rates = {
  catalog: { rate: 2, burst: 2 },
  listings: { rate: 5, burst: 5 },
  sellers: { rate: 0.016, burst: 15 },
};
type Operation = keyof typeof rates;
const pageUsual = 10;
const pageMax = 20;
const listMax = 20;

export function refused(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  const made = json({ errors: [{ code, message, details: '' }] }, status);
  return { ...made, headers: { ...made.headers, 'x-amzn-requestid': randomUUID(), ...headers } };
}

const invalid = (message: string) => refused(400, 'InvalidInput', message);

export type Handle = (seller: Seller, request: Request) => Answer | Promise<Answer>;

/** Whoever calls is a seller, in their own region, who does not ask too often. */
export function called(world: World, state: State, operation: Operation, handle: Handle) {
  return async (request: Request): Promise<Answer> => {
    const region = /^(?:sandbox\.)?sellingpartnerapi-(na|eu|fe)\.amazon\.com$/.exec(
      request.params.host!,
    )?.[1];
    if (region === undefined) throw new Refusal(404, 'There is nothing at this address.');
    if (request.headers['user-agent'] === undefined)
      return refused(400, 'MissingParameter', 'The user-agent header is missing.');
    const given = request.headers['x-amz-access-token'];
    const token = state.value.tokens.find(({ access }) => access === given);
    if (!token || token.expiresAt <= world.now().toISOString())
      return refused(403, 'Unauthorized', 'Access to requested resource is denied.');
    const seller = sellerAt(token.seller);
    if (!seller || isRevoked(state, token.seller) || seller.region !== region)
      return refused(403, 'Unauthorized', 'Access to requested resource is denied.');
    const limit = { 'x-amzn-ratelimit-limit': rates[operation].rate.toFixed(1) };
    if (!isWithinRate(world, state, `${seller.id}:${operation}`, rates[operation]))
      return refused(429, 'QuotaExceeded', 'You exceeded your quota for the requested resource.', limit);
    const answered = await handle(seller, request);
    return {
      ...answered,
      headers: { 'x-amzn-requestid': randomUUID(), ...answered.headers, ...limit },
    };
  };
}

const isRevoked = ({ value }: State, seller: string) =>
  value.grants.some((grant) => grant.seller === seller) &&
  value.grants.every((grant) => grant.seller !== seller || grant.isRevoked);

function isWithinRate(
  world: World,
  state: State,
  key: string,
  { rate, burst }: { rate: number; burst: number },
) {
  const now = world.now();
  const bucket = state.value.buckets[key] ?? { left: burst, at: now.toISOString() };
  const seconds = Math.max(0, (now.getTime() - Date.parse(bucket.at)) / 1000);
  const left = Math.min(burst, bucket.left + seconds * rate);
  state.value.buckets[key] = { left: left < 1 ? left : left - 1, at: now.toISOString() };
  state.changed();
  return left >= 1;
}

const searchTakes = new Set(
  'marketplaceIds identifiers identifiersType keywords includedData locale sellerId pageSize pageToken brandNames'.split(
    ' ',
  ),
);

export const search: Handle = (_, { url }) => {
  const asked = url.searchParams;
  const strange = [...asked.keys()].find((name) => !searchTakes.has(name));
  if (strange !== undefined) return invalid(`Unknown parameter: ${strange}`);
  const marketplace = asked.get('marketplaceIds') ?? '';
  if (!marketplaces[marketplace]) return invalid('Invalid value for marketplaceIds.');
  const identifiers = listIn(asked, 'identifiers');
  const keywords = listIn(asked, 'keywords');
  if ((identifiers.length === 0) === (keywords.length === 0))
    return invalid('Exactly one of identifiers and keywords is required.');
  if (identifiers.length > listMax || keywords.length > listMax)
    return invalid(`At most ${listMax} at once.`);
  const type = asked.get('identifiersType') ?? '';
  if (identifiers.length > 0 && !['ASIN', 'EAN', 'SKU'].includes(type))
    return invalid('Invalid value for identifiersType.');
  if (type === 'SKU' && !asked.has('sellerId')) return invalid('sellerId is required with SKU.');
  const size = Number(asked.get('pageSize') ?? pageUsual);
  if (!Number.isInteger(size) || size < 1 || size > pageMax) return invalid('Invalid value for pageSize.');
  const start = Number(Buffer.from(asked.get('pageToken') ?? '', 'base64url').toString() || 0);
  if (!Number.isInteger(start) || start < 0) return invalid('Invalid value for pageToken.');
  const found = catalogue.filter((item) =>
    keywords.length > 0
      ? keywords.some((word) => item.title.toLowerCase().includes(word.toLowerCase()))
      : identifiers.includes({ ASIN: item.asin, EAN: item.ean, SKU: item.sku }[type]!),
  );
  const items = found
    .slice(start, start + size)
    .map((item) => itemFacts(item, marketplace, listIn(asked, 'includedData')));
  const tokenAt = (place: number) => Buffer.from(String(place)).toString('base64url');
  return json({
    numberOfResults: found.length,
    pagination: {
      ...(start + size < found.length && { nextToken: tokenAt(start + size) }),
      ...(start > 0 && { previousToken: tokenAt(Math.max(0, start - size)) }),
    },
    refinements: { brands: [], classifications: [] },
    items,
  });
};

const listIn = (asked: URLSearchParams, name: string) =>
  (asked.get(name) ?? '').split(',').filter((one) => one !== '');

export const item: Handle = (_, { url, params }) => {
  const marketplace = url.searchParams.get('marketplaceIds') ?? '';
  if (!marketplaces[marketplace]) return invalid('Invalid value for marketplaceIds.');
  const found = catalogue.find(({ asin }) => asin === params.asin);
  return found
    ? json(itemFacts(found, marketplace, listIn(url.searchParams, 'includedData')))
    : refused(404, 'NotFound', `Requested item '${params.asin}' not found in marketplace ${marketplace}.`);
};

function itemFacts(
  { asin, title, brand, ean, productType }: Listing,
  marketplaceId: string,
  included: string[],
) {
  const parts = included.length === 0 ? ['summaries'] : included;
  const image = {
    variant: 'MAIN',
    link: `https://m.media-amazon.com/images/I/${asin}.jpg`,
    height: 800,
    width: 800,
  };
  const all: Record<string, unknown> = {
    summaries: [
      { marketplaceId, itemName: title, brand, itemClassification: 'BASE_PRODUCT', adultProduct: false },
    ],
    images: [{ marketplaceId, images: [image] }],
    identifiers: [{ marketplaceId, identifiers: [{ identifierType: 'EAN', identifier: ean }] }],
    productTypes: [{ marketplaceId, productType }],
    salesRanks: [{ marketplaceId, classificationRanks: [], displayGroupRanks: [] }],
    attributes: { item_name: [{ value: title, marketplace_id: marketplaceId }] },
  };
  return {
    asin,
    ...Object.fromEntries(parts.filter((name) => name in all).map((name) => [name, all[name]])),
  };
}

function ownListing(seller: Seller, { params }: Request): Listing | Answer {
  if (params.seller !== seller.id)
    return refused(403, 'Unauthorized', 'Access to requested resource is denied.');
  const found = catalogue.find(({ sku }) => sku === params.sku);
  return found ?? refused(404, 'NOT_FOUND', `SKU '${params.sku}' not found in marketplace.`);
}

const isListing = (found: Listing | Answer): found is Listing => 'sku' in found;

export const listing: Handle = (seller, request) => {
  const found = ownListing(seller, request);
  if (!isListing(found)) return found;
  const marketplaceId = request.url.searchParams.get('marketplaceIds') ?? '';
  if (!seller.marketplaces.includes(marketplaceId)) return invalid('Invalid value for marketplaceIds.');
  const { currency } = marketplaces[marketplaceId]!;
  return json({
    sku: found.sku,
    summaries: [
      {
        marketplaceId,
        asin: found.asin,
        productType: found.productType,
        conditionType: 'new_new',
        status: ['BUYABLE', 'DISCOVERABLE'],
        itemName: found.title,
        createdDate: '2026-01-01T00:00:00Z',
        lastUpdatedDate: '2026-01-01T00:00:00Z',
      },
    ],
    offers: [
      { marketplaceId, offerType: 'B2C', price: { currencyCode: currency, amount: found.price.toFixed(2) } },
    ],
    fulfillmentAvailability: [{ fulfillmentChannelCode: 'DEFAULT', quantity: 12 }],
    issues: [],
  });
};

const ops = ['add', 'replace', 'merge', 'delete'];

/** Accepted is not done: whoever wants to know looks again. */
export const patch =
  (world: World, state: State): Handle =>
  async (seller, request) => {
    const found = ownListing(seller, request);
    if (!isListing(found)) return found;
    const body = await jsonOf(request);
    if (
      !body ||
      typeof body.productType !== 'string' ||
      !Array.isArray(body.patches) ||
      body.patches.length === 0
    )
      return invalid('productType and patches are required.');
    const wrong = body.patches.find(
      (one) => !ops.includes(one?.op) || !/^\/attributes\//.test(one?.path ?? ''),
    );
    const submissionId = randomUUID().replaceAll('-', '');
    if (wrong !== undefined)
      return json({
        sku: found.sku,
        status: 'INVALID',
        submissionId,
        issues: [
          { code: '4000001', message: 'The patch is invalid.', severity: 'ERROR', attributeNames: [] },
        ],
      });
    const isPreview = request.url.searchParams.get('mode') === 'VALIDATION_PREVIEW';
    if (!isPreview) {
      const at = world.now().toISOString();
      state.value.submissions.unshift({ sku: found.sku, seller: seller.id, at, patches: body.patches });
      state.value.submissions.length = Math.min(state.value.submissions.length, pageMax);
      state.changed();
      world.journal.stirred('amazon');
    }
    return json({ sku: found.sku, status: isPreview ? 'VALID' : 'ACCEPTED', submissionId, issues: [] });
  };

export const participations: Handle = (seller) =>
  json({
    payload: seller.marketplaces.map((id) => {
      const { country, name, currency, language, domain } = marketplaces[id]!;
      return {
        marketplace: {
          id,
          countryCode: country,
          name,
          defaultCurrencyCode: currency,
          defaultLanguageCode: language,
          domainName: domain,
        },
        storeName: seller.name,
        participation: { isParticipating: true, hasSuspendedListings: false },
      };
    }),
  });
