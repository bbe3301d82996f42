import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { Ground } from '../../../kit/work.ts';
import * as statements from './booking.sql.ts';
import { isCurrent, isTold, keptIn, type Order, type Outcome, openBooks } from './booking.ts';
import { isDue } from './renewing.ts';
import { toSay } from './watching.ts';

/** What is asked of one wallet. */
export interface Asked {
  readonly workspaceId: WorkspaceId;
  readonly orders: readonly Order[];
}

type Outcomes = readonly (readonly Outcome[] | undefined)[];

/**
 * Books for many wallets what `book` would book for each, in one transaction of two messages: the first holds them, the
 * second writes and commits. Undefined for a wallet with which it is not as simple as that, which is left to `book`:
 * somebody else holds it, its week or month is over, or there is something to tell.
 */
export async function bookTogether({ db, clock }: Ground, asked: readonly Asked[]): Promise<Outcomes> {
  const now = clock.now();
  const workspaceIds = asked.map(({ workspaceId }) => workspaceId);
  let written: statements.Written[] = [];
  return db.transaction(
    { kind: 'workspaces', workspaceIds },
    async (tx) => {
      const decided = await decideAll(tx, asked, now);
      written = decided.flatMap((one) => one?.written ?? []).filter(hasAny);
      return decided.map((one) => one?.outcomes);
    },
    { last: () => (written.length > 0 ? statements.writing(written, now) : undefined) },
  );
}

const hasAny = ({ transactions }: statements.Written) => transactions.length > 0;

async function decideAll(tx: Tx, asked: readonly Asked[], now: Date) {
  const keysOfEach = asked.map(({ workspaceId, orders }) => ({
    workspaceId,
    keys: orders.map(({ key }) => key),
  }));
  const held = await statements.holdStates(tx, keysOfEach);
  const byWorkspace = new Map(held.map((one) => [one.workspaceId, one]));
  return asked.map(({ workspaceId, orders }) => {
    const wallet = byWorkspace.get(workspaceId);
    return wallet && decide(wallet, orders, now);
  });
}

function decide(wallet: statements.HeldOf, orders: readonly Order[], now: Date) {
  if (!isCurrent(wallet) || isDue(wallet, now)) return undefined;
  const books = openBooks(wallet, keptIn(wallet), wallet.known);
  const outcomes = orders.map((order) => books.enter(order));
  const written = books.written();
  const { isLow, isReloadDue } = toSay(wallet, written.balances);
  return isTold(written) || isLow || isReloadDue ? undefined : { outcomes, written };
}
