/** Of one press: when it was pressed, when the next picture was painted, and when what it was for was on the screen. */
export interface Press {
  readonly atMs: number;
  paintedMs: number;
  shownMs: number | undefined;
}

export interface Watch {
  /** The next press that is not awaited yet is for this. */
  expect(shown: () => boolean): void;
  /** All that was awaited is there: answers whether it came in time. */
  settled(withinMs: number): Promise<boolean>;
  /** Every press so far, once the browser has told of all of them. */
  presses(): Promise<readonly Press[]>;
}

declare global {
  interface Window {
    watch: Watch;
  }
}

/**
 * Runs in the page, before anything of the product does. Until the next paint is what the browser itself says by its
 * Event Timing: from the key's own time to the picture after it, in steps of 8 ms and told from 16 ms on. Until it is
 * shown is seen by whatever changes in the document, up to the beginning of the second frame after it.
 */
export function watchPresses(): void {
  const told = ['keydown', 'keypress', 'beforeinput', 'input'];
  const modifiers = ['Control', 'Meta', 'Shift', 'Alt'];
  const leastMs = 16;
  const expected: (() => boolean)[] = [];
  let waiting: { press: Press; shown: () => boolean }[] = [];
  /** Also what is pressed on the way to the next one, which is not counted. */
  const pressed: Press[] = [];
  const counted: Press[] = [];

  const hear = (entries: readonly PerformanceEntry[]) => {
    for (const { name, startTime, duration } of entries) {
      if (!told.includes(name)) continue;
      const press = pressed.findLast(({ atMs }) => atMs <= startTime);
      if (press) press.paintedMs = Math.max(press.paintedMs, startTime + duration - press.atMs);
    }
  };
  const observer = new PerformanceObserver((list) => hear(list.getEntries()));
  observer.observe({ type: 'event', durationThreshold: leastMs } as PerformanceObserverInit);

  const look = () => {
    const there = waiting.filter(({ shown }) => shown());
    if (there.length === 0) return;
    waiting = waiting.filter((one) => !there.includes(one));
    const painted = (now: number) => {
      for (const { press } of there) press.shownMs = now - press.atMs;
    };
    requestAnimationFrame(() => requestAnimationFrame(() => painted(performance.now())));
  };
  const onKey = (event: KeyboardEvent) => {
    const press = { atMs: event.timeStamp, paintedMs: leastMs, shownMs: undefined };
    pressed.push(press);
    const shown = modifiers.includes(event.key) ? undefined : expected.shift();
    if (!shown) return;
    counted.push(press);
    waiting.push({ press, shown });
  };
  window.addEventListener('keydown', onKey, { capture: true });
  for (const name of ['focusin', 'scroll', 'input'])
    window.addEventListener(name, look, { capture: true, passive: true });
  new MutationObserver(look).observe(document, {
    ...{ subtree: true, childList: true, attributes: true, characterData: true },
  });

  const isOver = () => expected.length === 0 && counted.every(({ shownMs }) => shownMs !== undefined);
  window.watch = {
    expect: (shown) => void expected.push(shown),
    settled: (withinMs) =>
      new Promise((done) => {
        const began = performance.now();
        const ask = () => {
          if (isOver()) done(true);
          else if (performance.now() - began > withinMs) done(false);
          else setTimeout(ask, leastMs);
        };
        ask();
      }),
    presses: () =>
      new Promise((done) => {
        // The browser tells of a press once it is painted, and a little later.
        const toldAfterMs = 300;
        setTimeout(() => {
          hear(observer.takeRecords());
          done(counted);
        }, toldAfterMs);
      }),
  };
}
