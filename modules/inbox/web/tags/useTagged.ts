import { useSyncExternalStore } from 'react';
import { queryClient } from '../../../../web/kit/api.ts';

interface Tagged {
  readonly id: string;
  readonly tagIds: readonly string[];
}

/** The same ones, with what was changed of them since. `known` says how one is known by now. */
export function useTagged<T extends Tagged>(
  asOpened: readonly T[],
  known: (id: string) => T | undefined,
): readonly T[] {
  const changes = useSyncExternalStore(
    (changed) => queryClient.getQueryCache().subscribe(changed),
    () => asOpened.map(({ id }) => known(id)?.tagIds.join(' ') ?? '').join('|'),
  );
  return changes === '' ? asOpened : asOpened.map((one) => known(one.id) ?? one);
}
