import { useNavigate } from 'react-router';
import type { Action } from '../kit/actions.ts';
import { modules } from '../modules.ts';
import { filled } from '../paths.ts';
import type { ModuleScreens, Screen } from '../screen.ts';

export interface NavEntry {
  readonly to: string;
  readonly nav: NonNullable<Screen['nav']>;
}
export interface NavGroup {
  readonly label: string;
  readonly entries: readonly NavEntry[];
}

/** The modules that have a screen in the navigation, with their addresses in this workspace. */
export const navigationOf = (workspaceId: string): readonly NavGroup[] =>
  modules
    .map((module) => ({ label: module.label, entries: entriesOf(module, workspaceId) }))
    .filter(({ entries }) => entries.length > 0);

const entriesOf = (module: ModuleScreens, workspaceId: string): NavEntry[] =>
  module.screens.flatMap(({ path, nav }) =>
    nav ? [{ to: filled(path.pattern, { workspaceId }), nav }] : [],
  );

/** Each entry as an action: `g` and its letter, and found in the palette. */
export function useGoActions(groups: readonly NavGroup[]): Action[] {
  const navigate = useNavigate();
  return groups.flatMap(({ entries }) =>
    entries.map(({ to, nav }) => ({
      id: `go:${to}`,
      title: nav.label,
      group: 'Go to',
      keys: nav.goKey && `g ${nav.goKey}`,
      icon: nav.icon,
      keywords: nav.keywords,
      run: () => void navigate(to),
    })),
  );
}
