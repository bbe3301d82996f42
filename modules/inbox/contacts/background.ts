import { type InstallationSweep, type Listener, type Sweep, type Work, work } from '../../../kit/module.ts';
import { runEmpty, sweepErased } from '../erasing/erasing.ts';
import { emptyContact } from '../erasing/jobs.ts';
import type { InboxOutside } from '../outside.ts';

export const contactsWork: readonly Work<InboxOutside>[] = [work(emptyContact, runEmpty)];
export const contactsListeners: readonly Listener<InboxOutside>[] = [];
export const contactsSweeps: readonly Sweep[] = [
  { name: 'inbox.empty_erased_contacts', cron: '*/10 * * * *', run: sweepErased },
];
export const contactsInstallationSweeps: readonly InstallationSweep[] = [];
