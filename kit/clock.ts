/** Where `ctx.now` comes from. Tests and the sandbox world move it; nothing else asks the machine for the time. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

export interface MovableClock extends Clock {
  move(ms: number): void;
  set(at: Date): void;
}

/** Stands still until it is moved. */
export function movableClock(start: Date): MovableClock {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    move: (ms) => {
      at += ms;
    },
    set: (to) => {
      at = to.getTime();
    },
  };
}
