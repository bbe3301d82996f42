import type { QueryKey } from '@tanstack/react-query';
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { LoaderFunction } from 'react-router';

/** A page's file: what it draws, and what must have been read before it can. */
export interface Page {
  readonly default: ComponentType;
  readonly loader?: LoaderFunction;
}

/** One screen as data. The shell routes to it, lists it in the navigation, and finds it in the palette. */
export interface Screen {
  readonly path: { readonly pattern: string };
  readonly page: () => Promise<Page>;
  /**
   * `workspace`: inside the shell, in one workspace. `self`: about oneself, in a shell of its own. `admin`: beside
   * those, for whoever looks after the installation. `person`: signed in, a page by itself. `anybody`: no session.
   */
  readonly audience: 'workspace' | 'self' | 'admin' | 'person' | 'anybody';
  /** In the navigation, under its module. Screens without it are reached from others. */
  readonly nav?: {
    readonly label: string;
    /** The heading it stands under, when that is not the module's. */
    readonly group?: string;
    readonly icon: LucideIcon;
    /** The second key after `g`: `g l` goes to Locations. One letter, used once in its shell. */
    readonly goKey?: string;
    /** Other words people may look for it with. */
    readonly keywords?: readonly string[];
  };
}

/**
 * Event name to the reads that it makes stale, as the beginnings of their keys. Told what the event is about, an entry
 * can name the reads of that one thing: what others do elsewhere is then not asked for.
 */
export type LiveReads = Readonly<
  Record<string, readonly QueryKey[] | ((payload: unknown) => readonly QueryKey[])>
>;

/** What a module brings to the screen: the default export of its `web/screens.ts`. */
export interface ModuleScreens {
  readonly module: string;
  /** Its heading in the navigation. */
  readonly label: string;
  /** Low stands first. Ten apart, so that a module fits between two. */
  readonly order: number;
  readonly screens: readonly Screen[];
  /** Fetched once a workspace is open: nobody waits for it. */
  readonly live?: () => Promise<{ readonly default: LiveReads }>;
}

export const screens = (spec: ModuleScreens): ModuleScreens => spec;
