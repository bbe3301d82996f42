import type { Policy } from '../../../kit/ctx.ts';

/** Here, because the screens grey out by it what the server would refuse. */
export const inboxPolicy = {
  'inbox.read': ['owner', 'admin', 'manager', 'member', 'viewer', 'autopilot'],
  /** Writes to customers. */
  'inbox.reply': ['owner', 'admin', 'manager', 'member', 'autopilot'],
  /** What is done about a conversation: its state, tags, notes, and who has it. */
  'inbox.organize': ['owner', 'admin', 'manager', 'member', 'autopilot'],
  /** What all use: tags, saved replies, how channels hand out work; and whether two contacts are one person. */
  'inbox.manage': ['owner', 'admin', 'manager'],
  /** SE-131: mailboxes of the workspace. Of one's own, `inbox.reply` is enough. */
  'inbox.manage_mailboxes': ['owner', 'admin'],
  'inbox.see_figures': ['owner', 'admin', 'manager'],
  /** Takes what is known of a person out of the house, or out of the world. */
  'inbox.export': ['owner', 'admin'],
  'inbox.erase': ['owner', 'admin'],
} as const satisfies Policy;
