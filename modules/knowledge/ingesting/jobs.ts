import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { IngestionJobId } from './contract.ts';

const payload = z.object({ jobId: IngestionJobId });

/** Reads a file in a process of its own, and keeps and embeds what is new of it. Whoever brought it waits for it. */
export const ingestFile = job({
  name: 'knowledge.ingest_file',
  payload,
  retryLimit: 5,
  retryDelaySeconds: 20,
  timeoutSeconds: 1_800,
  perWorkspaceMax: 2,
  oncePer: ({ jobId }) => jobId,
  priority: 5,
});

/** Goes along a site, some pages a run: the next run goes on where this one ended, wherever it ended. */
export const readSiteOn = job({
  name: 'knowledge.read_site',
  payload,
  retryLimit: 6,
  retryDelaySeconds: 20,
  timeoutSeconds: 3_600,
  perWorkspaceMax: 2,
  oncePer: ({ jobId }) => jobId,
  priority: -5,
});
