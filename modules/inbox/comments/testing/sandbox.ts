import { systemClock } from '../../../../kit/clock.ts';
import { openJobs } from '../../../../kit/jobs/open.ts';
import { forgetJobs, quiet } from '../../../../kit/jobs/testing.ts';
import { testOutside } from '../../../../kit/testing/outside.ts';
import type { Ground } from '../../../../kit/work.ts';
import { connections } from '../../../connections/index.ts';
import { ownConnectionsOutside, type TestConnectionsOutside } from '../../../connections/testing.ts';
import { identity } from '../../../identity/index.ts';
import { publishing } from '../../../publishing/index.ts';
import { workspaces } from '../../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../../workspaces/testing.ts';
import { getThread, listComments } from '../comments.ts';
import type { Comment } from '../contract.ts';

/** Longer than anything takes on its way from the sandbox to here, or back. */
export const soon = 30_000;

export interface SandboxWorld {
  /** Its jobs are done by workers of its own. */
  readonly ground: Ground;
  readonly outside: TestConnectionsOutside;
  readonly w: TestWorkspace;
  readonly files: Parameters<typeof listComments>[2];
  drain(): Promise<unknown>;
  listed(filter?: { readonly kind?: 'review' }): Promise<readonly Comment[]>;
  threadOf(comment: Pick<Comment, 'id'>): ReturnType<typeof getThread>;
}

type Modules = NonNullable<Parameters<typeof newWorkspace>[0]>;

/** A workspace with a sandbox of its own beside it, and `own` on top of the modules below this one. */
export async function openSandboxWorld(own: Modules): Promise<SandboxWorld> {
  const outside = await ownConnectionsOutside();
  const modules = [connections, publishing, ...own];
  const w = await newWorkspace([identity, workspaces, ...modules]);
  const { db } = w.ground;
  const options = { db, modules, outside, clock: systemClock, log: quiet, pollSeconds: 0.2 };
  const jobs = await openJobs({ ...options, workspaces: async () => [] });
  const ground: Ground = { ...w.ground, outlets: jobs.outlets };
  await forgetJobs(db);
  await jobs.startWorkers(ground);
  const files = (await testOutside()) as unknown as SandboxWorld['files'];
  return {
    ...{ ground, outside, w, files },
    drain: () => jobs.drain(2_000),
    async listed(filter) {
      const asked = { limit: 50, order: 'newest', ...filter } as const;
      return (await w.system.work((ctx) => listComments(ctx, asked, files))).items;
    },
    threadOf: ({ id }) => w.system.work((ctx) => getThread(ctx, { commentId: id, limit: 50 }, files)),
  };
}
