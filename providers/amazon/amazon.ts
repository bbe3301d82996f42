import { z } from 'zod';
import {
  after,
  comeAgainAt,
  type Exchange,
  exchange,
  isGood,
  type Outside,
  readShape,
  trouble,
  troubleByStatus,
} from '../answer.ts';
import { count, flag, id, moment, present, text } from '../fields.ts';
import type { Trouble } from '../trouble.ts';
import { apiHosts, type Region } from './region.ts';

export interface AmazonOptions extends Outside {
  readonly region: Region;
  readonly accessToken: string;
  /** `Stoa/1.0 (Language=TypeScript)`: asked for by the platform. */
  readonly userAgent: string;
}

/** How often this may be called, as far as the answer says; not how often it may still be. */
export interface Usage {
  readonly perSecond?: number;
}

export interface CatalogSearch {
  readonly marketplaceIds: readonly string[];
  readonly keywords?: readonly string[];
  readonly identifiers?: {
    readonly type: 'ASIN' | 'EAN' | 'GTIN' | 'ISBN' | 'SKU' | 'UPC';
    readonly values: readonly string[];
  };
  /** Asked for with `SKU`. */
  readonly sellerId?: string;
  readonly pageToken?: string | undefined;
  readonly itemsMax?: number;
}

export type Amazon = ReturnType<typeof openAmazon>;

const provider = 'amazon';
const valuesMax = 20;
const included = 'summaries,images,identifiers,productTypes';

/** What the platform's documents promise, where an answer does not say it. */
const perSecondUsual = { catalog: 2, listings: 5, sellers: 0.016 } as const;

const Image = z.object({
  variant: text,
  link: z.string(),
  width: z.number().catch(0),
  height: z.number().catch(0),
});

export type CatalogItem = z.output<typeof CatalogItem>;
const CatalogItem = z
  .object({
    asin: id,
    summaries: z
      .array(z.object({ marketplaceId: z.string(), itemName: text, brand: text, websiteDisplayGroup: text }))
      .default([]),
    images: z.array(z.object({ marketplaceId: z.string(), images: z.array(Image) })).default([]),
    productTypes: z.array(z.object({ marketplaceId: z.string(), productType: z.string() })).default([]),
  })
  .transform(({ asin, summaries, images, productTypes }) => ({
    asin,
    summaries: summaries.map(present),
    images,
    productTypes,
  }));

const Listing = z
  .object({
    sku: z.string(),
    summaries: z
      .array(
        z.object({
          marketplaceId: z.string(),
          asin: text,
          productType: text,
          status: z.array(z.string()).catch([]),
          itemName: text,
          createdDate: moment,
          lastUpdatedDate: moment,
          mainImage: z.object({ link: z.string() }).optional().catch(undefined),
        }),
      )
      .default([]),
    issues: z
      .array(z.object({ code: z.string(), message: z.string().catch(''), severity: z.string().catch('') }))
      .default([]),
  })
  .transform(({ sku, summaries, issues }) => ({ sku, summaries: summaries.map(present), issues }));

export type Listing = z.output<typeof Listing>;

const Participations = z.object({
  payload: z.array(
    z
      .object({
        marketplace: z.object({
          id,
          name: text,
          countryCode: text,
          defaultCurrencyCode: text,
          defaultLanguageCode: text,
          domainName: text,
        }),
        participation: z.object({ isParticipating: flag, hasSuspendedListings: flag }),
        storeName: text,
      })
      .transform(({ marketplace, participation, storeName }) =>
        present({ ...marketplace, ...participation, storeName }),
      ),
  ),
});

const CatalogPage = z.object({
  numberOfResults: count,
  pagination: z.object({ nextToken: text }).default({}),
  items: z.array(CatalogItem).default([]),
});

export const openAmazon = (options: AmazonOptions) => ({
  searchCatalog: async (search: CatalogSearch) => {
    const { keywords, identifiers, marketplaceIds, sellerId, pageToken, itemsMax = valuesMax } = search;
    for (const values of [keywords, identifiers?.values])
      if ((values?.length ?? 0) > valuesMax) throw new RangeError(`at most ${valuesMax} at a time`);
    const { asked, usage } = await ask(options, 'catalog', '/catalog/2022-04-01/items', 'items', {
      marketplaceIds: marketplaceIds.join(','),
      keywords: keywords?.join(','),
      identifiers: identifiers?.values.join(','),
      identifiersType: identifiers?.type,
      sellerId,
      includedData: included,
      pageSize: itemsMax,
      pageToken,
    });
    const { numberOfResults, pagination, items } = readShape(CatalogPage, asked);
    return present({ items, nextPageToken: pagination.nextToken, foundCount: numberOfResults, usage });
  },

  catalogItem: async (asin: string, marketplaceIds: readonly string[]) => {
    const path = `/catalog/2022-04-01/items/${encodeURIComponent(asin)}`;
    const query = { marketplaceIds: marketplaceIds.join(','), includedData: included };
    const { asked, usage } = await ask(options, 'catalog', path, 'items/{asin}', query);
    return { item: readShape(CatalogItem, asked), usage };
  },

  listing: async (sellerId: string, sku: string, marketplaceIds: readonly string[]) => {
    const path = `/listings/2021-08-01/items/${encodeURIComponent(sellerId)}/${encodeURIComponent(sku)}`;
    const query = { marketplaceIds: marketplaceIds.join(','), includedData: 'summaries,issues' };
    const { asked, usage } = await ask(options, 'listings', path, 'listings/{sku}', query);
    return { listing: readShape(Listing, asked), usage };
  },

  marketplaces: async () => {
    const path = '/sellers/v1/marketplaceParticipations';
    const { asked, usage } = await ask(options, 'sellers', path, 'marketplaceParticipations');
    return { marketplaces: readShape(Participations, asked).payload, usage };
  },
});

type Api = keyof typeof perSecondUsual;

async function ask(
  { region, accessToken, userAgent, ...outside }: AmazonOptions,
  api: Api,
  path: string,
  name: string,
  query: Readonly<Record<string, string | number | undefined>> = {},
): Promise<{ asked: Exchange; usage: Usage }> {
  const asked = await exchange(provider, outside, {
    method: 'GET',
    url: `https://${apiHosts[region]}${path}`,
    name: `GET /${name}`,
    query,
    headers: { 'x-amz-access-token': accessToken, 'user-agent': userAgent },
  });
  const perSecond = Number(asked.reply.headers.get('x-amzn-ratelimit-limit') ?? Number.NaN);
  const usage = perSecond > 0 ? { perSecond } : {};
  if (isGood(asked.reply)) return { asked, usage };
  throw amazonTrouble(asked, usage.perSecond ?? perSecondUsual[api]);
}

const Errors = z.object({
  errors: z.array(z.object({ code: z.string(), message: z.string().catch('') })).min(1),
});

/** A dead token is 403 here, as a missing role is: `troubleByStatus` has both as `unauthorized`. */
function amazonTrouble(asked: Exchange, perSecond: number): Trouble {
  const read = Errors.safeParse(asked.reply.json);
  const first = read.success ? read.data.errors[0] : undefined;
  const told = {
    code: first?.code,
    words: first?.message,
    trace: asked.reply.headers.get('x-amzn-requestid') ?? undefined,
  };
  if (first?.code !== 'QuotaExceeded' && asked.reply.status !== 429) return troubleByStatus(asked, told);
  // One more call runs into the bucket in this time; an answer that says another one is believed.
  const pauseMs = Math.max(1000, Math.ceil(1000 / perSecond));
  const until = asked.reply.headers.has('retry-after') ? comeAgainAt(asked) : after(asked.now, pauseMs);
  return trouble(asked, 'rate_limited', { ...told, until });
}
