import type { Policy } from '../../../kit/ctx.ts';

/** Here, because the screens grey out by it what the server would refuse. */
export const autopilotPolicy = {
  'autopilot.read': ['owner', 'admin', 'manager', 'member', 'viewer', 'autopilot'],
  /** What the machine may say, as whom, and whether it speaks at all. */
  'autopilot.manage': ['owner', 'admin', 'manager'],
  /** Lets out what the machine may not say by itself, and sees to what it hands over. */
  'autopilot.approve': ['owner', 'admin', 'manager', 'member'],
} as const satisfies Policy;
