import type { Policy } from '../../../kit/ctx.ts';

/** Here, because the screens grey out by it what the server would refuse. */
export const connectionsPolicy = {
  'connections.see': ['owner', 'admin', 'manager', 'member', 'viewer'],
  'connections.connect': ['owner', 'admin'],
  'connections.operate': ['owner', 'admin', 'manager'],
  'connections.read_events': ['owner', 'admin', 'manager'],
} as const satisfies Policy;
