import type { Ctx } from '../../../kit/ctx.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { BillingOutside } from '../outside.ts';
import { findKey, putKey } from './settings.sql.ts';

type Keeper = Pick<BillingOutside, 'vault'>;

/** What a key is bound to: copied to another workspace it does not open. A workspace has one, known by its own id. */
const boundTo = (workspaceId: WorkspaceId) => `ai_key:${workspaceId}:${workspaceId}`;

export async function keepKey({ tx, workspaceId, now }: Ctx, { vault }: Keeper, key: string): Promise<void> {
  await putKey(tx, workspaceId, vault.seal(key, boundTo(workspaceId)), now);
}

export async function openKey(
  { tx, workspaceId }: Pick<Ctx, 'tx' | 'workspaceId'>,
  { vault }: Keeper,
): Promise<string | undefined> {
  const found = await findKey(tx);
  return found && vault.open(found.sealed, boundTo(workspaceId)).toString();
}

const hintLength = 4;
/** Enough to tell two keys apart, and too little to guess one by. */
export const hintOf = (key: string) => key.slice(-hintLength);
