import type { Ctx } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import type { ContactId } from '../../inbox/contract.ts';
import * as db from './exporting.sql.ts';

type Rows = (page: PageQuery) => Promise<Page<unknown>>;

/** What the machine knows of some people, by what it is: for the file of everything known that the inbox makes. */
export const knownToAutopilot = (
  { tx }: Pick<Ctx, 'tx'>,
  ids: readonly ContactId[],
): Readonly<Record<string, Rows>> => ({
  memories: (page) => db.allMemoriesOf(tx, ids, page),
  machineTurns: (page) => db.allTurnsOf(tx, ids, page),
  approaches: (page) => db.allApproachesOf(tx, ids, page),
});
