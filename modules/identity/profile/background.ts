import { type InstallationSweep, type Work, work } from '../../../kit/module.ts';
import type { IdentityOutside } from '../outside.ts';
import { dropReplacedPicture } from './avatars.ts';
import { removeFilesOf, removeForGood, sendForRemoval } from './deletion.ts';
import { makeExportFile, removeExportFile } from './exports.ts';
import * as jobs from './jobs.ts';
import { mailOfDeletion, mailOfExport } from './letters.ts';

export const profileWork: readonly Work<IdentityOutside>[] = [
  work(jobs.dropPicture, dropReplacedPicture),
  work(jobs.tellOfDeletion, mailOfDeletion),
  work(jobs.removePerson, removeForGood),
  work(jobs.removePersonFiles, removeFilesOf),
  work(jobs.makeExport, makeExportFile),
  work(jobs.tellOfExport, mailOfExport),
  work(jobs.removeExport, removeExportFile),
];

export const profileSweeps: readonly InstallationSweep[] = [
  { name: 'identity.send_for_removal', cron: '17 4 * * *', run: sendForRemoval },
];
