import { type InstallationSweep, type Listener, type Sweep, type Work, work } from '../../../kit/module.ts';
import type { InboxOutside } from '../outside.ts';
import { sweepPresences } from '../presence/presence.ts';
import { wakeConversation } from './jobs.ts';
import { runWake, sweepSnoozed } from './status.ts';

export const conversationsWork: readonly Work<InboxOutside>[] = [work(wakeConversation, runWake)];
export const conversationsListeners: readonly Listener<InboxOutside>[] = [];
export const conversationsSweeps: readonly Sweep[] = [
  { name: 'inbox.wake_conversations', cron: '* * * * *', run: sweepSnoozed },
  { name: 'inbox.forget_presences', cron: '*/10 * * * *', run: sweepPresences },
];
export const conversationsInstallationSweeps: readonly InstallationSweep[] = [];
