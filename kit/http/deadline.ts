import type { FastifyReply } from 'fastify';
import { kitError } from '../errors.ts';

const graceMs = 2_000;

export interface Deadline {
  /** Fires when the time is up or the caller went away. */
  readonly signal: AbortSignal;
  /** Waits for work that was given the signal. */
  keep<T>(work: Promise<T>): Promise<T>;
  end(): void;
}

/**
 * When the time is up the work is told to stop, and a transaction that heard it no longer commits. Only
 * work that does not listen is left behind after a moment of grace: an answer that says "nothing was
 * changed" while a commit is on its way would be a guess.
 */
export function openDeadline(reply: FastifyReply, timeoutMs: number): Deadline {
  const stop = new AbortController();
  const late = Promise.withResolvers<never>();
  late.promise.catch(() => undefined);
  let grace: NodeJS.Timeout | undefined;

  const abort = (detail: Record<string, unknown>) => {
    if (stop.signal.aborted) return;
    const reason = kitError('timed_out', detail);
    stop.abort(reason);
    grace = setTimeout(() => late.reject(reason), graceMs);
  };
  const timer = setTimeout(() => abort({ timeoutMs }), timeoutMs);
  const onClose = () => {
    if (!reply.raw.writableFinished) abort({ callerWentAway: true });
  };
  reply.raw.on('close', onClose);

  return {
    signal: stop.signal,
    keep: (work) => Promise.race([work, late.promise]),
    end() {
      clearTimeout(timer);
      clearTimeout(grace);
      reply.raw.off('close', onClose);
    },
  };
}
