import type { z } from 'zod';
import type { UserId, WorkspaceId } from '../ids.ts';
import type { Sql } from '../sql.ts';

/**
 * On whose behalf statements run. It becomes the settings that row security asks for, and is sent in the same
 * round trip as the work. There is no way to reach the database without saying one of these.
 */
export type Scope =
  /** One workspace's rows. */
  | { readonly kind: 'workspace'; readonly workspaceId: WorkspaceId; readonly userId?: UserId | undefined }
  /**
   * Rows of several workspaces in one transaction, each of them named, in the few tables that are open to this. What
   * belongs to whom is then for the statement to say. See docs/decisions/0029.
   */
  | { readonly kind: 'workspaces'; readonly workspaceIds: readonly WorkspaceId[] }
  /** What belongs to a person across workspaces: their own memberships, sessions, profile. No workspace's rows. */
  | { readonly kind: 'person'; readonly userId: UserId }
  /** The installation's own tables. No workspace's rows. */
  | { readonly kind: 'installation' }
  /** The owner of the schema: migrations, the making of tables by month, and tests of the walls. */
  | { readonly kind: 'owner' };

/** What a use case speaks to. */
export interface Tx {
  many<T>(row: z.ZodType<T>, query: Sql): Promise<T[]>;
  maybeOne<T>(row: z.ZodType<T>, query: Sql): Promise<T | undefined>;
  one<T>(row: z.ZodType<T>, query: Sql): Promise<T>;
  /** Answers how many rows it touched. */
  run(query: Sql): Promise<number>;
  /** The shape pg-boss asks for, so that a job is written in this same transaction. */
  readonly asDb: { executeSql(text: string, values?: unknown[]): Promise<{ rows: any[] }> };
}

export interface WorkOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  /** Cancels the running statement and rolls back. */
  readonly signal?: AbortSignal | undefined;
  readonly statementTimeoutMs?: number;
  /** Sent in the same round trip as the commit: what must be written last, whatever the work did. */
  readonly last?: () => Sql | readonly Sql[] | undefined;
}

export interface Database {
  readonly kind: 'embedded' | 'server';
  /**
   * For reading: every statement travels with its scope in one round trip, as a transaction of its own, read only.
   * In read committed that sees exactly what one long transaction would, and holds no connection between statements.
   */
  reader(scope: Scope, options?: Pick<WorkOptions, 'signal' | 'statementTimeoutMs'>): Tx;
  /**
   * For writing: one transaction, committed when `work` answers, rolled back when it throws. Run again from the
   * start after a serialization failure or a deadlock, so `work` may touch nothing but `tx`.
   */
  transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>, options?: WorkOptions): Promise<T>;
  /** Runs `work` while nobody else holds the named lock; answers undefined at once when somebody does. */
  ifAlone<T>(name: string, work: () => Promise<T>): Promise<T | undefined>;
  /**
   * Calls back for every NOTIFY on the channel, also after the connection broke and came back; `onGap` is called
   * after such a break, since what was said meanwhile was not heard.
   */
  listen(
    channel: string,
    onPayload: (payload: string) => void,
    onGap?: () => void,
  ): Promise<() => Promise<void>>;
  /** Answers when the database does; throws when it does not within the time. */
  ping(timeoutMs: number): Promise<void>;
  readonly stats: () => { readonly open: number; readonly idle: number; readonly waiting: number };
  close(): Promise<void>;
}
