import { z } from 'zod';

/** How every list is read: a page at a time, from where the last one ended, whatever was added meanwhile. */
export const pageLimitMax = 200;
export const pageQuery = {
  after: z.string().max(500).optional().describe('Where the page before this one ended: its `next`.'),
  limit: z.coerce.number().int().min(1).max(pageLimitMax).default(50).describe('How many at most.'),
};

export interface Page<T> {
  items: T[];
  /** Ask for what comes after this; null on the last page. */
  next: string | null;
}
export const pageOf = <T>(item: z.ZodType<T>): z.ZodType<Page<T>> =>
  z.object({ items: z.array(item), next: z.string().nullable() });

/** What `pageQuery` becomes once it is checked. */
export interface PageQuery {
  readonly after?: string | undefined;
  readonly limit: number;
}
