import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { Bytes, endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { LocationId } from '../../workspaces/contract.ts';
import { ChannelId, ChannelPlatform } from '../messages/contract.ts';
import { ViewId } from '../views/contract.ts';

/** Up to how many seconds an answer took, to be counted in each part of the spread; the last is everything longer. */
export const spreadSeconds = [60, 5 * 60, 15 * 60, 3_600, 4 * 3_600, 24 * 3_600] as const;
export const figureDaysMax = 366;
/** Of a view: its figures are put together when they are asked for. */
export const viewDaysMax = 92;

const Count = z.number().int();
/** Averages are null where there was nothing to take one of. `open`: only while the place was open. */
const Waits = z.object({
  count: Count,
  seconds: z.number().nullable(),
  openSeconds: z.number().nullable(),
});

const Amounts = z.object({
  inbound: Count,
  byMembers: Count,
  byMachines: Count,
  elsewhere: Count,
  begun: Count,
  firstReplies: Waits,
  replies: Waits,
  closed: Waits,
});
export type Amounts = z.infer<typeof Amounts>;

export const Figures = z.object({
  timezone: z.string(),
  from: z.iso.date(),
  until: z.iso.date(),
  all: Amounts,
  /** Every day there is, also those on which nothing happened. */
  days: z.array(Amounts.extend({ on: z.iso.date() })),
  channels: z.array(Amounts.extend({ id: ChannelId, name: z.string(), platform: ChannelPlatform })),
  /** What came in, by the day of the week (Monday is 1) and the hour of the day. */
  week: z.array(z.object({ weekday: Count, hour: Count, inbound: Count })),
  kinds: z.record(z.string(), Count),
  /** How many answers took how long: one more than `spreadSeconds`. */
  spread: z.array(Count),
  /** Some hours are still to be counted anew. */
  isBehind: z.boolean(),
});
export type Figures = z.infer<typeof Figures>;

const inWorkspace = { workspaceId: WorkspaceId };
const wanted = {
  /** Days of the workspace's zone, both of them included. */
  from: z.iso.date(),
  until: z.iso.date(),
  channelId: ChannelId.optional(),
  locationId: LocationId.optional(),
  /** Only conversations that are in this saved view now, whatever they were then. */
  viewId: ViewId.optional(),
};
const refusals = [
  'inbox.days_out_of_order',
  'inbox.too_many_days',
  'inbox.too_many_days_of_view',
  'inbox.view_not_found',
  'inbox.view_has_no_figures',
];

export const getFigures = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/figures',
  audience: 'workspace',
  permission: 'inbox.see_figures',
  summary: 'How much came in and went out, and how long people waited',
  params: inWorkspace,
  query: wanted,
  reply: Figures,
  errors: refusals,
  etag: true,
});

export const getFiguresCsv = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/figures.csv',
  audience: 'workspace',
  permission: 'inbox.see_figures',
  summary: 'The same by day and channel, as a table',
  params: inWorkspace,
  query: wanted,
  reply: Bytes,
  bytes: 'text/csv',
  errors: refusals,
  limit: { count: 10, seconds: 60 },
});

/** In the background; what is shown meanwhile is what was counted before. */
export const postFiguresRebuild = endpoint({
  method: 'POST',
  path: '/w/:workspaceId/inbox/figures/rebuild',
  audience: 'workspace',
  permission: 'inbox.manage',
  summary: 'Count every hour anew from the messages',
  params: inWorkspace,
  reply: z.object({}),
});

/** For screens: hours were counted. */
export const figuresCounted = event({
  name: 'inbox.figures_counted',
  payload: z.object({ hours: Count }),
});

export const figuresEvents = [figuresCounted] as const;

export const figuresErrors = {
  days_out_of_order: [400, 'The last day is before the first.'],
  too_many_days: [400, `Ask for ${figureDaysMax} days at most.`],
  too_many_days_of_view: [400, `Of a view, ask for ${viewDaysMax} days at most.`],
  view_has_no_figures: [
    409,
    'This view searches for words, or for what is there no more: it has no figures.',
  ],
} as const;
