import { once } from 'node:events';
import { z } from 'zod';
import { WorkspaceId } from '../../kit/ids.ts';
import { type Ground, readIn } from '../../kit/work.ts';
import { exportJournal } from '../../modules/billing/index.ts';
import { findWorkspaceBySlug } from '../../modules/workspaces/index.ts';
import { configFromEnvironment } from '../config.ts';
import { type Command, noMore, UsageError } from './command.ts';
import { withGround } from './database.ts';

export const ledger: Command = {
  name: 'ledger',
  summary: 'Writes down every movement of money of a workspace, for hledger and its like.',
  usage: [
    [
      'ledger <workspace> > all.journal',
      'By its id, or by the name in its address. Then, for one: hledger -f all.journal balance',
    ],
  ],
  run: async ([given, ...more]) => {
    noMore(more);
    if (given === undefined) throw new UsageError('The ledger of which workspace?');
    return withGround(configFromEnvironment(), async (ground) => {
      const workspaceId = await workspaceOf(ground, given);
      if (workspaceId) return print(ground, workspaceId);
      console.error(`✗ There is no workspace "${given}" here.`);
      return 1;
    });
  },
};

async function workspaceOf(ground: Ground, given: string): Promise<WorkspaceId | undefined> {
  if (z.uuid().safeParse(given).success) return WorkspaceId.parse(given);
  return (await findWorkspaceBySlug(ground.db.reader({ kind: 'installation' }), given))?.id;
}

/** As it is read, and no faster than whoever takes it. */
async function print(ground: Ground, workspaceId: WorkspaceId): Promise<number> {
  const { stream } = await readIn(ground, workspaceId, { actor: { kind: 'system' } }, exportJournal);
  for await (const part of stream) if (!process.stdout.write(part)) await once(process.stdout, 'drain');
  return 0;
}
