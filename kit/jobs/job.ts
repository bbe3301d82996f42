import type { z } from 'zod';

/** A job's name, payload and limits. What it does is bound to it in the module's index.ts. */
export interface Job<P extends object> {
  readonly name: string;
  /** Ids only: what they stand for is read when the job runs, so that it is never stale. */
  readonly payload: z.ZodType<P>;
  /** The wait doubles each time, from `retryDelaySeconds`. After the last attempt it is kept as a dead letter. */
  readonly retryLimit: number;
  readonly retryDelaySeconds: number;
  readonly timeoutSeconds: number;
  /** How many of one workspace run at once, in all processes together. The rest wait without holding up others. */
  readonly perWorkspaceMax?: number;
  /** Runs one at a time and in the order they were sent, per key. A failing one holds back those behind it. */
  readonly inOrderBy?: (payload: P) => string;
  /** Waiting ones with the same key are one. */
  readonly oncePer?: (payload: P) => string;
  /** Higher runs earlier. What a person waits for is 10, sweeps are -10. */
  readonly priority?: number;
}

export const job = <P extends object>(spec: Job<P>): Job<P> => spec;

export interface SendOptions {
  readonly startAfter?: Date;
  readonly priority?: number;
}

/** What the sender may keep of it: to show how far it is, or to cancel it. */
export interface Sent {
  readonly jobId: string;
}
