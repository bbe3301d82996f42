import Monitor from 'lucide-react/icons/monitor';
import Moon from 'lucide-react/icons/moon';
import Sun from 'lucide-react/icons/sun';
import { useSyncExternalStore } from 'react';

/** theme.js reads the same key before the first paint. */
const storageKey = 'stoa.appearance';
export type Appearance = 'system' | 'light' | 'dark';

export const appearanceLooks = [
  { value: 'system', label: 'System', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] as const satisfies readonly { value: Appearance; label: string; icon: unknown }[];

const watchers = new Set<() => void>();
const chosen = (): Appearance => {
  const value = document.documentElement.dataset.appearance;
  return value === 'light' || value === 'dark' ? value : 'system';
};

export function setAppearance(appearance: Appearance): void {
  const root = document.documentElement;
  if (appearance === 'system') delete root.dataset.appearance;
  else root.dataset.appearance = appearance;
  try {
    if (appearance === 'system') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, appearance);
  } catch {
    // Storage may be forbidden; the choice then lasts until the page is left.
  }
  for (const watcher of watchers) watcher();
}

export const useAppearance = (): Appearance =>
  useSyncExternalStore((watcher) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  }, chosen);
