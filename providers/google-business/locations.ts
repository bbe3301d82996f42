import { z } from 'zod';
import { readShape } from '../answer.ts';
import { flag, present, text } from '../fields.ts';
import { ask, type BusinessOptions, type Paging } from './ask.ts';

const accountsUrl = 'https://mybusinessaccountmanagement.googleapis.com/v1/accounts';
const informationUrl = 'https://mybusinessbusinessinformation.googleapis.com/v1';
const readMask = 'name,title,storefrontAddress,metadata';
const accountsPerPage = 20;
const locationsPerPage = 100;

/** `accounts/123`: the number, which all further addresses are made of. */
const numberIn = (kind: 'accounts' | 'locations') =>
  z
    .string()
    .regex(new RegExp(`^${kind}/[^/]+$`))
    .transform((name) => name.slice(kind.length + 1));

const nextPageToken = z.string().min(1).optional().catch(undefined);
const Accounts = z.object({
  accounts: z.array(z.object({ name: numberIn('accounts'), accountName: text })).default([]),
  nextPageToken,
});
export type Account = z.output<typeof Accounts>['accounts'][number];

/** A place of a business. */
export type Location = z.output<typeof Location>;
const Location = z
  .object({
    name: numberIn('locations'),
    title: text,
    storefrontAddress: z
      .object({ addressLines: z.array(z.string()).catch([]), postalCode: text, locality: text })
      .partial()
      .optional()
      .catch(undefined),
    metadata: z
      .object({ hasVoiceOfMerchant: flag, placeId: text, mapsUri: text })
      .partial()
      .optional()
      .catch(undefined),
  })
  .transform(({ name, title, storefrontAddress: at, metadata }) =>
    present({
      id: name,
      title,
      address:
        [...(at?.addressLines ?? []), at?.postalCode, at?.locality].filter(Boolean).join(', ') || undefined,
      locality: at?.locality,
      placeId: metadata?.placeId,
      mapsUrl: metadata?.mapsUri,
      /** Whether who looks after it may speak for it: only then it has reviews to be read. */
      isVerified: metadata?.hasVoiceOfMerchant ?? false,
    }),
  );
const Locations = z.object({ locations: z.array(Location).default([]), nextPageToken });

export const openLocations = (options: BusinessOptions) => ({
  /** Personal ones and groups: whoever looks after places does so by these. */
  accounts: async ({ pageToken }: Paging = {}) =>
    readShape(
      Accounts,
      await ask(options, {
        ...{ name: 'GET /accounts', method: 'GET', url: accountsUrl },
        query: { pageSize: String(accountsPerPage), pageToken },
      }),
    ),

  locations: async (accountId: string, { pageToken }: Paging = {}) =>
    readShape(
      Locations,
      await ask(options, {
        ...{ name: 'GET /locations', method: 'GET' },
        url: `${informationUrl}/accounts/${encodeURIComponent(accountId)}/locations`,
        query: { readMask, pageSize: String(locationsPerPage), pageToken },
      }),
    ),

  location: async (locationId: string): Promise<Location> =>
    readShape(
      Location,
      await ask(options, {
        ...{ name: 'GET /location', method: 'GET', query: { readMask } },
        url: `${informationUrl}/locations/${encodeURIComponent(locationId)}`,
      }),
    ),
});
