import { type Listener, listener, type Sweep, type Work, work } from '../../../kit/module.ts';
import { commentReceived, messageReceived } from '../../inbox/contract.ts';
import type { AutopilotOutside } from '../outside.ts';
import { runDecide } from './decide.ts';
import { requeueDecisions, runHearComment, runHearMessage } from './hearing.ts';
import { decide } from './jobs.ts';

export const decidingWork: readonly Work<AutopilotOutside>[] = [work(decide, runDecide)];
export const decidingListeners: readonly Listener<AutopilotOutside>[] = [
  listener('autopilot.hear_message', messageReceived, runHearMessage),
  listener('autopilot.hear_comment', commentReceived, runHearComment),
];
export const decidingSweeps: readonly Sweep[] = [
  { name: 'autopilot.requeue_decisions', cron: '* * * * *', run: requeueDecisions },
];
