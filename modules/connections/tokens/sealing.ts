import type { Outside } from '../../../kit/outside.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { AccountId } from '../accounts/contract.ts';
import type { Tokens } from '../platforms/platform.ts';
import type { SealedTokens } from './secrets.sql.ts';

/** What a secret is bound to: copied to another account, workspace or kind it does not open. */
export const secretOf = (workspaceId: WorkspaceId, accountId: AccountId, kind: 'access' | 'refresh') =>
  `connection_secret:${workspaceId}:${accountId}:${kind}`;

export const sealTokens = (
  { vault }: Pick<Outside, 'vault'>,
  workspaceId: WorkspaceId,
  accountId: AccountId,
  { access, refresh }: Pick<Tokens, 'access' | 'refresh'>,
): SealedTokens => ({
  access: vault.seal(access, secretOf(workspaceId, accountId, 'access')),
  refresh:
    refresh === undefined ? undefined : vault.seal(refresh, secretOf(workspaceId, accountId, 'refresh')),
});
