import type { CrawlLimits, Scope } from '../contract.ts';

/** How far a crawl has come, as JSON: from there it goes on, in another process as well. */
export interface CrawlState {
  readonly scope: Scope;
  readonly limits: CrawlLimits;
  readonly frontier: { readonly address: string; readonly depth: number }[];
  /** Short hashes of all addresses that were ever in the frontier. */
  readonly seen: string[];
  /** How many addresses were taken that differ in what stands behind the question mark alone, by a hash of the rest. */
  readonly variants: Record<string, number>;
  hasSitemap: boolean;
  calendarCount: number;
  readCount: number;
  failuresInRow: number;
}
