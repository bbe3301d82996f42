import type { LucideIcon } from 'lucide-react';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';

/** Something a person can do here and now: found in the palette, listed on the keyboard map, run by its keys. */
export interface Action {
  /** Unique among what is on the screen: `locations.add`. */
  readonly id: string;
  /** The verb first: "Add a location". */
  readonly title: string;
  /** Its heading on the keyboard map and in the palette. */
  readonly group: string;
  /** `mod+k` together, `g l` one after the other, `?` as it is written. */
  readonly keys?: string | undefined;
  readonly icon?: LucideIcon | undefined;
  readonly keywords?: readonly string[] | undefined;
  /** Known by its keys only: moving in a list is no entry of the palette. */
  readonly keysOnly?: boolean;
  /** Done again and again while its key is held down: what moves by a step. */
  readonly repeats?: boolean;
  readonly run: () => void;
}

let offered: readonly (readonly Action[])[] = [];
let all: readonly Action[] = [];
const watchers = new Set<() => void>();

function change(next: readonly (readonly Action[])[]) {
  offered = next;
  all = next.flat();
  for (const watcher of watchers) watcher();
}

/** Offers actions for as long as the component is on the screen. */
export function useActions(actions: readonly Action[]): void {
  // Only what is seen of them re-registers; what they do is always read from the latest render.
  const shown = actions.map(({ id, title, keys }) => `${id}|${title}|${keys ?? ''}`).join('\n');
  const run = useEffectEvent((id: string) => actions.find((action) => action.id === id)?.run());
  const register = useEffectEvent(() => actions.map((action) => ({ ...action, run: () => run(action.id) })));
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shown` stands for the actions.
  useEffect(() => {
    const mine = register();
    change([...offered, mine]);
    return () => change(offered.filter((entry) => entry !== mine));
  }, [shown]);
}

export const useOfferedActions = (): readonly Action[] =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => all,
  );

/** The latest offered wins: a dialog's own `mod+enter` stands over the page's. */
export const actionFor = (keys: string): Action | undefined => all.findLast((action) => action.keys === keys);
export const beginsSequence = (keys: string): boolean =>
  all.some((action) => action.keys?.startsWith(`${keys} `));
