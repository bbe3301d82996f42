import type { Request } from '../http.ts';

/** The body as the JSON object it is said to be; undefined when it is none. */
export async function jsonOf(request: Request, bytesMax?: number): Promise<Record<string, any> | undefined> {
  try {
    const value = JSON.parse((await request.body(bytesMax)).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** An id in digits, written as a number whatever its length: what a double cannot hold is not rounded. */
export const bigNumber = (digits: string): unknown =>
  (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(digits);

export const bearerOf = (request: Request): string =>
  /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]?.trim() ?? '';

/** Something of tomorrow inside what is told: a reader that knows only today's fields still finds those. */
export const ofTomorrow = { field_of_tomorrow: { kind: 'NOT_DESCRIBED', list: [1, null] } };

/** Of a list, what comes after (or before) the one with this id, and whether there is more. */
export function sliceAfter<T extends { readonly id: string }>(
  all: readonly T[],
  { limit, after, before }: { limit: number; after?: string | undefined; before?: string | undefined },
): { data: readonly T[]; hasMore: boolean } | undefined {
  const edge = after ?? before;
  const at = edge === undefined ? -1 : all.findIndex(({ id }) => id === edge);
  if (edge !== undefined && at === -1) return undefined;
  if (before !== undefined && after === undefined) {
    const first = Math.max(0, at - limit);
    return { data: all.slice(first, at), hasMore: first > 0 };
  }
  return { data: all.slice(at + 1, at + 1 + limit), hasMore: at + 1 + limit < all.length };
}
