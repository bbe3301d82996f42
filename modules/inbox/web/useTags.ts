import { pageLimitMax } from '../../../kit/page.ts';
import { type Pages, usePages } from '../../../web/kit/api.ts';
import { useHere } from '../../../web/workspace.ts';
import { listTags, type Tag } from '../tags/contract.ts';

/** The words conversations are sorted by, as many as one page holds. */
export const useTags = (): readonly Tag[] => useTagsToBe().items;

/** With whether they are known yet, for whoever would add one that is not among them. */
export function useTagsToBe(): Pages<Tag> {
  const workspaceId = useHere().workspace.id;
  return usePages(listTags, { params: { workspaceId }, query: { limit: pageLimitMax } });
}
