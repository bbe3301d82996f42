import { modules } from '../app/modules.ts';
import { systemClock } from '../kit/clock.ts';
import type { Ctx, MemberActor } from '../kit/ctx.ts';
import type { Database, Tx } from '../kit/db/database.ts';
import { openDatabase } from '../kit/db/open.ts';
import { MemberId, UserId, WorkspaceId } from '../kit/ids.ts';
import { openLog } from '../kit/log.ts';
import { policyOf } from '../kit/module.ts';
import type { Sql } from '../kit/sql.ts';
import { type Ground, readIn } from '../kit/work.ts';
import type { Sent } from './inbox-bare.ts';

/**
 * Answers the statements that a use case sends, in their order, by letting it run once. So what is run bare is what the
 * product runs, and stays so when the product changes.
 */
export async function recorder(url: string, workspaceId: string, memberId: string) {
  const log = openLog({ name: 'bench', level: 'error' });
  const db = await openDatabase({ url, embedded: false, log });
  const actor: MemberActor = {
    kind: 'member',
    role: 'manager',
    userId: UserId.parse(memberId),
    memberId: MemberId.parse(memberId),
  };
  return {
    async statementsOf(look: (ctx: Ctx) => Promise<unknown>): Promise<Sent[]> {
      const sent: Sent[] = [];
      const listening: Database = { ...db, reader: (...how) => noting(db.reader(...how), sent) };
      const outlets = { enqueue: nothing, publish: nothing };
      const ground: Ground = { db: listening, outlets, clock: systemClock, log, policy: policyOf(modules) };
      await readIn(ground, WorkspaceId.parse(workspaceId), { actor }, look);
      return sent;
    },
    close: () => db.close(),
  };
}

function noting(tx: Tx, sent: Sent[]): Tx {
  const noted = (query: Sql): Sql => {
    sent.push({ text: query.text, values: query.values });
    return query;
  };
  return {
    many: (shape, query) => tx.many(shape, noted(query)),
    maybeOne: (shape, query) => tx.maybeOne(shape, noted(query)),
    one: (shape, query) => tx.one(shape, noted(query)),
    run: (query) => tx.run(noted(query)),
    asDb: tx.asDb,
  };
}

const nothing = async (): Promise<never> => {
  throw new Error('who looks writes nothing');
};
