import { z } from 'zod';
import { authorizer } from '../ctx.ts';
import { errorsOf } from '../errors.ts';
import { event } from '../events/event.ts';

export const EndpointId = z.uuid().brand<'WebhookEndpointId'>();
export type EndpointId = z.infer<typeof EndpointId>;
export const DeliveryId = z.uuid().brand<'WebhookDeliveryId'>();
export type DeliveryId = z.infer<typeof DeliveryId>;

export const endpointsMax = 20;

export const WebhookEndpoint = z.object({
  id: EndpointId,
  url: z.string(),
  eventNames: z.array(z.string()),
  description: z.string(),
  createdAt: z.date(),
  disabledAt: z.date().nullable(),
  disabledReason: z.enum(['by_member', 'kept_failing', 'gone']).nullable(),
  failingSince: z.date().nullable(),
});
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>;

export const WebhookDelivery = z.object({
  id: DeliveryId,
  endpointId: EndpointId,
  eventId: z.uuid(),
  eventName: z.string(),
  status: z.enum(['waiting', 'delivered', 'given_up']),
  attemptsCount: z.number(),
  nextAttemptAt: z.date().nullable(),
  responseStatus: z.number().nullable(),
  responseBody: z.string().nullable(),
  failureCode: z.string().nullable(),
  createdAt: z.date(),
  settledAt: z.date().nullable(),
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

export const PutEndpoint = z.strictObject({
  id: EndpointId,
  url: z
    .string()
    .max(2_000)
    .refine(isPlainUrl, 'An http or https address without a user name, password or fragment.'),
  /** None: every event that customers may have. */
  eventNames: z.array(z.string().regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/)).max(100),
  description: z.string().max(200).default(''),
});
export type PutEndpoint = z.infer<typeof PutEndpoint>;

function isPlainUrl(text: string): boolean {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return false;
  return url.username === '' && url.password === '' && url.hash === '';
}

export const webhooksError = errorsOf('webhooks', {
  endpoint_not_found: [404, 'This endpoint does not exist, or you cannot see it.'],
  delivery_not_found: [404, 'This delivery does not exist, or you cannot see it.'],
  too_many_endpoints: [
    409,
    `A workspace has at most ${endpointsMax} endpoints. Remove one that is not needed.`,
  ],
  endpoint_is_disabled: [409, 'This endpoint is switched off. Switch it on to send to it.'],
});

export const authorize = authorizer({
  'webhooks.read': ['owner', 'admin', 'manager'],
  'webhooks.manage': ['owner', 'admin'],
});

/** An endpoint was given up on: somebody should look. */
export const endpointDisabled = event({
  name: 'webhooks.endpoint_disabled',
  payload: z.object({ endpointId: z.string(), reason: z.enum(['kept_failing', 'gone']) }),
  key: ({ endpointId }) => endpointId,
});

/** What keeps secrets: sealed under a key ring, and bound to the row they belong to. */
export interface SecretKeeper {
  seal(plain: string, associated: string): Buffer;
  open(sealed: Uint8Array, associated: string): Buffer;
}
