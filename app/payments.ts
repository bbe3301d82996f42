import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import {
  openStripePaying,
  openWhopPaying,
  type PaymentProvider,
  type PaymentProviders,
  type WhopCredentials,
} from '../modules/billing/index.ts';
import type { Raw } from './variables.ts';

/** Who takes money for this installation. Undefined: nobody does there. */
export interface PaymentsConfig {
  readonly stripe?: { readonly key: string; readonly webhookSecret: string } | undefined;
  readonly whop?: WhopCredentials | undefined;
}

export function paymentsConfig(raw: Raw): PaymentsConfig {
  const { STOA_STRIPE_KEY: key, STOA_STRIPE_WEBHOOK_SECRET: webhookSecret } = raw;
  return {
    stripe: key !== undefined && webhookSecret !== undefined ? { key, webhookSecret } : undefined,
    whop: whopConfig(raw),
  };
}

function whopConfig(raw: Raw): WhopCredentials | undefined {
  const { STOA_WHOP_KEY: key, STOA_WHOP_COMPANY: companyId, STOA_WHOP_WEBHOOK_SECRET: webhookSecret } = raw;
  if (key === undefined || companyId === undefined || webhookSecret === undefined) return undefined;
  return { key, companyId, webhookSecret };
}

/** Each by itself: the real one where this installation has credentials; else the sandbox's, while there is one. */
export function openPayments(
  { stripe, whop }: PaymentsConfig,
  world: string | undefined,
  clock: Clock,
): PaymentProviders {
  const all: (PaymentProvider | undefined)[] = [
    stripe || world !== undefined ? openStripePaying(stripe ?? stripeInSandbox(world!), clock) : undefined,
    whop || world !== undefined ? openWhopPaying(whop ?? whopInSandbox(world!), clock) : undefined,
  ];
  return new Map(all.flatMap((one) => (one ? [[one.name, one]] : [])));
}

/** Its key is written there for everybody to read. */
const stripeInSandbox = (world: string) => ({ world, key: 'sk_test_sandbox' });
const whopInSandbox = (world: string) => ({
  world,
  key: 'sandbox-whop-key',
  companyId: 'biz_sandbox00000001',
});

const subscribeMaxMs = 20_000;

/**
 * The sandbox's begin to tell us what happens there. What goes wrong is a line in the log: whatever is not told is
 * found by asking.
 */
export async function subscribePayments(
  payments: PaymentProviders,
  config: PaymentsConfig,
  callbackBase: string,
  log: Log,
): Promise<void> {
  for (const [name, { subscribe }] of payments) {
    if (name in config && config[name as keyof PaymentsConfig] !== undefined) continue;
    await subscribe?.(callbackBase, AbortSignal.timeout(subscribeMaxMs)).catch((error) =>
      log.warn({ err: error, name }, 'a payment provider was not told where our hook is'),
    );
  }
}
