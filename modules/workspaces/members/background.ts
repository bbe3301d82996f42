import { type InstallationSweep, type Sweep, type Work, work } from '../../../kit/module.ts';
import type { WorkspacesOutside } from '../outside.ts';
import { deliverInvitation, requeueInvitations } from './invitations.ts';
import { sendInvitation } from './jobs.ts';

export const membersWork: readonly Work<WorkspacesOutside>[] = [work(sendInvitation, deliverInvitation)];
export const membersSweeps: readonly InstallationSweep[] = [];
/** In every workspace. */
export const membersWorkspaceSweeps: readonly Sweep[] = [
  { name: 'workspaces.requeue_invitations', cron: '23 * * * *', run: requeueInvitations },
];
