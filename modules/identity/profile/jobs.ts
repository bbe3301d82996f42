import { z } from 'zod';
import { UserId } from '../../../kit/ids.ts';
import { job } from '../../../kit/jobs/job.ts';
import { ExportId } from './contract.ts';

const ofPerson = z.object({ userId: UserId });
const ofExport = z.object({ userId: UserId, exportId: ExportId });
const mailing = { retryLimit: 8, retryDelaySeconds: 30, timeoutSeconds: 60 };

/** Takes away a picture that was replaced. */
export const dropPicture = job({
  name: 'identity.drop_picture',
  payload: z.object({ userId: UserId, key: z.string().max(900) }),
  retryLimit: 8,
  retryDelaySeconds: 30,
  timeoutSeconds: 60,
});

export const tellOfDeletion = job({ name: 'identity.tell_of_deletion', payload: ofPerson, ...mailing });

/** Removes somebody for good, some days after they asked for it. */
export const removePerson = job({
  name: 'identity.remove_person',
  payload: ofPerson,
  retryLimit: 8,
  retryDelaySeconds: 60,
  timeoutSeconds: 1_800,
  oncePer: ({ userId }) => userId,
  priority: -10,
});

/** What a removed person has left in storage. */
export const removePersonFiles = job({
  name: 'identity.remove_person_files',
  payload: ofPerson,
  retryLimit: 12,
  retryDelaySeconds: 60,
  timeoutSeconds: 1_800,
  priority: -10,
});

export const makeExport = job({
  name: 'identity.make_export',
  payload: ofExport,
  retryLimit: 4,
  retryDelaySeconds: 60,
  timeoutSeconds: 1_800,
});
export const tellOfExport = job({ name: 'identity.tell_of_export', payload: ofExport, ...mailing });

/** Waits until an export has been kept long enough. */
export const removeExport = job({
  name: 'identity.remove_export',
  payload: ofExport,
  retryLimit: 12,
  retryDelaySeconds: 60,
  timeoutSeconds: 60,
  priority: -10,
});
