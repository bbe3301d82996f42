import type { Ctx } from '../../../kit/ctx.ts';
import { takeIn } from '../intake/storing.ts';
import type { EventKind, Resource } from '../platforms/contract.ts';
import type { Profile, Pulled } from '../platforms/platform.ts';
import { writeProfile } from './profile.ts';
import type { Counts } from './runs.sql.ts';
import { minuteMs } from './schedule.ts';
import type { Held, Place } from './states.sql.ts';

/** What happened a moment ago may still be on its way to us by itself. */
const onItsWayMs = 2 * minuteMs;
/** By which fields of a subscription an event is told, where it is. Everything else is found by asking alone. */
const fieldsTelling: Partial<Record<EventKind, readonly string[]>> = {
  comment: ['comments', 'feed'],
  message: ['messages'],
  echo: ['message_echoes'],
  video: ['video'],
};

export interface Stored {
  /** Of the page, without its calls. */
  readonly counts: Omit<Counts, 'calls'>;
  /** What a webhook should have told, and did not. */
  readonly missed: number;
}

/**
 * One page, through the door that webhooks come by: what came before, by either way, is not taken in again. That holds
 * for posts and figures as well. Nobody tells those, but by the same door they are as durable, as ordered and as
 * replayable as what is told, and modules above hear of all in one way, by its kind: there is no second place to lose
 * something in.
 */
export async function storePage(
  ctx: Ctx,
  held: Held,
  resource: Resource,
  items: readonly Pulled[],
): Promise<Stored> {
  if (resource === 'profile') {
    for (const { payload } of items) await writeProfile(ctx, held.accountId, payload as Profile);
    return { counts: { posts: 0, comments: 0, messages: 0, fresh: 0 }, missed: 0 };
  }
  const account = { id: held.accountId };
  const told = items.filter((item) => isToldOf(item, held, ctx.now));
  const others = items.filter((item) => !told.includes(item));
  const missed = await takeIn(ctx, account, told.map(known), 'sync');
  const fresh = missed + (await takeIn(ctx, account, others.map(known), 'sync'));
  const counted = (of: Resource) => (of === resource ? items.length : 0);
  return {
    counts: { posts: counted('posts'), comments: counted('comments'), messages: counted('messages'), fresh },
    missed,
  };
}

/** The newest that was seen so far, in this page or before it. Not later than now: else all that follows is known. */
export function withNewest(place: Place, items: readonly Pulled[], now: Date): Place {
  let { newestAt, newestId } = place;
  for (const { at, itemId } of items) {
    if (at === undefined || at > now || (newestAt && at <= newestAt)) continue;
    newestAt = at;
    newestId = itemId.slice(0, 400);
  }
  return { ...place, newestAt, newestId };
}

const isToldOf = ({ kind, at }: Pulled, { toldSince, toldFields }: Held, now: Date): boolean =>
  (fieldsTelling[kind] ?? []).some((field) => toldFields.includes(field)) &&
  toldSince !== null &&
  at !== undefined &&
  at > toldSince &&
  now.getTime() - at.getTime() > onItsWayMs;

/**
 * What has no id as an event has one as a thing: a post is told once, whatever its likes have become. Figures are news
 * each time they are asked for, also when they are as they were.
 */
function known(item: Pulled): Pulled {
  if (item.eventId !== undefined) return item;
  const when = item.kind === 'metrics' && item.at ? ` ${item.at.toISOString()}` : '';
  return { ...item, eventId: `${item.itemId}${when}` };
}
