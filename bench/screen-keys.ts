import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Press } from './screen-watch.ts';

const withinMs = 10_000;

/** What a press is for: whether it is on the screen, asked in the page, with what it is about. */
export interface Shown {
  readonly test: (what: string) => boolean;
  readonly what: string;
}

export const there = (selector: string): Shown => ({
  test: (what) => document.querySelector(what) !== null,
  what: selector,
});
export const gone = (selector: string): Shown => ({
  test: (what) => document.querySelector(what) === null,
  what: selector,
});

/** Somebody at the keys of one page. */
export interface Keys {
  readonly page: Page;
  /** Measured, and answered once it is shown. */
  press(key: string, shown: Shown): Promise<void>;
  /** Held down as long as there is something to be shown, as quick as a keyboard repeats. */
  hold(key: string, everyMs: number, shown: readonly Shown[]): Promise<void>;
  /** Not measured. */
  tap(key: string): Promise<void>;
  see(shown: Shown): Promise<void>;
  pause(ms: number): Promise<void>;
  presses(): Promise<readonly Press[]>;
}

export function keysOf(page: Page): Keys {
  // As an expression: a page takes no code from its own text, and a test runs where nothing of here is known.
  const expect = ({ test, what }: Shown) =>
    page.evaluate(`window.watch.expect(() => (${test})(${JSON.stringify(what)}))`);
  const settle = async (key: string, { what }: Shown) => {
    if (await page.evaluate((ms) => window.watch.settled(ms), withinMs)) return;
    throw new Error(`pressing ${key} did not lead to ${what} within ${withinMs} ms`);
  };
  return {
    page,
    async press(key, shown) {
      await expect(shown);
      await page.keyboard.press(key);
      await settle(key, shown);
    },
    async hold(key, everyMs, shown) {
      for (const one of shown) await expect(one);
      for (const _ of shown) {
        await page.keyboard.down(key);
        await pause(everyMs);
      }
      await page.keyboard.up(key);
      await settle(key, shown.at(-1)!);
    },
    tap: (key) => page.keyboard.press(key),
    async see({ test, what }) {
      await page.waitForFunction(test, what, { timeout: withinMs });
    },
    pause: (ms) => pause(ms),
    presses: () => page.evaluate(() => window.watch.presses()),
  };
}
