/** A limit that is counted in windows, each of which begins with its first call. */
export interface Window {
  readonly limit: number;
  readonly used: number;
  /** Null, or in the past: the next call begins a new one. */
  readonly resetsAt: Date | null;
  readonly ms: number;
}

export interface Queue {
  readonly waiting: number;
  readonly windows: readonly Window[];
  readonly heldUntil: Date | null;
}

const windowsMax = 100_000;

/**
 * When the last of those that wait will have gone, if nothing else comes and the platform says nothing new. Nothing
 * waits, or it would take for ever: null.
 */
export function emptyAt({ waiting, windows, heldUntil }: Queue, now: Date): Date | null {
  if (waiting === 0) return null;
  let at = Math.max(now.getTime(), heldUntil?.getTime() ?? 0);
  let left = waiting;
  let state = windows.map(({ limit, used, resetsAt, ms }) => ({
    ...{ limit, ms, used, end: resetsAt?.getTime() ?? Number.NEGATIVE_INFINITY },
  }));
  for (let n = 0; n < windowsMax; n++) {
    state = state.map((window) => (window.end <= at ? { ...window, used: 0, end: at + window.ms } : window));
    const room = Math.max(0, Math.min(left, ...state.map(({ limit, used }) => limit - used)));
    left -= room;
    if (left === 0) return new Date(at);
    state = state.map((window) => ({ ...window, used: window.used + room }));
    at = Math.max(...state.filter(({ limit, used }) => used >= limit).map(({ end }) => end));
  }
  return null;
}
