import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { AccountId } from '../accounts/contract.ts';
import { eventKinds, PlatformName } from '../platforms/contract.ts';

export const WebhookEventId = z.uuid().brand<'WebhookEventId'>();
export type WebhookEventId = z.infer<typeof WebhookEventId>;

export const eventStatuses = ['pending', 'processing', 'completed', 'failed', 'skipped'] as const;
export const eventAttemptsMax = 8;
export const eventMonthsKept = 6;
/** How long the same event told again is known for the same. */
export const receiptDaysKept = 60;
export const hookBytesMax = 1_048_576;

export const WebhookEventSummary = z.object({
  id: WebhookEventId,
  accountId: AccountId,
  platform: PlatformName,
  source: z.enum(['webhook', 'sync']),
  kind: z.string(),
  status: z.enum(eventStatuses),
  attempts: z.number().int(),
  receivedAt: z.coerce.date(),
  happenedAt: z.coerce.date().nullable(),
  settledAt: z.coerce.date().nullable(),
  nextAttemptAt: z.coerce.date().nullable(),
  failureCode: z.string().nullable(),
  skippedReason: z.string().nullable(),
});
export type WebhookEventSummary = z.infer<typeof WebhookEventSummary>;

export const WebhookEvent = WebhookEventSummary.extend({
  platformEventId: z.string().nullable(),
  conversationKey: z.string(),
  durationMs: z.number().int().nullable(),
  failureDetail: z.string().nullable(),
  payload: z.unknown(),
  result: z.unknown(),
});
export type WebhookEvent = z.infer<typeof WebhookEvent>;

const inWorkspace = { workspaceId: WorkspaceId };
const ofEvent = { ...inWorkspace, eventId: WebhookEventId };

export const listWebhookEvents = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/connection-events',
  audience: 'workspace',
  permission: 'connections.read_events',
  summary: 'What platforms told of this workspace, newest first',
  params: inWorkspace,
  query: {
    ...pageQuery,
    accountId: AccountId.optional(),
    kind: z.enum(eventKinds).optional(),
    status: z.enum(eventStatuses).optional(),
  },
  reply: pageOf(WebhookEventSummary),
  etag: true,
});

export const getWebhookEvent = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/connection-events/:eventId',
  audience: 'workspace',
  permission: 'connections.read_events',
  summary: 'One event as it came, and what became of it',
  params: ofEvent,
  reply: WebhookEvent,
  errors: ['connections.event_not_found'],
});

export const postEventReplay = endpoint({
  method: 'POST',
  path: '/w/:workspaceId/connection-events/:eventId/replay',
  audience: 'workspace',
  permission: 'connections.operate',
  summary: 'Work an event off once more',
  params: ofEvent,
  reply: WebhookEventSummary,
  errors: ['connections.event_not_found', 'connections.event_not_over'],
});

/** In the background and in order; up to 1,000 at a time, oldest first. */
export const postFailedReplays = endpoint({
  method: 'POST',
  path: '/w/:workspaceId/connection-event-replays',
  audience: 'workspace',
  permission: 'connections.operate',
  summary: 'Work off once more what failed',
  params: inWorkspace,
  body: { accountId: AccountId.optional(), kind: z.enum(eventKinds).optional() },
  reply: z.object({ replayed: z.number().int() }),
});

/** For modules above: an event of an account, taken in for the first time. Told in order per conversation. */
export const eventReceived = event({
  name: 'connections.event_received',
  payload: z.object({
    eventId: WebhookEventId,
    accountId: AccountId,
    platform: PlatformName,
    kind: z.string(),
    conversationKey: z.string(),
  }),
  key: ({ accountId, conversationKey }) => `${accountId} ${conversationKey}`,
});

/** For screens: the log of events has news. */
export const eventSettled = event({
  name: 'connections.event_settled',
  payload: z.object({ eventId: WebhookEventId, accountId: AccountId }),
  key: ({ eventId }) => eventId,
});

export const intakeEvents = [eventReceived, eventSettled] as const;

export const intakeErrors = {
  event_not_found: [404, 'This event does not exist, or you cannot see it.'],
  event_not_over: [409, 'This event is being worked off at the moment.'],
} as const;
