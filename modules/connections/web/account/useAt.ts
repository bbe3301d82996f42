import { useHere } from '../../../../web/workspace.ts';
import type { Account } from '../../accounts/contract.ts';

/** The params of everything that is asked about one account. */
export const useAt = ({ id }: Pick<Account, 'id'>) => ({
  workspaceId: useHere().workspace.id,
  accountId: id,
});
