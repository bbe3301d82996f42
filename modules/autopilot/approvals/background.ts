import { type Listener, listener, type Sweep, type Work, work } from '../../../kit/module.ts';
import { commentChanged, conversationChanged, messageSent } from '../../inbox/contract.ts';
import type { AutopilotOutside } from '../outside.ts';
import { requeueDeeds, runDeed } from './deeds.ts';
import { doAllowed } from './jobs.ts';
import { expireOverdue, hearOfComment, hearOfConversation, hearOfMessage } from './overtaking.ts';

export const approvalsWork: readonly Work<AutopilotOutside>[] = [work(doAllowed, runDeed)];
export const approvalsListeners: readonly Listener<AutopilotOutside>[] = [
  listener('autopilot.overtake_in_conversation', conversationChanged, hearOfConversation),
  listener('autopilot.overtake_by_message', messageSent, hearOfMessage),
  listener('autopilot.overtake_on_comment', commentChanged, hearOfComment),
];
export const approvalsSweeps: readonly Sweep[] = [
  { name: 'autopilot.expire_approvals', cron: '* * * * *', run: expireOverdue },
  { name: 'autopilot.requeue_deeds', cron: '*/2 * * * *', run: requeueDeeds },
];
