import type { DeliveryHeaders, Verdict } from '../delivery.ts';
import { type PlatformEvent, recordOf, timeOf } from '../event.ts';
import { webhookKeyOfText } from '../standard-webhooks/keys.ts';
import { verifyStandardWebhook } from '../standard-webhooks/verify.ts';

/** Standard Webhooks, but that the whole text of a `ws_…` secret is the key. */
export const verifyWhop = (
  raw: Uint8Array,
  headers: DeliveryHeaders,
  secrets: readonly string[],
  now: Date,
): Verdict => verifyStandardWebhook(raw, headers, secrets.map(webhookKeyOfText), now);

/** The account is `company_id`, and `account_id` for webhooks of a later date; old apps have `action` and no id. */
export function splitWhop(json: unknown): PlatformEvent[] {
  const event = recordOf(json);
  const kind = textOf(event?.type) ?? textOf(event?.action);
  if (event === undefined || kind === undefined) return [];
  const data = recordOf(event.data);
  const subject = textOf(data?.id);
  return [
    {
      platform: 'whop',
      accountId: textOf(event.account_id) ?? textOf(event.company_id) ?? textOf(data?.company_id),
      eventId: textOf(event.id),
      kind,
      ...(subject !== undefined && { conversationKey: subject }),
      at: timeOf(event.timestamp),
      payload: json,
    },
  ];
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
