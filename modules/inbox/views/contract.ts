import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { Colleague } from '../../workspaces/contract.ts';
import { conversationFilter, countsMax } from '../conversations/contract.ts';
import { searchLengthMax } from '../search/contract.ts';

export const ViewId = z.uuid().brand<'ViewId'>();
export type ViewId = z.infer<typeof ViewId>;

/** Of one's own, and of everybody's. */
export const viewsMax = 20;

const names = Object.keys(conversationFilter) as (keyof typeof conversationFilter)[];
export const readFilters = (filters: Readonly<Record<string, string>>) =>
  z.strictObject(conversationFilter).safeParse(filters);

/** As the list is asked for in an address: text by name. `me` is whoever looks. */
export const ViewFilters = z
  .partialRecord(z.enum(names), z.string().max(100))
  .refine((filters) => readFilters(filters).success, 'This is not what a list can be narrowed by.');
export type ViewFilters = z.infer<typeof ViewFilters>;

export const View = z.object({
  id: ViewId,
  name: z.string(),
  /** Everybody's, not one's own. */
  isShared: z.boolean(),
  filters: z.partialRecord(z.enum(names), z.string()),
  search: z.string().nullable(),
  place: z.number().int(),
  createdBy: Colleague.nullable(),
  createdAt: z.coerce.date(),
});
export type View = z.infer<typeof View>;

const inWorkspace = { workspaceId: WorkspaceId };
const ofView = { ...inWorkspace, viewId: ViewId };

export const listViews = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/views',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'Lists that were given a name: one’s own and everybody’s, in their order',
  params: inWorkspace,
  reply: z.object({ items: z.array(View) }),
  etag: true,
});

/** CR-80: live. What is searched for is not counted. */
export const countViews = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/views/counts',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'How many conversations are in each of one’s saved views',
  params: inWorkspace,
  reply: z.object({
    items: z.array(
      z.object({
        viewId: ViewId,
        count: z.number().int().max(countsMax).nullable().describe('No more than so many are counted.'),
      }),
    ),
  }),
  etag: true,
});

/** Who may manage the inbox may share; one’s own are for oneself. */
export const putView = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/views/:viewId',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'Save a list under a name, or change what is saved',
  params: ofView,
  body: {
    name: z.string().trim().min(1).max(60),
    filters: ViewFilters,
    search: z.string().trim().min(1).max(searchLengthMax).nullable().default(null),
    isShared: z.boolean().default(false),
    place: z.number().int().min(0).max(1_000).default(0),
  },
  reply: View,
  errors: ['inbox.view_not_found', 'inbox.too_many_views'],
});

/** What is not there, or is somebody else’s, is forgotten already. */
export const deleteView = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/inbox/views/:viewId',
  audience: 'workspace',
  permission: 'inbox.read',
  summary: 'Forget a saved view',
  params: ofView,
  status: 204,
  reply: z.void(),
});

export const viewChanged = event({
  name: 'inbox.view_changed',
  payload: z.object({ viewId: ViewId }),
  key: ({ viewId }) => viewId,
});

export const viewsEvents = [viewChanged] as const;

export const viewsErrors = {
  view_not_found: [404, 'This view does not exist, or is somebody else’s.'],
  too_many_views: [409, `Save ${viewsMax} views of your own at most, and ${viewsMax} for everybody.`],
} as const;
