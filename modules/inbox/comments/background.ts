import {
  type InstallationSweep,
  type Listener,
  listener,
  type Sweep,
  type Work,
} from '../../../kit/module.ts';
import { callSettled, eventReceived } from '../../connections/contract.ts';
import type { InboxOutside } from '../outside.ts';
import { settleOverdue, takeVerdict } from './settling.ts';
import { takeStanding } from './standing.ts';
import { takeComment } from './taking.ts';

export const commentsWork: readonly Work<InboxOutside>[] = [];
export const commentsListeners: readonly Listener<InboxOutside>[] = [
  listener('inbox.take_comments', eventReceived, takeComment),
  listener('inbox.take_standing_reviews', eventReceived, takeStanding),
  listener('inbox.settle_comments', callSettled, takeVerdict),
];
export const commentsSweeps: readonly Sweep[] = [
  { name: 'inbox.settle_overdue_comments', cron: '*/5 * * * *', run: settleOverdue },
];
export const commentsInstallationSweeps: readonly InstallationSweep[] = [];
