import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { LocationId } from '../../workspaces/contract.ts';
import { keptDeletedDays, SiteId } from '../documents/contract.ts';
import { Language } from '../fields/contract.ts';
import { IngestionJob } from '../ingesting/contract.ts';
import { addressLengthMax, crawlLimits, scopes } from '../reading/contract.ts';

export const sitesMax = 200;
export const pagesOfSiteMax = 5_000;
export const depthOfSiteMax = 20;
export const resyncHoursMax = 8_760;
/** How long what nothing leads to any more may stay: until then pages that did not change are not sent again. */
export const fullReadDays = 7;

export const Site = z.object({
  id: SiteId,
  /** Where reading begins. */
  address: z.string(),
  scope: z.enum(scopes),
  pagesMax: z.number().int(),
  depthMax: z.number().int(),
  /** Null: when somebody asks. */
  resyncHours: z.number().int().nullable(),
  language: z.string().nullable(),
  /** Whose it is; null: everybody's. */
  locationId: LocationId.nullable(),
  /** When all of it was last read. */
  readAt: z.coerce.date().nullable(),
  readDueAt: z.coerce.date().nullable(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
  mayManage: z.boolean(),
});
export type Site = z.infer<typeof Site>;

const inWorkspace = { workspaceId: WorkspaceId };
const ofSite = { ...inWorkspace, siteId: SiteId };

export const listSites = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/knowledge/sites',
  audience: 'workspace',
  permission: 'knowledge.read',
  summary: 'Sites whose pages are read, the newest first',
  params: inWorkspace,
  query: pageQuery,
  reply: pageOf(Site),
  etag: true,
});

export const getSite = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/knowledge/sites/:siteId',
  audience: 'workspace',
  permission: 'knowledge.read',
  summary: 'One site',
  params: ofSite,
  reply: Site,
  errors: ['knowledge.site_not_found'],
});

export const putSite = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/knowledge/sites/:siteId',
  audience: 'workspace',
  permission: 'knowledge.manage',
  summary: 'Name a site, or a part of one, to be read',
  params: ofSite,
  body: {
    address: z.string().trim().min(1).max(addressLengthMax),
    scope: z.enum(scopes).default('below'),
    pagesMax: z.int().min(1).max(pagesOfSiteMax).default(crawlLimits.pagesMax),
    depthMax: z.int().min(0).max(depthOfSiteMax).default(crawlLimits.depthMax),
    resyncHours: z.int().min(1).max(resyncHoursMax).nullable().default(null),
    language: Language.nullable().default(null),
    locationId: LocationId.nullable().default(null),
  },
  reply: Site,
  errors: [
    'knowledge.site_not_found',
    'knowledge.site_is_elsewhere',
    'knowledge.address_not_allowed',
    'knowledge.too_many_sites',
    'workspaces.location_not_found',
  ],
});

export const deleteSite = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/knowledge/sites/:siteId',
  audience: 'workspace',
  permission: 'knowledge.manage',
  summary: 'Delete a site with all its pages',
  description: `Reading it ends. From then on none of it is found; all of it is gone after ${keptDeletedDays} days, or soon when asked.`,
  params: ofSite,
  query: { forever: z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false) },
  status: 204,
  reply: z.void(),
  errors: ['knowledge.site_not_found'],
});

export const readSite = endpoint({
  method: 'POST',
  path: '/w/:workspaceId/knowledge/sites/:siteId/read',
  audience: 'workspace',
  permission: 'knowledge.manage',
  summary: 'Read a site now',
  description:
    'Answers the reading that is under way where there is one. A full one also finds what nothing leads to any more; ' +
    `one is made every ${fullReadDays} days in any case.`,
  params: ofSite,
  body: { isFull: z.boolean().default(false) },
  reply: IngestionJob,
  errors: ['knowledge.site_not_found'],
});

export const siteChanged = event({
  name: 'knowledge.site_changed',
  payload: z.object({ siteId: SiteId }),
  key: ({ siteId }) => siteId,
});

export const siteEvents = [siteChanged] as const;

export const siteErrors = {
  site_not_found: [404, 'This site does not exist, or you cannot see it.'],
  site_is_elsewhere: [409, 'A site stays at its address. Add the other address as another site.'],
  too_many_sites: [409, `A workspace has ${sitesMax} sites at most.`],
} as const;
