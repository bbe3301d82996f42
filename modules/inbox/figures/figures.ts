import { csvLine, csvMark } from '../../../kit/csv.ts';
import type { Ctx } from '../../../kit/ctx.ts';
import type { Bytes } from '../../../kit/http/endpoint.ts';
import { coworkers, timezoneOf } from '../../workspaces/index.ts';
import { inboxError } from '../contract.ts';
import { askerOf } from '../conversations/conversations.ts';
import type { ChannelId } from '../messages/contract.ts';
import { authorize } from '../policy.ts';
import { authorizeSomewhere } from '../rights/places.ts';
import { readFilters, type ViewId, viewsMax } from '../views/contract.ts';
import { viewsOf } from '../views/views.sql.ts';
import { type Amounts, type Figures, figureDaysMax, spreadSeconds, viewDaysMax } from './contract.ts';
import { anyDue } from './counting.sql.ts';
import { beginRebuild } from './counting.ts';
import * as db from './figures.sql.ts';

export interface WantedFigures {
  readonly from: string;
  readonly until: string;
  readonly channelId?: ChannelId | undefined;
  readonly locationId?: string | undefined;
  readonly viewId?: ViewId | undefined;
}

const channelsShownMax = 100;
const linesPerReadMax = 200;
const dayMs = 86_400_000;

export async function getFigures(ctx: Ctx, wanted: WantedFigures): Promise<Figures> {
  const stretch = await stretchOf(ctx, wanted);
  const [days, channels, week, kinds, spread, due] = await Promise.all([
    db.sumsByDay(ctx.tx, stretch),
    db.sumsByChannel(ctx.tx, stretch, channelsShownMax),
    db.sumsByWeekHour(ctx.tx, stretch),
    db.sumsByKind(ctx.tx, stretch),
    db.spreadOf(ctx.tx, stretch),
    anyDue(ctx.tx),
  ]);
  const byDay = new Map(days.map((day) => [day.on, day]));
  const counts = new Map(spread.map(({ part, count }) => [part, count]));
  return {
    ...{ timezone: stretch.timezone, from: wanted.from, until: wanted.until },
    all: amountsOf(together(days)),
    days: daysBetween(wanted).map((on) => ({ on, ...amountsOf(byDay.get(on) ?? nothing) })),
    channels: channels.map(({ id, name, platform, ...sums }) => ({ id, name, platform, ...amountsOf(sums) })),
    week,
    kinds: Object.fromEntries(kinds.map(({ kind, count }) => [kind, count])),
    spread: [...spreadSeconds, 0].map((_, i) => counts.get(i + 1) ?? 0),
    isBehind: due !== undefined,
  };
}

/** Read as it is sent, so that a year of very many channels is never in memory at once. */
export async function exportFigures(ctx: Ctx, wanted: WantedFigures): Promise<Bytes> {
  const stretch = await stretchOf(ctx, wanted);
  return {
    contentType: 'text/csv; charset=utf-8',
    fileName: `inbox-${wanted.from}-${wanted.until}.csv`,
    stream: tableOf(ctx, stretch),
  };
}

export async function rebuildFigures(ctx: Ctx): Promise<Record<string, never>> {
  authorize(ctx, 'inbox.manage');
  await beginRebuild(ctx);
  await ctx.record({
    category: 'content',
    action: 'inbox.figures_rebuilt',
    subject: { type: 'workspace', id: ctx.workspaceId },
  });
  return {};
}

async function stretchOf(ctx: Ctx, wanted: WantedFigures): Promise<db.Stretch> {
  const places = authorizeSomewhere(ctx, 'inbox.see_figures');
  const days = (Date.parse(wanted.until) - Date.parse(wanted.from)) / dayMs + 1;
  if (days < 1) throw inboxError('days_out_of_order', { ...wanted });
  if (days > figureDaysMax) throw inboxError('too_many_days', { ...wanted });
  const { viewId } = wanted;
  if (viewId !== undefined && days > viewDaysMax) throw inboxError('too_many_days_of_view', { ...wanted });
  const view = viewId === undefined ? undefined : await askedBy(ctx, viewId);
  return { ...wanted, places, timezone: await timezoneOf(ctx), view };
}

/** What one of one's own views, or of everybody's, asks for. What is searched for is not counted. */
async function askedBy(ctx: Ctx, viewId: ViewId): Promise<db.Stretch['view']> {
  const asker = askerOf(ctx);
  const views = await viewsOf(ctx.tx, coworkers, asker.me, viewsMax);
  const view = views.find(({ id }) => id === viewId);
  if (!view) throw inboxError('view_not_found', { viewId });
  const filter = readFilters(view.filters);
  if (view.search !== null || !filter.success) throw inboxError('view_has_no_figures', { viewId });
  return { asker, filter: filter.data };
}

const daysBetween = ({ from, until }: WantedFigures): string[] => {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(until); at += dayMs)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
};

const nothing = Object.fromEntries(Object.keys(db.Sums.shape).map((name) => [name, 0])) as db.Sums;

function together(all: readonly db.Sums[]): db.Sums {
  const sums = { ...nothing };
  for (const one of all)
    for (const name of Object.keys(nothing) as (keyof db.Sums)[]) sums[name] += one[name];
  return sums;
}

const amountsOf = (sums: db.Sums): Amounts => ({
  inbound: sums.inbound,
  byMembers: sums.byMembers,
  byMachines: sums.byMachines,
  elsewhere: sums.elsewhere,
  begun: sums.begun,
  firstReplies: waits(sums.firstReplies, sums.firstReplySeconds, sums.firstReplyOpenSeconds),
  replies: waits(sums.replies, sums.replySeconds, sums.replyOpenSeconds),
  closed: waits(sums.closed, sums.closeSeconds, sums.closeOpenSeconds),
});

const waits = (count: number, seconds: number, openSeconds: number) => ({
  count,
  seconds: count === 0 ? null : seconds / count,
  openSeconds: count === 0 ? null : openSeconds / count,
});

const head = [
  ...[
    'Day',
    'Channel',
    'Platform',
    'Received',
    'By people',
    'By machines',
    'Elsewhere',
    'Conversations begun',
  ],
  ...['First replies', 'First reply, average seconds', 'First reply, average open seconds'],
  ...['Replies', 'Reply, average seconds', 'Reply, average open seconds'],
  ...['Closed', 'Until closed, average seconds', 'Until closed, average open seconds'],
];

async function* tableOf(ctx: Ctx, stretch: db.Stretch): AsyncGenerator<string> {
  yield csvMark + csvLine(head);
  let after: string | undefined;
  do {
    const page = await db.linesOf(ctx.tx, stretch, { after, limit: linesPerReadMax });
    if (page.items.length > 0) yield page.items.map(lineOf).join('');
    after = page.next ?? undefined;
  } while (after);
}

function lineOf({
  on,
  name,
  platform,
  channelId: _,
  ...sums
}: Awaited<ReturnType<typeof db.linesOf>>['items'][0]) {
  const amounts = amountsOf(sums);
  const waited = ({ count, seconds, openSeconds }: Amounts['replies']) => [
    count,
    rounded(seconds),
    rounded(openSeconds),
  ];
  return csvLine([
    ...[
      on,
      name,
      platform,
      amounts.inbound,
      amounts.byMembers,
      amounts.byMachines,
      amounts.elsewhere,
      amounts.begun,
    ],
    ...[...waited(amounts.firstReplies), ...waited(amounts.replies), ...waited(amounts.closed)],
  ]);
}

const rounded = (seconds: number | null) => (seconds === null ? null : Math.round(seconds));
