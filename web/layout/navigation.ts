import { useNavigate } from 'react-router';
import type { Action } from '../kit/actions.ts';
import { modules } from '../modules.ts';
import { filled } from '../paths.ts';
import type { Screen } from '../screen.ts';

export interface NavEntry {
  readonly to: string;
  readonly nav: NonNullable<Screen['nav']>;
  /** One is there at this address only: below it stands another entry. */
  readonly end: boolean;
}
export interface NavGroup {
  readonly label: string;
  readonly entries: readonly NavEntry[];
}

/** The screens of a workspace, with their addresses in this one. */
export const navigationOf = (workspaceId: string): readonly NavGroup[] =>
  groupsOf(['workspace'], { workspaceId });

/** What is about oneself and, for whoever looks after it, the installation. */
export const ownNavigation = (isAdministrator: boolean): readonly NavGroup[] =>
  groupsOf(isAdministrator ? ['self', 'admin'] : ['self'], {});

/** Groups stand where their first screen does. */
function groupsOf(
  audiences: readonly Screen['audience'][],
  params: Readonly<Record<string, string>>,
): readonly NavGroup[] {
  const groups = new Map<string, Omit<NavEntry, 'end'>[]>();
  for (const module of modules) {
    for (const { path, nav, audience } of module.screens) {
      if (!nav || !audiences.includes(audience)) continue;
      const label = nav.group ?? module.label;
      const entries = groups.get(label) ?? [];
      groups.set(label, entries);
      entries.push({ to: filled(path.pattern, params), nav });
    }
  }
  const all = [...groups.values()].flat();
  const isAbove = (to: string) => all.some((other) => other.to.startsWith(`${to}/`));
  return [...groups].map(([label, entries]) => ({
    label,
    entries: entries.map((entry) => ({ ...entry, end: isAbove(entry.to) })),
  }));
}

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
