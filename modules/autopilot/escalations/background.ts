import { type Listener, listener, type Sweep, type Work, work } from '../../../kit/module.ts';
import { commentChanged, conversationChanged, messageSent } from '../../inbox/contract.ts';
import type { AutopilotOutside } from '../outside.ts';
import { hearOfComment, hearOfConversation, hearOfMessage } from './escalations.ts';
import { tellOfEscalation } from './jobs.ts';
import { runTell, sweepOverdue, sweepUntold } from './telling.ts';

export const escalationsWork: readonly Work<AutopilotOutside>[] = [work(tellOfEscalation, runTell)];
export const escalationsListeners: readonly Listener<AutopilotOutside>[] = [
  listener('autopilot.resolve_by_message', messageSent, hearOfMessage),
  listener('autopilot.resolve_by_conversation', conversationChanged, hearOfConversation),
  listener('autopilot.resolve_by_comment', commentChanged, hearOfComment),
];
export const escalationsSweeps: readonly Sweep[] = [
  { name: 'autopilot.tell_of_escalations', cron: '*/5 * * * *', run: sweepUntold },
  { name: 'autopilot.tell_of_overdue', cron: '* * * * *', run: sweepOverdue },
];
