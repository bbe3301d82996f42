import { type InstallationSweep, type Work, work } from '../../../kit/module.ts';
import type { IdentityOutside } from '../outside.ts';
import * as jobs from './jobs.ts';
import * as mails from './mails.ts';
import { remindOfDemos } from './reminders.ts';

export const applicationsWork: readonly Work<IdentityOutside>[] = [
  work(jobs.confirmApplication, mails.mailConfirmation),
  work(jobs.alertOfApplication, mails.mailAlert),
  work(jobs.tellDecision, mails.mailDecision),
  work(jobs.confirmWaiting, mails.mailWaiting),
  work(jobs.tellEarlyAccess, mails.mailEarlyAccess),
  work(jobs.confirmDemoRequest, mails.mailDemoConfirmation),
  work(jobs.tellDemo, mails.mailDemoNews),
  work(jobs.remindOfDemo, mails.mailReminder),
];
export const applicationsSweeps: readonly InstallationSweep[] = [
  { name: 'identity.remind_of_demos', cron: '* * * * *', run: remindOfDemos },
];
