import { openDatabase } from '../db/open.ts';
import { work } from '../module.ts';
import { jobsWorld, noteJob } from './testing.ts';

/** A worker in a process of its own that takes a job and never ends it: made to be killed in the middle of one. */
const [url, name] = process.argv.slice(2);
const db = await openDatabase({ url: url! });
const note = noteJob({ name: name!, inOrderBy: () => 'one', perWorkspaceMax: 1 });
const forever = work(note, async () => {
  process.stdout.write('taken\n');
  await new Promise(() => {});
});
const { jobs, ground } = await jobsWorld(db, { work: [forever] }, { pollSeconds: 0.1, heartbeatSeconds: 1 });
await jobs.startWorkers(ground);
process.stdout.write('ready\n');
