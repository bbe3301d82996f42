import type { Policy } from '../../../kit/ctx.ts';

/** Here, because the screens grey out by it what the server would refuse. */
export const knowledgePolicy = {
  'knowledge.read': ['owner', 'admin', 'manager', 'member', 'viewer', 'autopilot'],
  /** What answers stand on: whoever may change it speaks for the business. */
  'knowledge.manage': ['owner', 'admin', 'manager'],
} as const satisfies Policy;
