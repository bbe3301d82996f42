import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../../../kit/errors.ts';
import { type DocumentRead, readDocument } from '../read.ts';
import { addressOf, isInScope } from './addresses.ts';
import { type Fetched, type FetchOptions, fetchPage, type PageAsked } from './fetch.ts';
import { frontierOf, isSamePage } from './frontier.ts';
import { type Robots, robotsOf } from './robots.ts';
import { sitemapPages } from './sitemap.ts';
import type { CrawlState } from './state.ts';
import { atHost, type Pause } from './turns.ts';

export { newCrawl } from './frontier.ts';

export type SkipReason = 'robots' | 'duplicate' | 'not_to_be_kept' | 'out_of_scope';
type FetchedPage = Extract<Fetched, { kind: 'page' }>;

export type CrawlEvent =
  | ({
      readonly kind: 'page';
      readonly address: string;
      readonly depth: number;
      readonly document: DocumentRead;
    } & Pick<FetchedPage, 'etag' | 'lastModified'>)
  | { readonly kind: 'unchanged'; readonly address: string }
  | { readonly kind: 'skipped'; readonly address: string; readonly reason: SkipReason }
  | { readonly kind: 'failed'; readonly address: string; readonly code: string }
  /** The last of a crawl that goes on later: the site is not to be reached, or to be left alone for now. */
  | { readonly kind: 'wait' };

export interface CrawlTools {
  readonly fetch: FetchOptions;
  /** In a process of its own, unless somebody knows better. */
  readonly read?: (page: FetchedPage, signal?: AbortSignal) => Promise<DocumentRead>;
  /** What a page was when it was read last, so that one that is still the same is not sent again. */
  readonly known?: (address: string) => Promise<Pick<PageAsked, 'etag' | 'lastModified'> | undefined>;
  readonly pause?: Pause;
  readonly signal?: AbortSignal;
}

interface Walk extends CrawlTools {
  readonly state: CrawlState;
  readonly frontier: ReturnType<typeof frontierOf>;
  readonly robots: (address: string) => Promise<Robots | 'wait'>;
}

const failuresInRowMax = 3;

/**
 * Reads a site page by page, nearest first, within its scope and limits. After every event the state says how far it
 * is: kept as JSON it goes on from there, so whoever stops taking events has paused it, and whoever forgets the state
 * has cancelled it.
 */
export async function* crawl(state: CrawlState, tools: CrawlTools): AsyncGenerator<CrawlEvent> {
  const walk: Walk = { ...tools, state, frontier: frontierOf(state), robots: robotsCache(tools) };
  const rules = await walk.robots(state.scope.address);
  if (rules === 'wait') return yield { kind: 'wait' };
  if (!state.hasSitemap) await takeSitemap(walk, rules);
  while (state.frontier.length > 0 && state.readCount < state.limits.pagesMax) {
    tools.signal?.throwIfAborted();
    const [next] = state.frontier;
    const event = await visit(walk, next!);
    if (event.kind === 'wait') return yield event;
    state.frontier.shift();
    if (event.kind === 'page' || event.kind === 'unchanged') state.readCount += 1;
    yield event;
    if (state.failuresInRow >= failuresInRowMax) return yield { kind: 'wait' };
  }
}

/** Each host's own, asked once in a crawl. */
function robotsCache({ fetch, signal }: CrawlTools) {
  const known = new Map<string, Promise<Robots | 'wait'>>();
  return (address: string) => {
    const { origin } = new URL(address);
    const asked = known.get(origin) ?? robotsOf(origin, fetch, signal);
    known.set(origin, asked);
    return asked;
  };
}

async function takeSitemap({ state, frontier, fetch, signal }: Walk, rules: Robots): Promise<void> {
  const { origin } = new URL(state.scope.address);
  const begins = rules.sitemaps.length > 0 ? rules.sitemaps : [`${origin}/sitemap.xml`];
  for (const address of await sitemapPages(begins, state.scope, fetch, rules.mayVisit, signal))
    frontier.offer(address, 1);
  state.hasSitemap = true;
}

type Next = CrawlState['frontier'][number];

async function visit(walk: Walk, next: Next): Promise<CrawlEvent> {
  const { state, fetch, known, signal } = walk;
  const { address } = next;
  const rules = await walk.robots(address);
  if (rules === 'wait') return { kind: 'wait' };
  if (!rules.mayVisit(address)) return { kind: 'skipped', address, reason: 'robots' };
  const pause = () => (walk.pause ?? wait)(Math.max(state.limits.delayMs, rules.delayMs));
  try {
    const asked = {
      ...(await known?.(address)),
      signal,
      mayVisit: (place: string) => mayVisit(walk, next, place),
    };
    const fetched = await atHost(new URL(address).host, pause, () => fetchPage(address, asked, fetch));
    state.failuresInRow = 0;
    if (fetched.kind === 'not_modified') return { kind: 'unchanged', address };
    return await taken(walk, next, fetched);
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'knowledge.page_out_of_scope')
      return { kind: 'skipped', address, reason: 'out_of_scope' };
    state.failuresInRow = error.status === 503 ? state.failuresInRow + 1 : 0;
    return { kind: 'failed', address, code: error.code };
  }
}

/** Where an address leads to is within the scope as well; where all begins may be elsewhere on its host. */
async function mayVisit(
  { state: { scope }, robots }: Walk,
  { address, depth }: Next,
  place: string,
): Promise<boolean> {
  const isNear = depth === 0 || scope.kind === 'page';
  if (!isInScope(place, isNear ? { kind: 'host', address: scope.address } : scope)) return false;
  if (place === address) return true;
  const rules = await robots(place);
  return rules !== 'wait' && rules.mayVisit(place);
}

/** A page that came, under the address that it has by its own word. */
async function taken(walk: Walk, { address, depth }: Next, fetched: FetchedPage): Promise<CrawlEvent> {
  const { state, frontier, read = readPage, signal } = walk;
  const place = addressOf(fetched.address) ?? address;
  if (!isSamePage(place, address) && !frontier.note(place))
    return { kind: 'skipped', address, reason: 'duplicate' };
  const document = await read(fetched, signal);
  const { page } = document;
  const base = (page?.baseHref && addressOf(page.baseHref, place)) || place;
  if (page?.mayFollow && state.scope.kind !== 'page')
    for (const href of page.hrefs) {
      const found = addressOf(href, base);
      if (found) frontier.offer(found, depth + 1);
    }
  if (page && !page.mayIndex) return { kind: 'skipped', address, reason: 'not_to_be_kept' };
  const canonical = page?.canonicalHref ? addressOf(page.canonicalHref, base) : undefined;
  const isElsewhere =
    canonical !== undefined &&
    !isSamePage(canonical, place) &&
    !isSamePage(canonical, address) &&
    isInScope(canonical, state.scope);
  if (isElsewhere && !frontier.note(canonical)) return { kind: 'skipped', address, reason: 'duplicate' };
  const { etag, lastModified } = fetched;
  return { kind: 'page', address: isElsewhere ? canonical : place, depth, document, etag, lastModified };
}

/** What came from a site, as a document. */
export function readPage({ address, type, bytes }: FetchedPage, signal?: AbortSignal): Promise<DocumentRead> {
  const name = new URL(address).pathname.split('/').at(-1) || new URL(address).host;
  return readDocument({ name, type, stream: Readable.from([bytes]) }, { signal });
}
