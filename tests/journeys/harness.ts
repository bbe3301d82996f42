import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type Browser,
  type BrowserContext,
  chromium,
  devices,
  type Locator,
  type Page,
} from 'playwright-core';
import { demoPeople, demoWorkspaceId } from '../../app/demo.ts';
import { findChromium } from '../../kit/testing/runner-chromium.ts';
import { scanPage } from './scan.ts';
import { type RunningStoa, startStoa } from './stoa.ts';
import { type Complaints, watchPage } from './watch.ts';

export type Theme = 'light' | 'dark';
export type Size = 'desktop' | 'phone';
export type RoleName = (typeof demoPeople)[number]['role'];

export interface Variation {
  readonly theme?: Theme;
  readonly size?: Size;
  /** It goes through more than others do, or waits for more, and has the time for it. */
  readonly isLong?: boolean;
  /** With a Stoa of its own, ended with it: for what nobody could bring back, as time that has passed. */
  readonly isAlone?: boolean;
}

/** What a journey is given. Its steps find things as people do: by role and label, never by how they are built. */
export interface Journey {
  readonly page: Page;
  readonly stoa: RunningStoa;
  /** The demo's workspace, which all journeys share: each begins by bringing it into the state it needs. */
  readonly workspaceId: string;
  /** Somebody of the demo, in this browser from here on, without the sign-in page. */
  signIn(role?: RoleName): Promise<void>;
  /** Goes to an address of this Stoa. */
  visit(path: string): Promise<void>;
  /** Another tab of the same browser, watched like the first. */
  anotherTab(): Promise<Page>;
  /** Keeps a picture of the screen, or of a part of it, under this name, unless nobody will look. */
  photograph(name: string, of?: Page | Locator): Promise<void>;
  /** Fails with a readable list when the page has what keeps somebody out. */
  scan(page?: Page): Promise<void>;
  /** What goes wrong from here on in these words is meant to. A journey where it does not go wrong fails. */
  expectTrouble(words: RegExp): void;
  /** Asks the API as the demo's owner, to bring things into the state a journey begins with. */
  api<T = any>(method: string, path: string, body?: object): Promise<T>;
}

const artefacts = join(import.meta.dirname, '../../artefacts/journeys');
/** Without one, journeys do not run and say so. */
const executablePath = argument('chromium') ?? findChromium();
/** `node x.e2e.ts --trace` keeps every step of a journey that fails. Recording takes its time, so it is asked for. */
const isTraced = process.argv.includes('--trace');
const isUnseen = process.argv.includes('--without-pictures');
const usual = { stepWithinMs: 10_000, journeyWithinMs: 90_000 };
const long = { stepWithinMs: 30_000, journeyWithinMs: 200_000 };

const flags = [
  '--no-sandbox',
  '--headless=new',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** One way through the product in a real browser, which also fails for whatever the browser itself complains of. */
export function journey(
  name: string,
  variation: Variation,
  steps: (journey: Journey) => Promise<void>,
): void {
  const { theme = 'light', size = 'desktop', isLong = false, isAlone = false } = variation;
  const { stepWithinMs, journeyWithinMs } = isLong ? long : usual;
  const title = `${name} (${theme}, ${size})`;
  const skip = executablePath === undefined && 'no Chromium was found';
  if (!skip) journeysLeft += 1;
  test(title, { skip, timeout: journeyWithinMs }, async () => {
    const own = isAlone ? startStoa() : undefined;
    try {
      const [opened, stoa] = await Promise.all([browser(), own ?? sharedStoa()]);
      const context = await opened.newContext(contextOptions(theme, size, stoa.url));
      context.setDefaultTimeout(stepWithinMs);
      await walk({ context, stoa, title, suffix: `${theme}-${size}` }, steps);
    } finally {
      await own?.then(
        (stoa) => stoa.close(),
        () => undefined,
      );
      journeysLeft -= 1;
      if (journeysLeft === 0) await closeWorld();
    }
  });
}

interface Walk {
  readonly context: BrowserContext;
  readonly stoa: RunningStoa;
  readonly title: string;
  readonly suffix: string;
}

async function walk({ context, stoa, title, suffix }: Walk, steps: (journey: Journey) => Promise<void>) {
  if (isTraced) await context.tracing.start({ screenshots: true, snapshots: true });
  // A frame that may run nothing does not run what would look into it either.
  const complaints = watchPage(isTraced ? /Blocked script execution in .*sandboxed/ : undefined);
  const page = await context.newPage();
  complaints.watch(page);
  try {
    await steps(journeyOf({ context, stoa, title, suffix }, page, complaints));
    complaints.assertNone();
  } catch (error) {
    await keepEvidence(context, page, fileName(title));
    throw complaints.explained(error);
  } finally {
    await context.close();
  }
}

function journeyOf({ context, stoa, suffix }: Walk, page: Page, complaints: Complaints): Journey {
  return {
    page,
    stoa,
    workspaceId: demoWorkspaceId,
    async signIn(role = 'owner') {
      const session = sessionOf(stoa, role);
      context.on('request', (request) => {
        if (new URL(request.url()).pathname.startsWith('/api/')) session.asked += 1;
      });
      await context.addCookies([...(await session.cookies)]);
    },
    async visit(path) {
      await page.goto(path);
    },
    async anotherTab() {
      const tab = await context.newPage();
      complaints.watch(tab);
      return tab;
    },
    async photograph(name, of = page) {
      if (isUnseen) return;
      await mkdir(artefacts, { recursive: true });
      await page.evaluate(() => document.fonts.ready);
      await of.screenshot({
        path: join(artefacts, `${name}-${suffix}.png`),
        animations: 'disabled',
        caret: 'hide',
      });
    },
    scan: (of = page) => scanPage(of),
    expectTrouble: complaints.expect,
    api: (method, path, body) => apiAsOwner(stoa, method, path, body),
  };
}

/** Evidence must not hide the failure itself, so what goes wrong here is left out. */
async function keepEvidence(context: BrowserContext, page: Page, name: string): Promise<void> {
  const folder = join(artefacts, 'failed');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) }).catch(() => undefined);
  if (isTraced) await context.tracing.stop({ path: join(folder, `${name}.zip`) }).catch(() => undefined);
}

let journeysBegun = 0;
/** Each comes from an address of its own, or one would be slowed down for what others did. */
const anotherAddress = () => {
  journeysBegun += 1;
  return `198.51.100.${journeysBegun % 254}`;
};

const contextOptions = (colorScheme: Theme, size: Size, baseURL: string) => ({
  ...(size === 'phone'
    ? { ...devices['Pixel 7'], defaultBrowserType: undefined }
    : { viewport: { width: 1280, height: 800 } }),
  baseURL,
  colorScheme,
  locale: 'en-GB',
  timezoneId: 'Europe/Zurich',
  reducedMotion: 'reduce' as const,
  extraHTTPHeaders: { 'x-forwarded-for': anotherAddress() },
});

let openedBrowser: Promise<Browser> | undefined;
let openedStoa: Promise<RunningStoa> | undefined;
/** Counted while files are loaded: a hook of the first file would close what the second still needs. */
let journeysLeft = 0;

/** One browser for all journeys of the process, and one Stoa for most of them; each has a profile of its own in it. */
function browser(): Promise<Browser> {
  openedBrowser ??= chromium.launch({ executablePath: executablePath!, args: flags });
  return openedBrowser;
}
function sharedStoa(): Promise<RunningStoa> {
  openedStoa ??= startStoa();
  return openedStoa;
}

async function closeWorld(): Promise<void> {
  const running = await Promise.all([openedBrowser, openedStoa].map((one) => one?.catch(() => undefined)));
  [openedBrowser, openedStoa] = [undefined, undefined];
  signedIn.clear();
  programs.clear();
  for (const one of running) await one?.close();
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;
interface Session {
  readonly cookies: Promise<Cookies>;
  /** How often its browsers asked the server, in all journeys together. */
  asked: number;
}
/** By the Stoa's address, and whose it is. */
const signedIn = new Map<string, Session>();
const programs = new Map<string, Session>();

/**
 * Signing in is limited per minute and slow on purpose, so it is done once per role for many journeys. Not for all: a
 * session may ask 600 times in a minute, which is more than a person does, and less than journeys that are in no hurry
 * to read.
 */
function sessionOf(stoa: RunningStoa, role: RoleName): Session {
  const whose = `${stoa.url} ${role}`;
  const before = signedIn.get(whose);
  if (before && before.asked < askedPerSessionMax / 2) return before;
  const session = { cookies: signInByApi(stoa, role), asked: 0 };
  signedIn.set(whose, session);
  return session;
}

async function signInByApi(stoa: RunningStoa, role: RoleName): Promise<Cookies> {
  const { email, password } = demoPeople.find((person) => person.role === role)!;
  const asking = { baseURL: stoa.url, extraHTTPHeaders: { origin: stoa.url } };
  const context = await (await browser()).newContext(asking);
  const response = await context.request.post('/api/session', { data: { email, password } });
  if (!response.ok())
    throw new Error(`signing in as ${email}: ${response.status()} ${await response.text()}`);
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

/** A session may ask so often in a minute, and what begins a journey is not to be counted as its browser's. */
const askedPerSessionMax = 500;
function programsCookies(stoa: RunningStoa): Promise<Cookies> {
  let program = programs.get(stoa.url);
  if (!program || program.asked >= askedPerSessionMax) {
    program = { cookies: signInByApi(stoa, 'owner'), asked: 0 };
    programs.set(stoa.url, program);
  }
  program.asked += 1;
  return program.cookies;
}

async function apiAsOwner(stoa: RunningStoa, method: string, path: string, body?: object) {
  const cookie = (await programsCookies(stoa)).map(({ name, value }) => `${name}=${value}`).join('; ');
  const response = await fetch(`${stoa.url}/api${path}`, {
    method,
    headers: { cookie, origin: stoa.url, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

const fileName = (title: string) =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

function argument(name: string): string | undefined {
  return process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3) || undefined;
}
