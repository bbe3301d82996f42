import { type DeliveryHeaders, headerOf, type Verdict } from '../delivery.ts';
import { type PlatformEvent, recordOf, timeOf } from '../event.ts';
import { webhookKey } from '../standard-webhooks/keys.ts';
import { verifyStandardWebhook } from '../standard-webhooks/verify.ts';

export const verifyReplicate = (
  raw: Uint8Array,
  headers: DeliveryHeaders,
  secrets: readonly string[],
  now: Date,
): Verdict => verifyStandardWebhook(raw, headers, secrets.map(webhookKey), now);

/** The prediction as it is: `prediction.processing`, `prediction.succeeded`. Several come for one, in any order. */
export function splitReplicate(json: unknown, headers: DeliveryHeaders): PlatformEvent[] {
  const prediction = recordOf(json);
  if (typeof prediction?.id !== 'string' || typeof prediction.status !== 'string') return [];
  const { id, status, completed_at, started_at, created_at } = prediction;
  return [
    {
      platform: 'replicate',
      accountId: undefined,
      eventId: headerOf(headers, 'webhook-id'),
      kind: `prediction.${status}`,
      conversationKey: id,
      at: timeOf(completed_at) ?? timeOf(started_at) ?? timeOf(created_at),
      payload: json,
    },
  ];
}
