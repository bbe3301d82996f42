import { z } from 'zod';
import { roles } from '../../../kit/ctx.ts';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';

export const LocationId = z.uuid().brand<'LocationId'>();
export type LocationId = z.infer<typeof LocationId>;

export const nameLengthMax = 120;

/** A workspace as its member sees it. */
export const Workspace = z.object({ id: WorkspaceId, name: z.string(), role: z.enum(roles).nullable() });
export type Workspace = z.infer<typeof Workspace>;

export const Location = z.object({
  id: LocationId,
  name: z.string(),
  timezone: z.string(),
  createdAt: z.coerce.date(),
  closedAt: z.coerce.date().nullable(),
});
export type Location = z.infer<typeof Location>;

/** Any name the machine's time zone database knows: `Europe/Zurich`. */
export const Timezone = z
  .string()
  .max(64)
  .refine(isTimezone, 'This is not a time zone. Write it like Europe/Zurich.');

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const locationFields = { name: z.string().trim().min(1).max(nameLengthMax), timezone: Timezone };
const inWorkspace = { workspaceId: WorkspaceId };
const atLocation = { ...inWorkspace, locationId: LocationId };

export const listWorkspaces = endpoint({
  method: 'GET',
  path: '/workspaces',
  audience: 'person',
  summary: 'The workspaces you have a place in',
  query: pageQuery,
  reply: pageOf(Workspace),
  etag: true,
});

export const listLocations = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/locations',
  audience: 'workspace',
  permission: 'workspaces.read',
  summary: 'Open locations, by name',
  params: inWorkspace,
  query: pageQuery,
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
  reply: Location,
  errors: ['workspaces.location_not_found'],
});

/** PUT with an id the caller made: a retry after a lost answer is the same location, not a second one. */
export const putLocation = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/locations/:locationId',
  audience: 'workspace',
  permission: 'workspaces.manage_locations',
  summary: 'Add a location, or change its name and time zone',
  params: atLocation,
  body: locationFields,
  reply: Location,
  errors: ['workspaces.location_is_closed'],
});

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

/** Something about a location changed: added, renamed, closed, reopened. */
export const locationChanged = event({
  name: 'workspaces.location_changed',
  payload: z.object({ locationId: LocationId }),
  key: ({ locationId }) => locationId,
  forCustomers: true,
});

/** What may be refused here. */
export const placesErrors = {
  location_not_found: [404, 'This location does not exist, or you cannot see it.'],
  location_is_closed: [409, 'This location is closed. Reopen it to change it.'],
} as const;
