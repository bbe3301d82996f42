import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, type CDPSession, chromium } from 'playwright-core';
import { findChromium } from '../kit/testing/runner-chromium.ts';
import { ensureWeb } from '../scripts/ensure.mjs';
import { type InboxWorldOptions, inFullInbox } from './inbox-world.ts';
import { type ScreenCase, screenCases } from './screen-cases.ts';
import { keysOf } from './screen-keys.ts';
import { type Press, watchPresses } from './screen-watch.ts';
import { writtenInJustNow } from './seed.ts';
import type { World } from './world.ts';

export interface ScreenOptions extends InboxWorldOptions {
  readonly only?: string | undefined;
  /** Keeps a CPU profile of the page for every case. */
  readonly profile?: boolean;
}

interface Spread {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

export interface ScreenCaseResult {
  readonly name: string;
  readonly presses: number;
  /** From the key's own time to the next picture, whatever is on it. */
  readonly painted: Spread;
  /** To the picture on which what the key is for can be seen. */
  readonly shown: Spread;
}

export interface ScreenResult {
  readonly conversations: number;
  readonly messages: number;
  readonly cases: readonly ScreenCaseResult[];
}

/** Of a press, to its picture. */
const goalMs = 100;
const answerableCount = 200;
const artefacts = join(import.meta.dirname, '../artefacts');
const flags = [
  '--no-sandbox',
  '--headless=new',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
];

/** How long somebody at the keys of a full inbox waits for its screen, in a real browser before the whole product. */
export async function benchInboxScreen(options: ScreenOptions): Promise<ScreenResult | undefined> {
  const executablePath = findChromium();
  if (executablePath === undefined) return undefined;
  await ensureWeb();
  return inFullInbox(options, async ({ world, databaseUrl }) => {
    await writtenInJustNow({ url: databaseUrl, workspaceId: world.workspaceId }, answerableCount);
    const browser = await chromium.launch({ executablePath, args: flags });
    const cases: ScreenCaseResult[] = [];
    try {
      const { conversations, messages, only } = options;
      printHead(options);
      for (const [nth, one] of screenCases.entries()) {
        if (only && !one.name.includes(only)) continue;
        const result = await measure(browser, world, one, { nth, profile: options.profile ?? false });
        printCase(result);
        cases.push(result);
      }
      const result = { conversations, messages, cases };
      await mkdir(artefacts, { recursive: true });
      await writeFile(
        join(artefacts, 'bench-inbox-screen.json'),
        `${JSON.stringify(result, undefined, 2)}\n`,
      );
      return result;
    } finally {
      await browser.close();
    }
  });
}

const sessionsOfPerson = 10;
/** Somebody has looked at the page before they press anything. */
const arrivedMs = 2_000;

/** Each by somebody else, in a browser that knows nothing yet: one caller may only ask so often. */
async function measure(
  browser: Browser,
  { url, workspaceId, sessions }: World,
  { name, run }: ScreenCase,
  { nth, profile }: { nth: number; profile: boolean },
): Promise<ScreenCaseResult> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  const page = await context.newPage();
  try {
    const [cookie, value] = sessions[nth * sessionsOfPerson]!.split('=') as [string, string];
    await context.addCookies([{ name: cookie, value, url }]);
    await context.addInitScript(watchPresses);
    await page.goto(`${url}/w/${workspaceId}/inbox`);
    await page.locator('[data-row="0"]').waitFor();
    await pause(arrivedMs);
    const profiling = profile ? await beginProfile(await context.newCDPSession(page)) : undefined;
    const keys = keysOf(page);
    await run(keys);
    const presses = await keys.presses();
    await profiling?.(`bench-inbox-screen-${nth}.cpuprofile`);
    return resultOf(name, presses);
  } catch (error) {
    await page.screenshot({ path: join(artefacts, 'bench-inbox-screen-failed.png') });
    throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
  } finally {
    await context.close();
  }
}

async function beginProfile(session: CDPSession) {
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: 500 });
  await session.send('Profiler.start');
  return async (file: string) => {
    const { profile } = await session.send('Profiler.stop');
    await mkdir(artefacts, { recursive: true });
    await writeFile(join(artefacts, file), JSON.stringify(profile));
  };
}

const resultOf = (name: string, presses: readonly Press[]): ScreenCaseResult => ({
  ...{ name, presses: presses.length },
  painted: spreadOf(presses.map(({ paintedMs }) => paintedMs)),
  shown: spreadOf(presses.map(({ shownMs }) => shownMs!)),
});

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
}

const row = (cells: readonly string[]) =>
  cells.map((cell, i) => (i === 0 ? cell.padEnd(38) : cell.padStart(7))).join('');

function printHead({ conversations, messages }: ScreenOptions): void {
  console.log(
    `the inbox on the screen: ${conversations.toLocaleString('en')} conversations of ${messages} messages; ` +
      `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}); goal ${goalMs} ms`,
  );
  console.log(row(['from a press, in ms', '', 'next', 'paint', '', '', 'effect', 'shown']));
  console.log(row(['', 'presses', 'p50', 'p95', 'max', 'p50', 'p95', 'max']));
}

function printCase({ name, presses, painted, shown }: ScreenCaseResult): void {
  const figures = [painted, shown].flatMap(({ p50Ms, p95Ms, maxMs }) => [p50Ms, p95Ms, maxMs]);
  const missed = painted.p95Ms > goalMs ? '  paint misses' : shown.p95Ms > goalMs ? '  shown misses' : '';
  console.log(row([name, String(presses), ...figures.map((ms) => ms.toFixed(0))]) + missed);
}
