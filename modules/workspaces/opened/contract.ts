import { z } from 'zod';
import { roles } from '../../../kit/ctx.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { asStored, Currency, Locale, LocationId, line, WebAddress } from '../fields/contract.ts';

/* What every screen begins with, apart from all else that can be done with a workspace. */

export const workspaceKinds = ['personal', 'brand', 'agency', 'holding'] as const;
export type WorkspaceKind = (typeof workspaceKinds)[number];

/** A workspace as its member sees it in a list. */
export const Workspace = z.object({
  id: WorkspaceId,
  name: z.string(),
  kind: z.enum(workspaceKinds),
  slug: z.string(),
  /** Null for a guest. */
  role: z.enum(roles).nullable(),
  avatarUrl: z.string().nullable(),
  timezone: z.string(),
  isDemo: z.boolean(),
  deletedAt: z.coerce.date().nullable(),
});
export type Workspace = z.infer<typeof Workspace>;

export const settingsFields = {
  locale: Locale,
  currency: Currency,
  weekStartsOn: z.enum(['monday', 'saturday', 'sunday']),
  website: WebAddress,
  industry: line(120),
  tagline: line(200),
  brandColor: z.string().regex(/^#[0-9a-f]{6}$/, 'Write the colour like #22aa77.'),
};
/** How a workspace likes it. What is not there is as the installation has it. */
export const WorkspaceSettings = asStored(settingsFields);
export type WorkspaceSettings = z.infer<typeof WorkspaceSettings>;

/** All that its members may know of a workspace, and what they may do there: screens grey out by it. */
export const WorkspaceDetails = Workspace.extend({
  description: z.string().nullable(),
  /** For those who manage the settings. */
  billingEmail: z.string().nullable().optional(),
  settings: WorkspaceSettings,
  parent: z.object({ id: WorkspaceId, name: z.string() }).nullable(),
  trialStartedAt: z.coerce.date().nullable(),
  trialEndsAt: z.coerce.date().nullable(),
  membersCount: z.number().int(),
  locationsCount: z.number().int(),
  createdAt: z.coerce.date(),
  /** In the whole workspace. */
  permissions: z.array(z.string()),
  /** Where one has a role of one's own, and what one may do there. */
  locations: z.array(
    z.object({ locationId: LocationId, role: z.enum(roles).nullable(), permissions: z.array(z.string()) }),
  ),
});
export type WorkspaceDetails = z.infer<typeof WorkspaceDetails>;

export const listWorkspaces = endpoint({
  method: 'GET',
  path: '/workspaces',
  audience: 'person',
  summary: 'The workspaces you have a place in',
  query: { ...pageQuery, q: line(100).optional().describe('Part of a name or an address.') },
  reply: pageOf(Workspace),
  etag: true,
});

export const getWorkspace = endpoint({
  method: 'GET',
  path: '/w/:workspaceId',
  audience: 'workspace',
  permission: 'workspaces.read',
  summary: 'A workspace, what you are in it, and what you may do there',
  params: { workspaceId: WorkspaceId },
  reply: WorkspaceDetails,
  etag: true,
});
