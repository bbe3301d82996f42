import robots from 'robots-parser';
import { AppError } from '../../../../kit/errors.ts';
import { crawlDelayMaxMs } from '../contract.ts';
import { type FetchOptions, fetchPage } from './fetch.ts';

export interface Robots {
  readonly mayVisit: (address: string) => boolean;
  readonly delayMs: number;
  readonly sitemaps: readonly string[];
}

/** The package is the function itself; its types say that it had one. */
const robotsParser = robots as unknown as typeof robots.default;
const bytesMax = 512 * 1024;
const sitemapsMax = 20;
const everything: Robots = { mayVisit: () => true, delayMs: 0, sitemaps: [] };

/**
 * What a host asks of those who read it, as RFC 9309 has it: one that has no such file asks nothing, and one that
 * cannot say right now ('wait') is not read until it can.
 */
export async function robotsOf(
  origin: string,
  options: FetchOptions,
  signal?: AbortSignal,
): Promise<Robots | 'wait'> {
  const address = `${origin}/robots.txt`;
  try {
    const fetched = await fetchPage(address, { types: /./, bytesMax, signal }, options);
    if (fetched.kind !== 'page') return everything;
    const found = robotsParser(address, fetched.bytes.toString('utf8'));
    const seconds = found.getCrawlDelay(options.agent) ?? 0;
    return {
      mayVisit: (page) => found.isAllowed(page, options.agent) !== false,
      delayMs: Math.min(crawlDelayMaxMs, Math.max(0, seconds * 1000)),
      sitemaps: found.getSitemaps().slice(0, sitemapsMax),
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.status === 503) return 'wait';
    if (error.code === 'knowledge.address_not_allowed') throw error;
    return everything;
  }
}
