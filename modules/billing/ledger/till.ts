import type { Ctx } from '../../../kit/ctx.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { book, type Order, type Outcome } from './booking.ts';

/** One short transaction in a workspace. */
export type Work = <T>(workspaceId: WorkspaceId, fn: (ctx: Ctx) => Promise<T>) => Promise<T>;

export interface Till {
  /** Booked together with whatever else came meanwhile, and answered once that is committed. */
  book(workspaceId: WorkspaceId, order: Order): Promise<Outcome>;
}

interface Waiting {
  readonly order: Order;
  readonly done: (outcome: Outcome) => void;
  readonly failed: (error: unknown) => void;
}

/** More would have those at its end wait for a statement that takes longer than a commit. */
const togetherMax = 200;

/**
 * For what is charged by itself and not in somebody's transaction. A wallet takes one transaction after the other, and
 * each waits for the disk: so what arrives while one commits is booked by the next, in the order in which it came. Who
 * is alone does not wait for company.
 */
export function openTill(work: Work): Till {
  const queues = new Map<WorkspaceId, Waiting[]>();

  async function serve(workspaceId: WorkspaceId, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, togetherMax);
      await bookTogether(work, workspaceId, batch);
    }
    queues.delete(workspaceId);
  }

  return {
    book: (workspaceId, order) =>
      new Promise((done, failed) => {
        const waiting = { order, done, failed };
        const queue = queues.get(workspaceId);
        if (queue) return void queue.push(waiting);
        const begun = [waiting];
        queues.set(workspaceId, begun);
        void serve(workspaceId, begun);
      }),
  };
}

/** Where one of them cannot be booked at all, the others are not to suffer for it: then each is booked alone. */
async function bookTogether(work: Work, workspaceId: WorkspaceId, batch: readonly Waiting[]) {
  try {
    const outcomes = await work(workspaceId, (ctx) =>
      book(
        ctx,
        batch.map(({ order }) => order),
      ),
    );
    for (const [i, { done }] of batch.entries()) done(outcomes[i]!);
  } catch (error) {
    if (batch.length === 1) return batch[0]!.failed(error);
    for (const one of batch) await bookTogether(work, workspaceId, [one]);
  }
}
