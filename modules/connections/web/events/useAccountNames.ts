import { pageLimitMax } from '../../../../kit/page.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { useHere } from '../../../../web/workspace.ts';
import { listAccounts } from '../../accounts/contract.ts';
import { platformLabel } from '../words.ts';

/** The accounts by name, as many as one page holds: what a choice offers. Those disconnected since still have a log. */
export function useAccountNames() {
  const workspaceId = useHere().workspace.id;
  const limit = pageLimitMax;
  const live = usePages(listAccounts, { params: { workspaceId }, query: { limit } });
  const gone = usePages(listAccounts, { params: { workspaceId }, query: { limit, state: 'disconnected' } });
  const all = [...live.items, ...gone.items];
  return {
    options: all.map(({ id, displayName, platform, state }) => ({
      value: id,
      label: displayName,
      hint: state === 'disconnected' ? `${platformLabel(platform)}, disconnected` : platformLabel(platform),
    })),
    nameOf: (accountId: string) => all.find(({ id }) => id === accountId)?.displayName ?? 'An account',
  };
}
export type AccountNames = ReturnType<typeof useAccountNames>;
