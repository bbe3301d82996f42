import { createHash } from 'node:crypto';
import type { Call } from './call.ts';
import { badParameter, GraphError } from './errors.ts';
import type { NodeOf, Operation } from './nodes.ts';
import { graphTime } from './state.ts';

const scopes = ['instagram_business_manage_insights', 'instagram_manage_insights', 'read_insights'];
const dayMs = 24 * 3_600_000;
const daysMax = 30;

const mediaMetrics = [
  'views',
  'reach',
  'likes',
  'comments',
  'saved',
  'shares',
  'total_interactions',
  'follows',
  'profile_visits',
  'profile_activity',
  'navigation',
  'replies',
  'reposts',
  'ig_reels_avg_watch_time',
  'ig_reels_video_view_total_time',
  'reels_skip_rate',
  'clips_replays_count',
];
const accountMetrics = [
  'reach',
  'views',
  'accounts_engaged',
  'follower_count',
  'follower_demographics',
  'engaged_audience_demographics',
  'online_followers',
  'profile_views',
  'website_clicks',
  'total_interactions',
  'follows_and_unfollows',
  'likes',
  'comments',
  'saves',
  'shares',
  'replies',
];
const gone = ['impressions', 'plays'];
const demographics = ['follower_demographics', 'engaged_audience_demographics'];
const periods = ['day', 'week', 'days_28', 'month', 'lifetime', 'total_over_range'];

export const insightOperations: readonly Operation[] = [
  {
    method: 'GET',
    edge: 'insights',
    on: ['instagram'],
    takes: ['metric', 'period', 'metric_type', 'since', 'until', 'breakdown', 'timeframe'],
    scopes,
    run: ofAccount,
  },
  {
    method: 'GET',
    edge: 'insights',
    on: ['post'],
    takes: ['metric', 'period', 'metric_type', 'breakdown'],
    scopes,
    run: ofPost,
  },
];

function metricsOf(call: Call, known: readonly string[]): string[] {
  const asked = call
    .need('metric')
    .split(',')
    .map((one) => one.trim());
  const dead = asked.find((one) => gone.includes(one));
  if (dead)
    throw badParameter(`The metric ${dead} is no longer supported. Please use the metric views instead.`);
  const wrong = asked.find((one) => !known.includes(one));
  if (wrong !== undefined)
    throw badParameter(`metric[0] must be one of the following values: ${known.join(', ')}; ${wrong} is not`);
  return asked;
}

/** The same figure for the same words, growing a little with each hour that what it is about has been there. */
const figure = (words: string, max: number) =>
  createHash('sha256').update(words).digest().readUInt32BE(0) % max;

function ofPost(call: Call, { post, id, account }: NodeOf<'post'>): object {
  const metrics = metricsOf(call, mediaMetrics);
  const hours = Math.max(0, (call.meta.now().getTime() - Date.parse(post.at)) / 3_600_000);
  if (account.key.includes('not-business-then'))
    throw new GraphError(100, '(#100) The media was posted before the account was a business account.', {
      subcode: 2108006,
    });
  if (post.product === 'STORY' && hours > 24) return { data: [] };
  const grown = 1 - Math.exp(-hours / 48);
  const data = metrics.map((name) => {
    const whole = figure(`${id}:${name}`, name.includes('time') ? 90_000 : 9_000);
    const value = name === 'likes' ? post.likes : Math.round(whole * grown);
    // A story seen by a few only says so, and not by how many.
    const shown = post.product === 'STORY' && value < 5 ? -1 : value;
    return element(id, name, 'lifetime', { values: [{ value: shown }] });
  });
  return { data };
}

function ofAccount(call: Call, { account }: NodeOf<'instagram'>): object {
  const metrics = metricsOf(call, accountMetrics);
  const period = call.need('period');
  if (!periods.includes(period)) throw badParameter(`Param period must be one of {${periods.join(', ')}}`);
  const { since, until } = rangeOf(call);
  const id = account.id;
  const data = metrics.map((name) => {
    if (demographics.includes(name)) return demographic(call, id, name);
    const days = daysBetween(since, until).map((day) => ({
      value:
        name === 'follower_count'
          ? figure(`${id}:${name}:${day}`, 60)
          : figure(`${id}:${name}:${day}`, 3_000),
      end_time: `${day}T08:00:00+0000`,
    }));
    if (call.text('metric_type') === 'total_value')
      return element(id, name, period, {
        total_value: { value: days.reduce((sum, one) => sum + one.value, 0) },
      });
    return element(id, name, period, { values: days });
  });
  return {
    data,
    paging: {
      previous: pageUrl(call, since.getTime() - dayMs, since.getTime()),
      next: pageUrl(call, until.getTime(), until.getTime() + dayMs),
    },
  };
}

function pageUrl(call: Call, since: number, until: number): string {
  const url = new URL(call.nextUrl(''));
  url.searchParams.delete('after');
  url.searchParams.set('since', String(Math.floor(since / 1_000)));
  url.searchParams.set('until', String(Math.floor(until / 1_000)));
  return url.href;
}

function demographic(call: Call, id: string, name: string) {
  if (call.text('metric_type') !== 'total_value')
    throw badParameter(`The metric ${name} needs metric_type=total_value`);
  if (call.text('timeframe') === undefined) throw badParameter(`The metric ${name} needs a timeframe`);
  const breakdown = call.need('breakdown');
  const groups: Record<string, string[]> = {
    country: ['IT', 'DE', 'FR', 'SE', 'JP'],
    age: ['18-24', '25-34', '35-44', '45-54'],
    gender: ['F', 'M', 'U'],
    city: ['Rome, Lazio', 'Berlin, Berlin', 'Paris, Île-de-France'],
  };
  const values = groups[breakdown];
  if (!values) throw badParameter('Param breakdown must be one of {age, city, country, gender}');
  const results = values.map((value) => ({
    dimension_values: [value],
    value: figure(`${id}:${name}:${value}`, 4_000),
  }));
  const breakdowns = [{ dimension_keys: [breakdown], results }];
  return element(id, name, 'lifetime', { total_value: { breakdowns } });
}

function element(id: string, name: string, period: string, figures: object) {
  const title = name.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase());
  return {
    name,
    period,
    ...figures,
    title,
    description: `${title}.`,
    id: `${id}/insights/${name}/${period}`,
  };
}

function rangeOf(call: Call): { since: Date; until: Date } {
  const now = call.meta.now().getTime();
  const instant = (name: string, usual: number) => {
    const text = call.text(name);
    if (text === undefined) return usual;
    const at = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text);
    if (Number.isNaN(at)) throw badParameter(`Param ${name} must be a time`);
    return at;
  };
  const until = instant('until', now);
  const since = instant('since', until - 2 * dayMs);
  if (until < since) throw badParameter('since param must be before until param');
  if (until - since > daysMax * dayMs)
    throw badParameter('There cannot be more than 30 days (2592000 s) between since and until');
  return { since: new Date(since), until: new Date(until) };
}

function daysBetween(since: Date, until: Date): string[] {
  const days: string[] = [];
  for (let at = since.getTime(); at < until.getTime() && days.length < daysMax; at += dayMs)
    days.push(graphTime(new Date(at).toISOString()).slice(0, 10));
  return days;
}
