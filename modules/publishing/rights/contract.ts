import type { Policy } from '../../../kit/ctx.ts';

/** Here, because the screens grey out by it what the server would refuse. */
export const publishingPolicy = {
  'publishing.read': ['owner', 'admin', 'manager', 'member', 'viewer', 'autopilot'],
} as const satisfies Policy;
