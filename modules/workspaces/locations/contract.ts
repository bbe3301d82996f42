import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import {
  asStored,
  Currency,
  changesOf,
  Locale,
  LocationId,
  line,
  MailAddress,
  nameLengthMax,
  PhoneNumber,
  paragraphs,
  small,
  Timezone,
  WebAddress,
} from '../fields/contract.ts';
import { OpeningHours } from '../opening-hours/contract.ts';

export { LocationId } from '../fields/contract.ts';

/** A location as a list shows it. */
export const Location = z.object({
  id: LocationId,
  name: z.string(),
  timezone: z.string(),
  createdAt: z.coerce.date(),
  closedAt: z.coerce.date().nullable(),
});
export type Location = z.infer<typeof Location>;

const businessFields = {
  legalName: line(200),
  category: line(120),
  description: paragraphs(2_000),
  services: z.array(line(120)).max(50),
  languages: z.array(Locale).max(20),
  priceLevel: z.int().min(1).max(4),
  paymentMethods: z.array(line(60)).max(20),
  profiles: z.array(WebAddress).max(20),
};
export const BusinessInfo = small(z.strictObject(businessFields).partial(), 10_000);

const voiceFields = {
  tone: line(200),
  audience: line(500),
  description: paragraphs(4_000),
  dos: z.array(line(300)).max(30),
  donts: z.array(line(300)).max(30),
  phrases: z.array(line(200)).max(30),
  avoidedWords: z.array(line(60)).max(100),
  sample: paragraphs(4_000),
  emoji: z.enum(['never', 'sparingly', 'freely']),
};
export const BrandVoice = small(z.strictObject(voiceFields).partial(), 20_000);

const settingsFields = { locale: Locale, currency: Currency };
const GooglePlaceId = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_-]{10,300}$/, 'This is not an id of a place at Google.');

/** All there is to know of a location. */
export const LocationDetails = Location.extend({
  address: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  website: z.string().nullable(),
  googlePlaceId: z.string().nullable(),
  businessInfo: asStored(businessFields),
  openingHours: OpeningHours.catch({}),
  brandVoice: asStored(voiceFields),
  settings: asStored(settingsFields),
});
export type LocationDetails = z.infer<typeof LocationDetails>;

const nameAndClock = { name: line(nameLengthMax), timezone: Timezone };
const more = {
  address: paragraphs(500).nullish(),
  phone: PhoneNumber.nullish(),
  email: MailAddress.nullish(),
  website: WebAddress.nullish(),
  googlePlaceId: GooglePlaceId.nullish(),
  businessInfo: BusinessInfo.optional(),
  openingHours: OpeningHours.optional(),
  brandVoice: BrandVoice.optional(),
};

const inWorkspace = { workspaceId: WorkspaceId };
const atLocation = { ...inWorkspace, locationId: LocationId };

export const listLocations = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/locations',
  audience: 'workspace',
  permission: 'workspaces.read',
  summary: 'Locations by name: open ones, or closed ones',
  params: inWorkspace,
  query: { ...pageQuery, closed: z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false) },
  reply: pageOf(Location),
  etag: true,
});

export const getLocation = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/locations/:locationId',
  audience: 'workspace',
  permission: 'workspaces.read',
  summary: 'One location, open or closed',
  params: atLocation,
  reply: LocationDetails,
  errors: ['workspaces.location_not_found'],
});

/** PUT with an id the caller made: a retry after a lost answer is the same location, not a second one. */
export const putLocation = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/locations/:locationId',
  audience: 'workspace',
  permission: 'workspaces.manage_locations',
  summary: 'Add a location, or change it; what is left out stays as it is',
  params: atLocation,
  body: { ...nameAndClock, ...more, settings: z.strictObject(settingsFields).partial().optional() },
  reply: LocationDetails,
  errors: ['workspaces.location_is_closed'],
});

export const patchLocation = endpoint({
  method: 'PATCH',
  path: '/w/:workspaceId/locations/:locationId',
  audience: 'workspace',
  permission: 'workspaces.manage_locations',
  summary: 'Change what is given of a location',
  params: atLocation,
  body: {
    ...z.object(nameAndClock).partial().shape,
    ...more,
    settings: changesOf(settingsFields).optional(),
  },
  reply: LocationDetails,
  errors: ['workspaces.location_not_found', 'workspaces.location_is_closed'],
});
export type LocationChanges = z.infer<typeof patchLocation.body>;

export const putLocationClosure = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/locations/:locationId/closure',
  audience: 'workspace',
  permission: 'workspaces.manage_locations',
  summary: 'Close a location; it leaves the lists and can be reopened',
  params: atLocation,
  reply: Location,
  errors: ['workspaces.location_not_found'],
});

export const deleteLocationClosure = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/locations/:locationId/closure',
  audience: 'workspace',
  permission: 'workspaces.manage_locations',
  summary: 'Reopen a closed location',
  params: atLocation,
  reply: Location,
  errors: ['workspaces.location_not_found'],
});

/** Something about a location changed: added, changed, closed, reopened. */
export const locationChanged = event({
  name: 'workspaces.location_changed',
  payload: z.object({ locationId: LocationId }),
  key: ({ locationId }) => locationId,
  forCustomers: true,
});

/** What may be refused here. */
export const locationsErrors = {
  location_not_found: [404, 'This location does not exist, or you cannot see it.'],
  location_is_closed: [409, 'This location is closed. Reopen it to change it.'],
} as const;
