import { setImmediate as breath } from 'node:timers/promises';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { type Ground, workIn } from '../../../kit/work.ts';
import { book, type Order, type Outcome } from './booking.ts';
import { bookTogether } from './together.ts';

export interface Till {
  /** Booked together with whatever else came meanwhile, and answered once that is committed. */
  book(workspaceId: WorkspaceId, order: Order): Promise<Outcome>;
}

interface Waiting {
  readonly order: Order;
  readonly done: (outcome: Outcome) => void;
  readonly failed: (error: unknown) => void;
}

/** Of one wallet, in the order in which they came. */
interface Queue {
  readonly workspaceId: WorkspaceId;
  readonly waiting: readonly Waiting[];
}

/** More would have those at its end wait for a statement that takes longer than a commit. */
const ordersTogetherMax = 200;
/** Of more, one transaction would have all there are in hand, and the database nothing to do while it decides. */
const walletsTogetherMax = 64;
/** One decides while the database writes for the other. */
const togetherAtOnceMax = 2;
/** Wallets that are booked by themselves: some wait for who holds them, and are not to take all connections. */
const aloneAtOnceMax = 3;

/**
 * For what is charged by itself and not in somebody's transaction. A commit waits for the disk, whatever is in it: so
 * what arrives meanwhile, of whichever wallets, is booked by the next one, in the order in which it came. Who is alone
 * does not wait for company. A wallet is in one transaction at a time.
 */
export function openTill(ground: Ground): Till {
  const queues = new Map<WorkspaceId, Waiting[]>();
  const inHand = new Set<WorkspaceId>();
  const byThemselves: Queue[] = [];
  const together = lanes(togetherAtOnceMax, () => takeTogether(queues, inHand), bookAll);
  const alone = lanes(aloneAtOnceMax, () => byThemselves.shift(), bookOne);

  async function bookAll(batch: readonly Queue[]): Promise<void> {
    const outcomes = await bookedTogether(ground, batch);
    for (const [i, queue] of batch.entries()) {
      if (outcomes[i]) putBack(queue, outcomes[i]);
      else byThemselves.push(queue);
    }
    alone();
  }

  async function bookOne(queue: Queue): Promise<void> {
    await bookAlone(ground, queue);
    putBack(queue);
  }

  function putBack({ workspaceId, waiting }: Queue, outcomes: readonly Outcome[] = []): void {
    for (const [i, outcome] of outcomes.entries()) waiting[i]!.done(outcome);
    inHand.delete(workspaceId);
    if (queues.has(workspaceId)) together();
  }

  return {
    book: (workspaceId, order) =>
      new Promise((done, failed) => {
        const waiting = queues.get(workspaceId) ?? [];
        waiting.push({ order, done, failed });
        queues.set(workspaceId, waiting);
        together();
      }),
  };
}

/** As many at a time, each of which takes what is next for as long as there is anything. */
function lanes<T>(atOnceMax: number, next: () => T | undefined, serve: (one: T) => Promise<void>) {
  let atOnce = 0;
  const serveAll = async () => {
    atOnce += 1;
    // Whoever asks in the same breath is served together.
    await breath();
    for (let one = next(); one; one = next()) {
      await serve(one);
      await breath();
    }
    atOnce -= 1;
  };
  return () => {
    if (atOnce < atOnceMax) void serveAll();
  };
}

/** Who waits longest first. What does not fit goes to the end, so that a busy wallet takes no more than its turn. */
function takeTogether(queues: Map<WorkspaceId, Waiting[]>, inHand: Set<WorkspaceId>): Queue[] | undefined {
  const batch: Queue[] = [];
  let left = ordersTogetherMax;
  for (const [workspaceId, waiting] of queues) {
    if (left === 0 || batch.length === walletsTogetherMax) break;
    if (inHand.has(workspaceId)) continue;
    batch.push({ workspaceId, waiting: waiting.splice(0, left) });
    left -= batch.at(-1)!.waiting.length;
    inHand.add(workspaceId);
    queues.delete(workspaceId);
    if (waiting.length > 0) queues.set(workspaceId, waiting);
  }
  return batch.length > 0 ? batch : undefined;
}

/** Where one of them cannot be booked at all, the others are not to suffer for it: then each is booked by itself. */
async function bookedTogether(ground: Ground, batch: readonly Queue[]) {
  const asked = batch.map(({ workspaceId, waiting }) => ({ workspaceId, orders: ordersOf(waiting) }));
  return bookTogether(ground, asked).catch((error: unknown): readonly undefined[] => {
    ground.log.warn({ err: error, wallets: batch.length }, 'wallets could not be booked together');
    return [];
  });
}

/** The same for the orders of one wallet. */
async function bookAlone(ground: Ground, { workspaceId, waiting }: Queue): Promise<void> {
  try {
    const outcomes = await workIn(ground, workspaceId, { actor: { kind: 'system' } }, (ctx) =>
      book(ctx, ordersOf(waiting)),
    );
    for (const [i, outcome] of outcomes.entries()) waiting[i]!.done(outcome);
  } catch (error) {
    if (waiting.length === 1) return waiting[0]!.failed(error);
    for (const one of waiting) await bookAlone(ground, { workspaceId, waiting: [one] });
  }
}

const ordersOf = (waiting: readonly Waiting[]) => waiting.map(({ order }) => order);
