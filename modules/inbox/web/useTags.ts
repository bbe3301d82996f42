import { pageLimitMax } from '../../../kit/page.ts';
import { usePages } from '../../../web/kit/api.ts';
import { useHere } from '../../../web/workspace.ts';
import { listTags, type Tag } from '../tags/contract.ts';

/** The words conversations are sorted by, as many as one page holds. */
export function useTags(): readonly Tag[] {
  const workspaceId = useHere().workspace.id;
  return usePages(listTags, { params: { workspaceId }, query: { limit: pageLimitMax } }).items;
}
