import { z } from 'zod';
import { readShape } from '../answer.ts';
import { ask, type YouTubeOptions } from './ask.ts';
import type { Usage } from './quota.ts';

export interface Report {
  /** `2026-11-01`: days as the channel's country counts them. The last two or three are not there yet. */
  readonly startDate: string;
  readonly endDate: string;
  readonly metrics: readonly string[];
  readonly dimensions?: readonly string[];
  /** `video==abc;country==IT` */
  readonly filters?: string;
  readonly sort?: string;
  readonly itemsMax?: number;
  /** From 1. */
  readonly startIndex?: number;
}

export interface ReportRows {
  readonly columns: readonly { name: string; isMetric: boolean }[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  readonly usage: Usage;
}

const Table = z.object({
  columnHeaders: z.array(z.object({ name: z.string(), columnType: z.string() })),
  // Not empty but absent when there is nothing to tell.
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))).default([]),
});

export const openAnalytics = (options: YouTubeOptions) => ({
  report: async (report: Report): Promise<ReportRows> => {
    const { asked, usage } = await ask(options, {
      operation: 'reports.query',
      method: 'GET',
      path: 'https://youtubeanalytics.googleapis.com/v2/reports',
      query: {
        ids: 'channel==MINE',
        startDate: report.startDate,
        endDate: report.endDate,
        metrics: report.metrics.join(','),
        dimensions: report.dimensions?.join(','),
        filters: report.filters,
        sort: report.sort,
        maxResults: report.itemsMax,
        startIndex: report.startIndex,
      },
    });
    const { columnHeaders, rows } = readShape(Table, asked);
    const columns = columnHeaders.map(({ name, columnType }) => ({
      name,
      isMetric: columnType === 'METRIC',
    }));
    return { columns, rows, usage };
  },
});
