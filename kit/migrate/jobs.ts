import { readFile } from 'node:fs/promises';
import { getConstructionPlans } from 'pg-boss';
import { jobsSchema } from '../jobs/install.ts';
import { checksumOf } from './files.ts';

/** Changes whenever another version of the queue, or what we add to it, would make other tables or rights. */
export async function jobsDigest(): Promise<string> {
  const ours = await readFile(new URL('../jobs/install.ts', import.meta.url), 'utf8');
  return checksumOf(ours + getConstructionPlans(jobsSchema));
}
