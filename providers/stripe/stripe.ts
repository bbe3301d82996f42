import Stripe from 'stripe';
import type { Outside } from '../answer.ts';
import { stripeTrouble } from './trouble.ts';

export interface StripeOptions extends Outside {
  readonly apiKey: string;
  /** Of a connected account, in whose name all is done. */
  readonly account?: string;
}

export interface StripeCall {
  /** `POST /checkout/sessions` */
  readonly name: string;
  /** With an idempotency key a lost answer may be asked for again with the same one. Calls that begin with GET are. */
  readonly isRepeatable?: boolean;
}

export type StripeClient = ReturnType<typeof openStripe>;

const timeoutMs = 20_000;
/** Its shapes are what the installed client's types describe. */
export const stripeApiVersion = '2026-10-28.endive';

/** Stripe's own client over our wire, and `call`, which turns its errors into troubles. */
export function openStripe({ wire, now, apiKey, account }: StripeOptions) {
  const client = new Stripe(apiKey, {
    apiVersion: stripeApiVersion,
    httpClient: Stripe.createFetchHttpClient(wire.fetch),
    maxNetworkRetries: 0,
    telemetry: false,
    timeout: timeoutMs,
    ...(account !== undefined && { stripeAccount: account }),
  });
  return {
    client,
    /** Where a browser is to be sent for an address of theirs. */
    address: wire.address,
    call: async <T>(call: StripeCall, run: (client: Stripe) => Promise<T>): Promise<T> => {
      try {
        return await run(client);
      } catch (error) {
        throw stripeTrouble(error, call, now());
      }
    },
  };
}
