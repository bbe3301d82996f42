import {
  type InstallationSweep,
  type Listener,
  listener,
  type Sweep,
  type Work,
  work,
} from '../../../kit/module.ts';
import { accountChanged, eventReceived } from '../../connections/contract.ts';
import type { InboxOutside } from '../outside.ts';
import { runApplyEarly } from './apply-marks.ts';
import { followAccount, keepChannels } from './channels.ts';
import { settleEchoesOf } from './echoes.ts';
import { applyEarly, dropFiles, fetchAttachment, lookUpPerson, settleEchoes } from './jobs.ts';
import { lookForPeople, runLookUpPerson } from './looking-up.ts';
import { requeueAttachments, runDropFiles, runFetchAttachment } from './media/fetching.ts';
import { takeInEvent } from './take-in.ts';
import { dropOldMarks, settleEarly } from './upkeep.ts';

export const intakeWork: readonly Work<InboxOutside>[] = [
  work(applyEarly, runApplyEarly),
  work(dropFiles, runDropFiles),
  work(fetchAttachment, runFetchAttachment),
  work(lookUpPerson, runLookUpPerson),
  work(settleEchoes, settleEchoesOf),
];

export const intakeListeners: readonly Listener<InboxOutside>[] = [
  listener('inbox.take_in', eventReceived, takeInEvent),
  listener('inbox.keep_channel', accountChanged, followAccount),
];

export const intakeSweeps: readonly Sweep[] = [
  { name: 'inbox.keep_channels', cron: '17 * * * *', run: keepChannels },
  { name: 'inbox.settle_early', cron: '*/20 * * * *', run: settleEarly },
  { name: 'inbox.drop_old_marks', cron: '41 3 * * *', run: dropOldMarks },
  { name: 'inbox.requeue_attachments', cron: '27 * * * *', run: requeueAttachments },
  { name: 'inbox.look_for_people', cron: '37 * * * *', run: lookForPeople },
];

export const intakeInstallationSweeps: readonly InstallationSweep[] = [];
