import { z } from 'zod';
import type { Answer, Graph } from './graph.ts';
import { count, listOf, maybe, present, text, time } from './shapes.ts';

/** One measured thing, as a series over time, a total, or both. */
export interface Metric {
  readonly name: string;
  /** `day`, `week`, `days_28`, `lifetime`, `total_over_range`. */
  readonly period?: string;
  readonly points: readonly { value: MetricValue; at?: Date }[];
  readonly total?: number;
  /** The total, cut by kinds: `{ dimensions: ['age'], rows: [{ values: ['18-24'], count: 12 }] }`. */
  readonly breakdowns: readonly Breakdown[];
}
/** Old metrics answer an object of counters per hour or country. */
export type MetricValue = number | Readonly<Record<string, number>>;
export interface Breakdown {
  readonly dimensions: readonly string[];
  readonly rows: readonly { values: readonly string[]; count: number }[];
}

export interface InsightWish {
  readonly metrics: readonly string[];
  readonly period?: string;
  readonly metricType?: 'total_value' | 'time_series';
  readonly since?: Date;
  readonly until?: Date;
  readonly breakdowns?: readonly string[];
  readonly timeframe?: string;
}

/** Figures of an account or a post. Too few people behind one leave it out: the list may be empty. */
export interface Insights {
  ofAccount(accountId: string, wish: InsightWish): Promise<Answer<readonly Metric[]>>;
  ofMedia(
    mediaId: string,
    wish: Pick<InsightWish, 'metrics' | 'breakdowns'>,
  ): Promise<Answer<readonly Metric[]>>;
}

export function openInsights(graph: Graph): Insights {
  const ask = (objectId: string, wish: InsightWish) =>
    graph.ask(
      {
        method: 'GET',
        path: [objectId, 'insights'],
        name: 'GET /insights',
        query: {
          metric: wish.metrics.join(','),
          period: wish.period,
          metric_type: wish.metricType,
          since: secondsOf(wish.since),
          until: secondsOf(wish.until),
          breakdown: wish.breakdowns?.join(',') || undefined,
          timeframe: wish.timeframe,
        },
      },
      metrics,
    );
  return { ofAccount: ask, ofMedia: ask };
}

const secondsOf = (date: Date | undefined) => date && Math.floor(date.getTime() / 1_000);

const value = z.union([count, z.record(z.string(), count)]);

const breakdown = z
  .object({
    dimension_keys: listOf(text),
    results: maybe(listOf(z.object({ dimension_values: listOf(text), value: count }))),
  })
  .transform(
    ({ dimension_keys, results }): Breakdown => ({
      dimensions: dimension_keys,
      rows: (results ?? []).map((row) => ({ values: row.dimension_values, count: row.value })),
    }),
  );

const point = z
  .object({ value, end_time: maybe(time) })
  .transform((one) => present({ value: one.value, at: one.end_time }));

const metrics = z
  .object({
    data: listOf(
      z
        .object({
          name: text,
          period: maybe(text),
          values: maybe(listOf(point)),
          total_value: maybe(z.object({ value: maybe(count), breakdowns: maybe(listOf(breakdown)) })),
        })
        .transform(
          (one): Metric => ({
            ...present({ name: one.name, period: one.period, total: one.total_value?.value }),
            points: one.values ?? [],
            breakdowns: one.total_value?.breakdowns ?? [],
          }),
        ),
    ),
  })
  .transform(({ data }) => data);
