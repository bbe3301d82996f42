import { z } from 'zod';
import type { PlatformName } from './contract.ts';
import type { Access, Platform, Pull, Pulled, PullFrom, SingleEvent, Usage } from './platform.ts';

/** One page of something newest first, and where the next one is. */
export interface Listed<T> {
  readonly items: readonly T[];
  readonly after?: string | undefined;
  readonly usage?: Usage | undefined;
}

const Cursor = z.object({
  /** What is still to be looked into, one after another. */
  queue: z.array(z.string()).default([]),
  /** Where the one in front goes on. */
  within: z.string().optional(),
  /** Where the list that the queue was made of goes on. */
  after: z.string().optional(),
});
type Cursor = z.output<typeof Cursor>;

/** One that was written by an older version, or is none, begins anew: what is found twice is known already. */
const cursorOf = ({ cursor }: PullFrom): Cursor | undefined => Cursor.safeParse(cursor).data;

/** Of the very same moment there may be one that is not known; one that is, is found to be when it is taken in. */
export const isSince = (at: Date | undefined, since: Date | undefined): boolean =>
  at === undefined || since === undefined || at >= since;

/** A plain list, newest first: pages until it reaches what is known. */
export function pullList<T>(
  list: (
    access: Access,
    after: string | undefined,
    from: PullFrom,
    signal: AbortSignal,
  ) => Promise<Listed<T>>,
  as: (item: T, access: Access) => Pulled,
): Pull {
  return async (access, from, signal) => {
    const { items: all, after, usage } = await list(access, cursorOf(from)?.after, from, signal);
    const items = all.map((item) => as(item, access)).filter(({ at }) => isSince(at, from.since));
    // With one that is known, all further pages are.
    const isOver = after === undefined || items.length < all.length;
    return { items, next: isOver ? undefined : { after }, callsCount: 1, usage };
  };
}

/** What hangs on something else: comments on posts, messages in conversations. One of these at a time. */
export interface Hanging {
  /**
   * The ids of what may hold something new, newest first, and what was found with them. `after` only while there may be
   * more of them.
   */
  readonly owners: (
    access: Access,
    after: string | undefined,
    from: PullFrom,
    signal: AbortSignal,
  ) => Promise<Listed<string> & { readonly found?: readonly Pulled[] }>;
  readonly under: (
    access: Access,
    ownerId: string,
    after: string | undefined,
    from: PullFrom,
    signal: AbortSignal,
  ) => Promise<Listed<Pulled>>;
}

/** Each page is one call, so that a run that breaks off has lost no more than one. */
export function pullUnder({ owners, under }: Hanging): Pull {
  return async (access, from, signal) => {
    const cursor = cursorOf(from);
    const [ownerId, ...queue] = cursor?.queue ?? [];
    if (ownerId === undefined) {
      const { items: ids, found = [], after, usage } = await owners(access, cursor?.after, from, signal);
      const items = found.filter(({ at }) => isSince(at, from.since));
      return { items, next: nextOf({ queue: [...ids], after }), callsCount: 1, usage };
    }
    const page = await under(access, ownerId, cursor?.within, from, signal);
    const next =
      page.after === undefined ? nextOf({ queue, after: cursor?.after }) : { ...cursor, within: page.after };
    const items = page.items.filter(({ at }) => isSince(at, from.since));
    return { items, next, callsCount: 1, usage: page.usage };
  };
}

const nextOf = ({ queue, after }: Cursor) =>
  queue.length === 0 && after === undefined ? undefined : { queue, ...(after !== undefined && { after }) };

/** An event by whose own id it is known here. */
export const pulled = (itemId: string, event: SingleEvent): Pulled => ({ ...event, itemId });

/** One call, one thing: how the account is now. */
export const pullProfile =
  (platform: PlatformName, profile: Platform['profile']): Pull =>
  async (access, { now }, signal) => {
    const { platformAccountId } = access;
    const payload = await profile(access, signal);
    const event = { platform, platformAccountId, eventId: undefined, kind: 'account_update' } as const;
    const item = pulled(platformAccountId, { ...event, conversationKey: 'account', at: now, payload });
    return { items: [item], next: undefined, callsCount: 1 };
  };
