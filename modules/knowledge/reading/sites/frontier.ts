import { createHash } from 'node:crypto';
import type { CrawlLimits, Scope } from '../contract.ts';
import { isInScope, isOfCalendar, trapOf } from './addresses.ts';
import type { CrawlState } from './state.ts';

const frontierMax = 5_000;
const seenMax = 20_000;
const variantsMax = 20;
const calendarPagesMax = 30;

/** At the beginning. What was read before is read again, also where nothing leads there any more. */
export function newCrawl(scope: Scope, limits: CrawlLimits, before: readonly string[] = []): CrawlState {
  const state: CrawlState = {
    ...{ scope, limits, frontier: [], seen: [], variants: {} },
    ...{ hasSitemap: scope.kind === 'page', calendarCount: 0, readCount: 0, failuresInRow: 0 },
  };
  const frontier = frontierOf(state);
  frontier.take(scope.address, 0);
  for (const address of before) frontier.offer(address, 1);
  return state;
}

/** Adds to a state what is new and worth a visit. */
export function frontierOf(state: CrawlState) {
  const seen = new Set(state.seen);
  const note = (address: string): boolean => {
    const key = keyOf(address);
    if (seen.has(key)) return false;
    seen.add(key);
    state.seen.push(key);
    return true;
  };
  const take = (address: string, depth: number) => {
    if (note(address)) state.frontier.push({ address, depth });
  };
  return {
    /** Whether it is met for the first time. */
    note,
    take,
    offer: (address: string, depth: number) => {
      const isOne =
        depth <= state.limits.depthMax &&
        state.frontier.length < frontierMax &&
        seen.size < seenMax &&
        isInScope(address, state.scope) &&
        !seen.has(keyOf(address)) &&
        trapOf(address) === undefined &&
        !isEndless(address, state);
      if (isOne) take(address, depth);
    },
  };
}

/** Of what differs behind the question mark alone, and of days and months, some are read. */
function isEndless(address: string, state: CrawlState): boolean {
  const { search } = new URL(address);
  if (isOfCalendar(address)) {
    if (state.calendarCount >= calendarPagesMax) return true;
    state.calendarCount += 1;
  }
  if (search === '') return false;
  const key = keyOf(address.slice(0, address.indexOf('?')));
  const count = state.variants[key] ?? 0;
  if (count >= variantsMax) return true;
  state.variants[key] = count + 1;
  return false;
}

/** Whether two addresses are counted as one. */
export const isSamePage = (one: string, other: string) => keyOf(one) === keyOf(other);

const keyLength = 12;

/** The same page with and without `www`, by HTTP and HTTPS. Short, since a state holds thousands. */
const keyOf = (address: string) =>
  createHash('sha256')
    .update(address.replace(/^https?:\/\/(?:www\.)?/, ''))
    .digest('base64url')
    .slice(0, keyLength);
