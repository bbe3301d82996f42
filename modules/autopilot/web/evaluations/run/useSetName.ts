import { pageLimitMax } from '../../../../../kit/page.ts';
import { usePages } from '../../../../../web/kit/api.ts';
import { useHere } from '../../../../../web/workspace.ts';
import { type EvaluationSetId, listEvaluationSets } from '../../../evaluating/contract.ts';

/** A workspace has no more sets than one page holds. */
export function useSetName(setId: EvaluationSetId | undefined): string | undefined {
  const params = { workspaceId: useHere().workspace.id };
  const { items } = usePages(listEvaluationSets, { params, query: { limit: pageLimitMax } });
  return items.find(({ id }) => id === setId)?.name;
}
