import { type Listener, listener, type Sweep, type Work, work } from '../../../kit/module.ts';
import { commentReceived, messageReceived } from '../../inbox/contract.ts';
import type { AutopilotOutside } from '../outside.ts';
import { readAgain } from './jobs.ts';
import { readComment, readMessage, readStale, runRead } from './reading.ts';

export const readingsWork: readonly Work<AutopilotOutside>[] = [
  work(readAgain, (unit, subject, outside: AutopilotOutside) => runRead(unit, subject, outside)),
];
export const readingsListeners: readonly Listener<AutopilotOutside>[] = [
  listener('autopilot.read_message', messageReceived, readMessage),
  listener('autopilot.read_comment', commentReceived, readComment),
];
export const readingsSweeps: readonly Sweep[] = [
  { name: 'autopilot.read_stale', cron: '*/10 * * * *', run: (ctx) => readStale(ctx) },
];
