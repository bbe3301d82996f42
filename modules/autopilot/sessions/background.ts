import { type Listener, listener, type Sweep, type Work } from '../../../kit/module.ts';
import {
  commentChanged,
  commentReceived,
  conversationChanged,
  messageReceived,
  messageSent,
} from '../../inbox/contract.ts';
import type { AutopilotOutside } from '../outside.ts';
import {
  hearComment,
  hearCommentChanged,
  hearOfConversation,
  hearReceived,
  hearSent,
} from './interactions.ts';
import { endIdle } from './keeping.ts';

export const sessionsWork: readonly Work<AutopilotOutside>[] = [];
export const sessionsListeners: readonly Listener<AutopilotOutside>[] = [
  listener('autopilot.count_messages', messageReceived, hearReceived),
  listener('autopilot.count_answers', messageSent, hearSent),
  listener('autopilot.count_comments', commentReceived, hearComment),
  listener('autopilot.count_comment_answers', commentChanged, hearCommentChanged),
  listener('autopilot.end_interactions', conversationChanged, hearOfConversation),
];
export const sessionsSweeps: readonly Sweep[] = [
  { name: 'autopilot.end_sessions', cron: '*/10 * * * *', run: endIdle },
];
