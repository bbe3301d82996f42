import { splitStripe, verifyStripe } from '../../../../providers/stripe/webhook.ts';
import type { PaymentHint, PaymentHook } from '../provider.ts';

/** What says something about a customer of ours, of all that is told. */
const about = [
  'customer.',
  'invoice.',
  'invoice_payment.',
  'charge.',
  'refund.',
  'payment_intent.',
  'checkout.session.',
  'subscription_schedule.',
];

/** `secrets` is asked at each delivery: the sandbox gives one when it is told where we are. */
export const stripeHook = (secrets: () => readonly string[]): PaymentHook => ({
  refuse({ raw, headers, now }) {
    const verdict = verifyStripe(raw, headers, secrets(), now);
    return verdict.ok ? undefined : verdict.flaw;
  },
  split(raw) {
    const json = parsed(raw);
    return json === undefined ? [] : hintsOf(json);
  },
});

export function hintsOf(json: unknown): PaymentHint[] {
  return splitStripe(json).flatMap(({ eventId, kind, at, payload }) => {
    if (eventId === undefined || !about.some((prefix) => kind.startsWith(prefix))) return [];
    const object = objectIn(payload);
    const customer = object.object === 'customer' ? object.id : idOf(object.customer);
    return [
      {
        ...{ eventId, kind, payload, at: at ?? new Date(0) },
        customerId: customer,
        objectId: idOf(object.charge) ?? idOf(object.payment_intent) ?? idOf(object.id),
      },
    ];
  });
}

interface Told {
  readonly id?: string;
  readonly object?: string;
  readonly customer?: unknown;
  readonly charge?: unknown;
  readonly payment_intent?: unknown;
}
const objectIn = (payload: unknown): Told =>
  ((payload as { data?: { object?: Told } }).data?.object ?? {}) as Told;

const idOf = (value: unknown): string | undefined => {
  const id = typeof value === 'string' ? value : (value as { id?: unknown } | null | undefined)?.id;
  return typeof id === 'string' && id !== '' ? id : undefined;
};

function parsed(raw: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(raw).toString('utf8'));
  } catch {
    return undefined;
  }
}
