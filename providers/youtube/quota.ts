/** What a call takes from the day's quota of the whole project; a refused one takes it too. */
export interface Usage {
  readonly units: number;
  readonly bucket: 'general' | 'search' | 'upload' | 'analytics';
}

const general = (units: number): Usage => ({ units, bucket: 'general' });

export const costs = {
  'channels.list': general(1),
  'playlistItems.list': general(1),
  'videos.list': general(1),
  'commentThreads.list': general(1),
  'commentThreads.insert': general(50),
  'comments.list': general(1),
  'comments.insert': general(50),
  'comments.update': general(50),
  'comments.delete': general(50),
  'comments.setModerationStatus': general(50),
  'captions.list': general(50),
  'captions.insert': general(400),
  'search.list': { units: 1, bucket: 'search' },
  'videos.insert': { units: 1, bucket: 'upload' },
  'reports.query': { units: 1, bucket: 'analytics' },
} as const satisfies Record<string, Usage>;

export type Operation = keyof typeof costs;

const pacific = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Los_Angeles',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
});

const pacificPartsOf = (time: Date) =>
  Object.fromEntries(pacific.formatToParts(time).map(({ type, value }) => [type, Number(value)]));

/** All buckets are full again at the next midnight in California. */
export function quotaIsFullAgainAt(now: Date): Date {
  const { year, month, day } = pacificPartsOf(now);
  const midnightAt = (hourUtc: number) => new Date(Date.UTC(year!, month! - 1, day! + 1, hourUtc));
  // Clocks change there at two in the morning, so a midnight is one of these two.
  return pacificPartsOf(midnightAt(7)).hour === 0 ? midnightAt(7) : midnightAt(8);
}
