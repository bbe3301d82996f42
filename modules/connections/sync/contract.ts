import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { AccountId, ofAccount } from '../accounts/contract.ts';
import { Resource } from '../platforms/contract.ts';

export const SyncRunId = z.uuid().brand<'SyncRunId'>();
export type SyncRunId = z.infer<typeof SyncRunId>;

/** How often is asked, by how much happens. */
export const everyMinutesOf = { busy: 5, normal: 15, quiet: 60, asleep: 360 } as const;
export const activities = ['busy', 'normal', 'quiet', 'asleep'] as const;
/** Reads one account may cost in an hour, so that syncing never eats what answering needs. */
export const callsPerHourMax = 60;
export const runWhys = ['schedule', 'connected', 'gap', 'asked'] as const;

export const SyncState = z.object({
  resource: Resource,
  activity: z.enum(activities),
  everyMinutes: z.number().int(),
  isRunning: z.boolean(),
  /** An unfinished run goes on where it stopped. */
  isPartWay: z.boolean(),
  itemsCount: z.number().int(),
  newestItemAt: z.coerce.date().nullable(),
  lastStartedAt: z.coerce.date().nullable(),
  lastCompletedAt: z.coerce.date().nullable(),
  nextAt: z.coerce.date(),
  callsThisHour: z.number().int(),
  failuresInARow: z.number().int(),
  lastFailureCode: z.string().nullable(),
});
export type SyncState = z.infer<typeof SyncState>;

export const SyncRun = z.object({
  id: SyncRunId,
  resource: Resource,
  why: z.enum(runWhys),
  status: z.enum(['pending', 'success', 'failed']),
  startedAt: z.coerce.date(),
  completedAt: z.coerce.date().nullable(),
  counts: z.object({
    calls: z.number().int(),
    posts: z.number().int(),
    comments: z.number().int(),
    messages: z.number().int(),
    /** Of all of them, what no webhook had told. */
    fresh: z.number().int(),
  }),
  failureCode: z.string().nullable(),
  failureDetail: z.string().nullable(),
});
export type SyncRun = z.infer<typeof SyncRun>;

export const listSyncStates = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/connections/:accountId/sync',
  audience: 'workspace',
  permission: 'connections.see',
  summary: 'How far what an account has is known, and when is asked again',
  params: ofAccount,
  reply: z.object({ items: z.array(SyncState) }),
  errors: ['connections.account_not_found'],
  etag: true,
});

export const listSyncRuns = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/connections/:accountId/sync-runs',
  audience: 'workspace',
  permission: 'connections.see',
  summary: 'When a platform was asked for what is new, newest first',
  params: ofAccount,
  query: { ...pageQuery, resource: Resource.optional() },
  reply: pageOf(SyncRun),
  errors: ['connections.account_not_found'],
  etag: true,
});

export const putSyncRun = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/connections/:accountId/sync-runs/:runId',
  audience: 'workspace',
  permission: 'connections.operate',
  summary: 'Ask a platform now for what is new',
  params: { ...ofAccount, runId: SyncRunId },
  body: { resource: Resource },
  reply: SyncRun,
  errors: [
    'connections.account_not_found',
    'connections.account_not_open',
    'connections.sync_running',
    'connections.not_to_be_asked',
  ],
  limit: { count: 20, seconds: 60 },
});

export const syncSettled = event({
  name: 'connections.sync_settled',
  payload: z.object({ accountId: AccountId, runId: SyncRunId }),
  key: ({ accountId }) => accountId,
});

export const syncEvents = [syncSettled] as const;

export const syncErrors = {
  sync_running: [409, 'This is being asked for at the moment.'],
  not_to_be_asked: [422, 'This platform cannot be asked for that.'],
} as const;
