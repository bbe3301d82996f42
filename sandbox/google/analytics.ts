import { ApiError, refused, tagged } from './answers.ts';
import { type Call, listOf, type Method, missing, scopesTo } from './gate.ts';
import { type Day, dayName, dayNumber, dayOf, seedOf } from './growth.ts';
import { pacificDay } from './quota.ts';
import { type Channel, type Video, videoOf } from './state.ts';

type Row = Record<string, string | number>;
const metrics: Record<
  string,
  { type: 'INTEGER' | 'FLOAT'; of: (sum: Day, video: { seconds: number }) => number }
> = {
  views: { type: 'INTEGER', of: ({ views }) => views },
  engagedViews: { type: 'INTEGER', of: ({ views }) => Math.floor(views * 0.8) },
  estimatedMinutesWatched: { type: 'INTEGER', of: ({ minutes }) => minutes },
  averageViewDuration: {
    type: 'INTEGER',
    of: ({ minutes, views }) => (views === 0 ? 0 : Math.floor((minutes * 60) / views)),
  },
  averageViewPercentage: {
    type: 'FLOAT',
    of: ({ minutes, views }, { seconds }) =>
      views === 0 || seconds === 0 ? 0 : Math.round(((minutes * 60) / seconds) * 10_000) / 100,
  },
  likes: { type: 'INTEGER', of: ({ likes }) => likes },
  dislikes: { type: 'INTEGER', of: ({ dislikes }) => dislikes },
  comments: { type: 'INTEGER', of: ({ comments }) => comments },
  shares: { type: 'INTEGER', of: ({ shares }) => shares },
  subscribersGained: { type: 'INTEGER', of: ({ subscribersGained }) => subscribersGained },
  subscribersLost: { type: 'INTEGER', of: ({ subscribersLost }) => subscribersLost },
};
/** What is divided by weights, since nobody here keeps track of viewers one by one. */
const shares: Record<string, Readonly<Record<string, number>>> = {
  country: { DE: 0.46, AT: 0.12, FR: 0.11, US: 0.1, IT: 0.08, JP: 0.07, PT: 0.06 },
  insightTrafficSourceType: { YT_SEARCH: 0.38, RELATED_VIDEO: 0.27, SUBSCRIBER: 0.2, EXT_URL: 0.15 },
  deviceType: { MOBILE: 0.58, DESKTOP: 0.24, TV: 0.14, TABLET: 0.04 },
};
const dimensions = ['day', 'month', 'video', ...Object.keys(shares)];
const rowsMax = 200;
const dayPattern = /^\d{4}-\d\d-\d\d$/;

export const reportsQuery: Method = {
  name: 'reports.query',
  http: 'GET',
  path: '/v2/reports',
  scopes: scopesTo.report,
  units: 0,
  params: [
    'ids',
    'startDate',
    'endDate',
    'metrics',
    'dimensions',
    'filters',
    'sort',
    'maxResults',
    'startIndex',
    'currency',
    'includeHistoricalChannelData',
  ],
  handle: (call) => {
    const asked = askedOf(call);
    const rows = cut(call, sorted(call, asked, rowsOf(asked)));
    const names = [...asked.dimensions, ...asked.metrics];
    return tagged(call.request, {
      kind: 'youtubeAnalytics#resultTable',
      columnHeaders: names.map((name) => ({
        name,
        columnType: asked.dimensions.includes(name) ? 'DIMENSION' : 'METRIC',
        dataType: metrics[name]?.type ?? 'STRING',
      })),
      // Nothing to tell is no list at all.
      ...(rows.length > 0 && { rows: rows.map((row) => names.map((name) => row[name])) }),
    });
  },
};

interface Asked {
  readonly metrics: readonly string[];
  readonly dimensions: readonly string[];
  readonly first: number;
  readonly last: number;
  readonly videos: readonly Video[];
  /** `country==DE` leaves this much of everything. */
  readonly shareOf: (figure: number) => number;
}

function askedOf(call: Call): Asked {
  const { query, google } = call;
  for (const name of ['ids', 'startDate', 'endDate', 'metrics']) if (!query.get(name)) throw missing(name);
  const channel = channelFrom(call);
  const asked = { metrics: listOf(query.get('metrics')), dimensions: listOf(query.get('dimensions')) };
  const unknown = (names: readonly string[], known: readonly string[], field: string) => {
    const stranger = names.find((name) => !known.includes(name));
    if (stranger !== undefined)
      throw bad(`Unknown identifier (${stranger}) given in field parameters.${field}.`);
  };
  unknown(asked.metrics, Object.keys(metrics), 'metrics');
  unknown(asked.dimensions, dimensions, 'dimensions');
  const isTop = asked.dimensions.includes('video');
  if (asked.dimensions.length > 1 || (isTop && !(query.has('sort') && query.has('maxResults'))))
    throw bad(
      'The query is not supported. Check the documentation at https://developers.google.com/youtube/analytics/v2/available_reports for supported queries.',
    );
  const [first, last] = [dateOf(query, 'startDate'), dateOf(query, 'endDate')];
  if (first > last) throw bad('Invalid query. The end date must not be before the start date.');
  const filters = filtersOf(query.get('filters'));
  const wanted = filters.video;
  for (const id of wanted ?? []) if (videoOf(google, id)?.channelId !== channel.id) throw notYours();
  return {
    ...asked,
    first,
    last: Math.min(last, lastDay(call, channel)),
    videos: google.state.videos.filter(
      ({ channelId, id }) => channelId === channel.id && (wanted?.includes(id) ?? true),
    ),
    shareOf: (figure) => {
      const countries = filters.country;
      const part = countries?.reduce((sum, code) => sum + (shares.country![code] ?? 0), 0) ?? 1;
      return Math.floor(figure * part);
    },
  };
}

function channelFrom({ query, channel }: Call): Channel {
  const [, id] = /^channel==(.+)$/.exec(query.get('ids')!) ?? [];
  if (id === undefined) throw bad(`Invalid value '${query.get('ids')}' for field parameters.ids.`);
  if (!channel || (id !== 'MINE' && id !== channel.id)) throw notYours();
  return channel;
}

/** Two days behind, for some three: a day is only told once it has been counted. */
function lastDay({ now }: Call, { id }: Channel): number {
  return dayNumber(pacificDay(now)) - 2 - (seedOf(id) % 2);
}

function rowsOf(asked: Asked): Row[] {
  const [dimension] = asked.dimensions;
  const from = Math.min(...asked.videos.map(({ publishedAt }) => dayNumber(publishedAt)), Infinity);
  const days: number[] = [];
  for (let day = Math.max(asked.first, from); day <= asked.last; day += 1) days.push(day);
  if (days.length === 0) return [];
  if (dimension === undefined) return [rowOf(asked, asked.videos, days, {})];
  if (dimension === 'day') return days.map((day) => rowOf(asked, asked.videos, [day], { day: dayName(day) }));
  if (dimension === 'month')
    return [...Map.groupBy(days, (day) => dayName(day).slice(0, 7))].map(([month, some]) =>
      rowOf(asked, asked.videos, some, { month }),
    );
  if (dimension === 'video')
    return asked.videos
      .map((video) => rowOf(asked, [video], days, { video: video.id }))
      .filter((row) => asked.metrics.some((name) => row[name] !== 0));
  return Object.entries(shares[dimension]!).map(([word, part]) =>
    rowOf({ ...asked, shareOf: (figure) => Math.floor(asked.shareOf(figure) * part) }, asked.videos, days, {
      [dimension]: word,
    }),
  );
}

function rowOf(asked: Asked, videos: readonly Video[], days: readonly number[], named: Row): Row {
  const sum: Record<string, number> = {};
  let seconds = 0;
  for (const video of videos)
    for (const day of days) {
      const figures = dayOf(video, day);
      seconds += figures.views * video.durationSeconds;
      for (const [name, figure] of Object.entries(figures)) sum[name] = (sum[name] ?? 0) + figure;
    }
  const part = Object.fromEntries(
    Object.entries(sum).map(([name, figure]) => [name, asked.shareOf(figure)]),
  ) as unknown as Day;
  const values = asked.metrics.map((name) => [
    name,
    metrics[name]!.of(part, { seconds: asked.shareOf(seconds) }),
  ]);
  return { ...named, ...Object.fromEntries(values) };
}

function sorted({ query }: Call, asked: Asked, rows: Row[]): Row[] {
  const orders = listOf(query.get('sort'));
  for (const order of orders) {
    const name = order.replace(/^-/, '');
    if (![...asked.metrics, ...asked.dimensions].includes(name))
      throw bad(`Unknown identifier (${name}) given in field parameters.sort.`);
  }
  return rows.toSorted((a, b) => {
    for (const order of orders) {
      const name = order.replace(/^-/, '');
      const [x, y] = order.startsWith('-') ? [b[name]!, a[name]!] : [a[name]!, b[name]!];
      if (x !== y) return x < y ? -1 : 1;
    }
    return 0;
  });
}

function cut({ query }: Call, rows: Row[]): Row[] {
  const whole = (name: string, usual: number) => {
    const value = Number(query.get(name) ?? usual);
    if (!Number.isInteger(value) || value < 1)
      throw bad(`Invalid value '${query.get(name)}' for field parameters.${name}.`);
    return value;
  };
  const [start, size] = [whole('startIndex', 1) - 1, whole('maxResults', Number.MAX_SAFE_INTEGER)];
  if (query.get('dimensions') === 'video' && size > rowsMax)
    throw bad(
      `Invalid value '${size}' for field parameters.maxResults: at most ${rowsMax} videos are listed.`,
    );
  return rows.slice(start, start + size);
}

function dateOf(query: URLSearchParams, name: string): number {
  const given = query.get(name)!;
  if (!dayPattern.test(given) || Number.isNaN(Date.parse(given)))
    throw bad(`Invalid value '${given}' for field parameters.${name}: YYYY-MM-DD is expected.`);
  return dayNumber(given);
}

function filtersOf(text: string | null): Partial<Record<'video' | 'country', string[]>> {
  const filters: Record<string, string[]> = {};
  for (const filter of (text ?? '').split(';').filter(Boolean)) {
    const [, name, values] = /^(\w+)==(.+)$/.exec(filter) ?? [];
    if (name === undefined || !['video', 'country'].includes(name))
      throw bad(`Unknown identifier (${name ?? filter}) given in field parameters.filters.`);
    filters[name] = listOf(values!);
  }
  return filters;
}

const bad = (message: string) =>
  new ApiError({ code: 400, message, reason: 'badRequest', status: 'INVALID_ARGUMENT' });
const notYours = () => refused(403, 'global', 'forbidden', 'Forbidden');
