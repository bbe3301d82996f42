import { paymentsIn } from '../../modules/billing/testing.ts';
import { connectionsOutside } from '../../modules/connections/platforms/testing.ts';

/** The world outside with everybody in it: platforms, and who takes payments. */
export async function payingOutside() {
  const outside = await connectionsOutside();
  return { ...outside, payments: paymentsIn(outside.sandbox.url) };
}
