import {
  type InstallationSweep,
  type Listener,
  listener,
  type Sweep,
  type Work,
  work,
} from '../../../kit/module.ts';
import { callSettled } from '../../connections/contract.ts';
import type { InboxOutside } from '../outside.ts';
import { requeueOverdue, runSend } from './dispatch.ts';
import { sendMessages, sendOverdue, settleCall } from './jobs.ts';
import { purgeUploads } from './uploads.ts';
import { requeueVerdicts, runSettle } from './verdicts.ts';

export const sendingWork: readonly Work<InboxOutside>[] = [
  work(sendMessages, runSend),
  work(sendOverdue, runSend),
  work(settleCall, runSettle),
];

export const sendingListeners: readonly Listener<InboxOutside>[] = [
  listener('inbox.hear_of_call', callSettled, runSettle),
];

export const sendingSweeps: readonly Sweep[] = [
  { name: 'inbox.requeue_overdue', cron: '* * * * *', run: requeueOverdue },
  { name: 'inbox.requeue_verdicts', cron: '* * * * *', run: requeueVerdicts },
  { name: 'inbox.purge_uploads', cron: '*/10 * * * *', run: purgeUploads },
];

export const sendingInstallationSweeps: readonly InstallationSweep[] = [];
