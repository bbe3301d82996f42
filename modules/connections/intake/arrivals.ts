import { codeOf } from '../../../kit/db/failure.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { Ground } from '../../../kit/work.ts';
import type { SingleEvent } from '../platforms/platform.ts';
import { openAccountRoutes } from './account-routes.ts';
import { openCommitter } from './committer.ts';
import type { HookCounts } from './counts.ts';
import { enterWorkspace, type NewEvent } from './events.sql.ts';
import { eventRow } from './row.ts';
import { storingStatement } from './storing.ts';

/** From single events to rows that are durable. */
export interface Arrivals {
  take(hook: string, events: readonly SingleEvent[], now: Date): Promise<void>;
  close(): Promise<void>;
}

export async function openArrivals({ db }: Ground, counts: HookCounts): Promise<Arrivals> {
  const routes = await openAccountRoutes(db);
  // All of it is sent at once: begin, each workspace with its statement, and the commit.
  const committer = openCommitter((batch) =>
    db.transaction({ kind: 'installation' }, async () => undefined, {
      last: () => [...batch].flatMap(([id, events]) => [enterWorkspace(id), storingStatement(id, events)]),
    }),
  );

  async function store(events: readonly SingleEvent[], now: Date) {
    const found = await routes.of(events);
    const byWorkspace = new Map<WorkspaceId, NewEvent[]>();
    for (const [i, event] of events.entries()) {
      for (const { workspaceId, accountId, platformAccountId } of found[i]!) {
        const rows = byWorkspace.get(workspaceId) ?? [];
        // What is told of a business is told of each of its accounts.
        rows.push(eventRow({ ...event, platformAccountId }, accountId, 'webhook', now));
        byWorkspace.set(workspaceId, rows);
      }
    }
    await Promise.all([...byWorkspace].map(([workspaceId, rows]) => committer.commit(workspaceId, rows)));
    return found.filter((routes) => routes.length > 0).length;
  }

  return {
    async take(hook, events, now) {
      if (events.length === 0) return;
      const count = await store(events, now).catch((error: unknown) => {
        if (codeOf(error) !== foreignKeyViolation) throw error;
        // The account went together with its workspace, and we had not heard of it yet.
        for (const event of events) routes.forget(event);
        return store(events, now);
      });
      counts.events(hook, 'ours', count);
      counts.events(hook, 'nobodys', events.length - count);
    },
    close: () => routes.close(),
  };
}

const foreignKeyViolation = '23503';
