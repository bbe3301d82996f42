import type { WorkspaceId } from '../../../kit/ids.ts';
import type { Outside } from '../../../kit/outside.ts';
import type { AccountId } from '../accounts/contract.ts';
import type { Access, Tokens } from '../platforms/platform.ts';
import type { Locked, SealedTokens } from './secrets.sql.ts';

type Kind = 'access' | 'refresh';
type Keeper = Pick<Outside, 'vault'>;

/** What a secret is bound to: copied to another account, workspace or kind it does not open. */
const boundTo = (workspaceId: WorkspaceId, accountId: AccountId, kind: Kind) =>
  `connection_secret:${workspaceId}:${accountId}:${kind}`;

export function sealTokens(
  { vault }: Keeper,
  workspaceId: WorkspaceId,
  accountId: AccountId,
  { access, refresh }: Pick<Tokens, Kind>,
): SealedTokens {
  const seal = (token: string, kind: Kind) => vault.seal(token, boundTo(workspaceId, accountId, kind));
  return {
    access: seal(access, 'access'),
    refresh: refresh === undefined ? undefined : seal(refresh, 'refresh'),
  };
}

/** An account with its token: `account.access` is there. */
export const accessWith = (
  { vault }: Keeper,
  workspaceId: WorkspaceId,
  account: Locked & { readonly access: Uint8Array },
): Access => ({
  token: vault.open(account.access, boundTo(workspaceId, account.id, 'access')).toString(),
  platformAccountId: account.platformAccountId,
  appScopedId: account.appScopedId ?? undefined,
  parentPlatformId: account.parentPlatformId ?? undefined,
  login: account.login,
  details: account.details,
});

export const refreshTokenOf = (
  { vault }: Keeper,
  workspaceId: WorkspaceId,
  { id, refresh }: Locked,
): string | undefined =>
  refresh === null ? undefined : vault.open(refresh, boundTo(workspaceId, id, 'refresh')).toString();

export const hasToken = (account: Locked): account is Locked & { readonly access: Uint8Array } =>
  account.access !== null;
