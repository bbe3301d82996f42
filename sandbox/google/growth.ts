import type { Channel, Google, Video } from './state.ts';

/**
 * How videos do. Every figure of a day follows from the video's id and the day alone, so that a report says the same
 * whenever it is asked for, and the counters are the sums of the days.
 */
export interface Day {
  readonly views: number;
  readonly minutes: number;
  readonly likes: number;
  readonly dislikes: number;
  readonly comments: number;
  readonly shares: number;
  readonly subscribersGained: number;
  readonly subscribersLost: number;
}
export type Figure = keyof Day;

const dayMs = 86_400_000;
export const dayNumber = (at: Date | string) => Math.floor(new Date(at).getTime() / dayMs);
export const dayName = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);

/** A video that nobody could see yet has no figures. */
export function dayOf(video: Video, day: number): Day {
  const age = day - dayNumber(video.publishedAt);
  if (age < 0 || !video.wasOut) return nothing;
  const seed = seedOf(video.id);
  const size = 120 + (seed % 1_500);
  const wave = 0.7 + 0.6 * chance(seed, day);
  const views = Math.floor(size * (1 / (1 + age / 4) + 0.06) * wave);
  const gained = Math.floor(views * 0.012 * chance(seed, day + 1));
  return {
    views,
    minutes: Math.floor((views * video.durationSeconds * (0.35 + 0.2 * chance(seed, day + 2))) / 60),
    likes: Math.floor(views * 0.05 * chance(seed, day + 3)),
    dislikes: Math.floor(views * 0.002 * chance(seed, day + 4)),
    comments: Math.floor(views * 0.004 * chance(seed, day + 5)),
    shares: Math.floor(views * 0.01 * chance(seed, day + 6)),
    subscribersGained: gained,
    subscribersLost: Math.floor(gained * 0.4 * chance(seed, day + 7)),
  };
}

/** All days until now, with as much of today as is over. */
export function totalOf(video: Video, figure: Figure, now: Date): number {
  const today = dayNumber(now);
  let total = 0;
  for (let day = dayNumber(video.publishedAt); day < today; day += 1) total += dayOf(video, day)[figure];
  return total + Math.floor(dayOf(video, today)[figure] * ((now.getTime() % dayMs) / dayMs));
}

/** Of the public: three figures, rounded down, as everybody is shown it. */
export function subscribersOf({ state, world }: Google, channel: Channel): number {
  const now = world.now();
  const videos = state.videos.filter(({ channelId }) => channelId === channel.id);
  const come = videos.reduce(
    (sum, video) => sum + totalOf(video, 'subscribersGained', now) - totalOf(video, 'subscribersLost', now),
    0,
  );
  const played = state.subscriptions.filter(({ channelId }) => channelId === channel.id).length;
  const exact = channel.subscribersBase + come + played;
  const step = 10 ** Math.max(0, String(exact).length - 3);
  return Math.floor(exact / step) * step;
}

const nothing: Day = {
  views: 0,
  minutes: 0,
  likes: 0,
  dislikes: 0,
  comments: 0,
  shares: 0,
  subscribersGained: 0,
  subscribersLost: 0,
};

export function seedOf(words: string): number {
  let seed = 0x811c9dc5;
  for (let i = 0; i < words.length; i += 1) seed = Math.imul(seed ^ words.charCodeAt(i), 0x01000193);
  return seed >>> 0;
}

/** Between 0 and 1, the same for the same two numbers. */
function chance(seed: number, turn: number): number {
  let mixed = Math.imul(seed ^ Math.imul(turn, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}
