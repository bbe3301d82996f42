import type { Method } from './endpoint.ts';

/** A request that its route carries out, for the tests that walk every route. */
export interface Sample {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly upload?: { readonly type: string; readonly bytes: Uint8Array };
  /**
   * The id in its path is made by the caller, so another workspace's id is not refused but begins something
   * of our own: the walk then proves that theirs is still as it was.
   */
  readonly makesId?: boolean;
}

/** Given by a module's testing.ts. `workspaceId` is added by the walk. Called anew for every request. */
export type Samples<Workspace> = Readonly<
  Partial<Record<`${Method} /${string}`, (workspace: Workspace) => Promise<Sample>>>
>;
