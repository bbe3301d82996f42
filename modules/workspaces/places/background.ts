import { type InstallationSweep, type Work, work } from '../../../kit/module.ts';
import type { WorkspacesOutside } from '../outside.ts';
import { removePicture, runPictureRemoval } from './pictures.ts';
import { removeDeletedWorkspaces, removeWorkspace, runRemoval } from './removal.ts';
import { warnOfTrials } from './trials.ts';

export const placesWork: readonly Work<WorkspacesOutside>[] = [
  work(removePicture, runPictureRemoval),
  work(removeWorkspace, runRemoval),
];
export const placesSweeps: readonly InstallationSweep[] = [
  { name: 'workspaces.remove_deleted', cron: '17 * * * *', run: removeDeletedWorkspaces },
  { name: 'workspaces.warn_trials', cron: '7 * * * *', run: warnOfTrials },
];
