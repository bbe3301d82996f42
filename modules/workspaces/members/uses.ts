import type { Client } from '../../../kit/ctx.ts';
import type { Database } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { touchSessions } from '../../identity/index.ts';
import { type KeyUse, touchKeys } from './door.sql.ts';

/** When sessions and keys were used last: written down seldom, many together, and by nobody who waits for it. */
export interface Uses {
  ofSession(use: SessionUse): void;
  ofKey(workspaceId: WorkspaceId, use: KeyUse): void;
  /** Writes down what is still to be written. */
  close(): Promise<void>;
}
interface KeyUseIn {
  readonly workspaceId: WorkspaceId;
  readonly use: KeyUse;
}
interface SessionUse extends Client {
  readonly tokenHash: Buffer;
  readonly at: Date;
}

/** More than this waits only while the database does not answer. What is lost then is a figure. */
const waitingMax = 10_000;
const perStatementMax = 1_000;

export function openUses(db: Database, gatherMs: number): Uses {
  // By what was used: of several uses the last one counts.
  let sessions = new Map<string, SessionUse>();
  let keys = new Map<string, KeyUseIn>();
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  const add = <T>(waiting: Map<string, T>, name: string, use: T) => {
    if (waiting.size < waitingMax) waiting.set(name, use);
    timer ??= setTimeout(write, gatherMs).unref();
  };
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    const [usedSessions, usedKeys] = [sessions, keys];
    [sessions, keys] = [new Map(), new Map()];
    writing = writing.then(async () => {
      await Promise.all([writeSessions(db, usedSessions), writeKeys(db, usedKeys)]).catch(() => {
        // Nobody is to be turned away because a figure could not be written: it is tried again with the next ones.
        sessions = new Map([...usedSessions, ...sessions]);
        keys = new Map([...usedKeys, ...keys]);
      });
    });
    return writing;
  };

  return {
    ofSession: (use) => add(sessions, use.tokenHash.toString('hex'), use),
    ofKey: (workspaceId, use) => add(keys, use.keyId, { workspaceId, use }),
    close: () => write(),
  };
}

async function writeSessions(db: Database, uses: ReadonlyMap<string, SessionUse>): Promise<void> {
  for (const batch of batchesOf([...uses.values()])) {
    await db.transaction({ kind: 'installation' }, (tx) => touchSessions(tx, batch));
  }
}

async function writeKeys(db: Database, uses: ReadonlyMap<string, KeyUseIn>): Promise<void> {
  for (const [workspaceId, ofOne] of Map.groupBy(uses.values(), (one) => one.workspaceId)) {
    for (const batch of batchesOf(ofOne)) {
      const scope = { kind: 'workspace', workspaceId } as const;
      await db.transaction(scope, (tx) =>
        touchKeys(
          tx,
          batch.map(({ use }) => use),
        ),
      );
    }
  }
}

function* batchesOf<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += perStatementMax)
    yield all.slice(from, from + perStatementMax);
}
