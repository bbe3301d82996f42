import { z } from 'zod';
import { splitWhop, verifyWhop } from '../../../../providers/whop/webhook.ts';
import type { PaymentHint, PaymentHook } from '../provider.ts';

/** What says something about a customer of ours, of all that is told. */
const about = /^(?:membership|payment|refund|dispute)\./;

/** `secrets` is asked at each delivery: the sandbox gives one when it is told where we are. */
export const whopHook = (secrets: () => readonly string[]): PaymentHook => ({
  refuse({ raw, headers, now }) {
    const verdict = verifyWhop(raw, headers, secrets(), now);
    return verdict.ok ? undefined : verdict.flaw;
  },
  split(raw) {
    const json = parsed(raw);
    return json === undefined ? [] : hintsOf(json);
  },
});

const named = z
  .object({ id: z.string().min(1) })
  .optional()
  .catch(undefined);
const Data = z.object({
  id: z.string().min(1).optional().catch(undefined),
  product: named,
  product_id: z.string().min(1).optional().catch(undefined),
  payment: named,
});

/** The product is the customer: each workspace has one of its own. Refunds do not say it, and their payment does. */
export function hintsOf(json: unknown): PaymentHint[] {
  return splitWhop(json).flatMap(({ eventId, kind, at, payload }) => {
    if (eventId === undefined || !about.test(kind)) return [];
    const data = Data.safeParse((json as { data?: unknown }).data).data;
    return [
      {
        ...{ eventId, kind, payload, at: at ?? new Date(0) },
        customerId: data?.product?.id ?? data?.product_id,
        objectId: data?.payment?.id ?? data?.id,
      },
    ];
  });
}

function parsed(raw: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(raw).toString('utf8'));
  } catch {
    return undefined;
  }
}
