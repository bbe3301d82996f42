import type { Policy } from '../../../kit/ctx.ts';

/** Here, because the screens grey out by it what the server would refuse. */
export const billingPolicy = {
  'billing.read': ['owner', 'admin', 'manager', 'autopilot'],
  'billing.manage': ['owner', 'admin'],
} as const satisfies Policy;
