import { useEffect, useRef } from 'react';
import { queryClient } from '../../../web/kit/api.ts';

const onceMoreMs = 1_200;

/** What is spent is told as it happens. This is for a word that was lost, and for uses that cost nothing. */
export const askAgainMs = 60_000;

/**
 * A wallet tells at most once a second that it moves. Whoever saw it move looks once more, by which what followed
 * within that second is seen as well.
 */
export function useOnceMore(figure: number | undefined, paths: readonly string[]): void {
  const before = useRef<number>(undefined);
  useEffect(() => {
    const hasMoved = before.current !== undefined && before.current !== figure;
    before.current = figure;
    if (!hasMoved) return;
    const look = () => {
      for (const path of paths) void queryClient.invalidateQueries({ queryKey: [path] });
    };
    const timer = setTimeout(look, onceMoreMs);
    return () => clearTimeout(timer);
  }, [figure, paths]);
}
