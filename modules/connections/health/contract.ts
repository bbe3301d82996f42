import { z } from 'zod';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { healthStatuses, ofAccount } from '../accounts/contract.ts';

/** What somebody can do about it, in the order it should be done. */
export const remedies = [
  'connect_again',
  'grant_scopes',
  'wait_for_limit',
  'subscribe_again',
  'look_at_failed_events',
  'platform_is_down',
] as const;
export type Remedy = (typeof remedies)[number];

/** So many calls that failed one after another are more than a bad moment. */
export const failuresInARowMax = 5;

export const Health = z.object({
  status: z.enum(healthStatuses),
  remedies: z.array(z.enum(remedies)),
  tokenIsValid: z.boolean(),
  tokenCheckedAt: z.coerce.date().nullable(),
  lastSucceededAt: z.coerce.date().nullable(),
  lastFailedAt: z.coerce.date().nullable(),
  failuresInARow: z.number().int(),
  failureKinds: z.record(z.string(), z.number().int()),
  responseMs: z.number().int().nullable(),
  lastEventAt: z.coerce.date().nullable(),
  /** Of what happened, how much a webhook told before it was asked for; null when nothing has happened. */
  deliveryRatePercent: z.number().nullable(),
  today: z.object({ processed: z.number().int(), failed: z.number().int() }),
  subscription: z.object({
    status: z.enum(['wanted', 'active', 'refused', 'ended']),
    wantedFields: z.array(z.string()),
    subscribedFields: z.array(z.string()),
    verifiedAt: z.coerce.date().nullable(),
    verifyAt: z.coerce.date().nullable(),
    failuresInARow: z.number().int(),
    lastFailureCode: z.string().nullable(),
  }),
});
export type Health = z.infer<typeof Health>;

export const getHealth = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/connections/:accountId/health',
  audience: 'workspace',
  permission: 'connections.see',
  summary: 'How an account is doing, and what to do about it',
  params: ofAccount,
  reply: Health,
  errors: ['connections.account_not_found'],
  etag: true,
});

/** Looks at the token and at the subscription now, and mends what can be mended. */
export const postHealthCheck = endpoint({
  method: 'POST',
  path: '/w/:workspaceId/connections/:accountId/health-checks',
  audience: 'workspace',
  permission: 'connections.operate',
  summary: 'Look now how an account is doing',
  params: ofAccount,
  status: 202,
  reply: z.object({ jobId: z.string() }),
  errors: ['connections.account_not_found', 'connections.account_not_open'],
  limit: { count: 10, seconds: 60 },
});
