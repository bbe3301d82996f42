import { pageLimitMax } from '../../../kit/page.ts';
import { usePages } from '../../../web/kit/api.ts';
import { useHere } from '../../../web/workspace.ts';
import { listMembers } from '../../workspaces/contract.ts';

/** Those who work here, as many as one page holds, and which of them looks at the screen. */
export function useColleagues() {
  const workspaceId = useHere().workspace.id;
  const { items } = usePages(listMembers, { params: { workspaceId }, query: { limit: pageLimitMax } });
  return { members: items, me: items.find(({ isYou }) => isYou) };
}
