import { csvLine, csvMark } from '../../../kit/csv.ts';
import type { Ctx } from '../../../kit/ctx.ts';
import type { Bytes } from '../../../kit/http/endpoint.ts';
import type { MemberId } from '../../../kit/ids.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { coworkers } from '../../workspaces/index.ts';
import { inDollars } from '../calls/contract.ts';
import { billingError } from '../contract.ts';
import { authorize } from '../policy.ts';
import { type Usage, type UsageEvent, usageDaysMax, usageRowsMax } from './contract.ts';
import { namesOf } from './people.sql.ts';
import * as db from './usage.sql.ts';

const dayMs = 86_400_000;
const linesPerReadMax = 500;

export async function getUsage(ctx: Ctx, period: db.Period): Promise<Usage> {
  authorize(ctx, 'billing.read');
  requirePossible(period);
  const rows = await db.sumsOf(ctx.tx, period, usageRowsMax);
  const of = (wanted: string) => rows.filter(({ kind }) => kind === wanted).map(summed);
  const members = rows.filter(({ kind }) => kind === 'member').map(({ member }) => member!);
  const known = members.filter((member) => member !== '');
  const named = known.length > 0 ? await namesOf(ctx.tx, coworkers, known) : [];
  const names = new Map<string, string | null>(named.map(({ id, name }) => [id, name]));
  return {
    total: of('total')[0]!.sum,
    days: of('day')
      .map(({ row, sum }) => ({ day: row.day!, meter: row.meter!, ...sum }))
      .reverse(),
    byMeter: of('meter').map(({ row, sum }) => ({
      meter: row.meter!,
      name: row.name ?? row.meter!,
      family: row.family ?? '',
      ...sum,
    })),
    byModel: of('model')
      .filter(({ row }) => row.model !== '')
      .map(({ row, sum }) => ({ model: row.model!, ...sum })),
    byMember: of('member').map(({ row, sum }) => ({
      memberId: row.member || null,
      name: names.get(row.member ?? '') ?? null,
      ...sum,
    })),
  };
}

type Row = Awaited<ReturnType<typeof db.sumsOf>>[number];

const summed = (row: Row) => {
  const { uses, failed, quantity, paidMicro, apiMicro } = row;
  return { row, sum: { uses, failed, quantity, paidMicro, apiMicro } };
};

function requirePossible({ from, until }: db.Period): void {
  const days = (Date.parse(until) - Date.parse(from)) / dayMs + 1;
  if (days < 1 || days > usageDaysMax) throw billingError('usage_period_not_possible', { days });
}

interface Asked extends PageQuery {
  readonly meter?: string | undefined;
  readonly model?: string | undefined;
  readonly memberId?: MemberId | undefined;
  readonly subjectType?: string | undefined;
  readonly subjectId?: string | undefined;
}

export async function listUsageEvents(
  ctx: Ctx,
  { meter, model, memberId, subjectType: type, subjectId: id, ...page }: Asked,
): Promise<Page<UsageEvent>> {
  authorize(ctx, 'billing.read');
  const subject = type !== undefined && id !== undefined ? { type, id } : undefined;
  const isHalf = !subject && (type !== undefined || id !== undefined);
  const narrowing = [meter, model, memberId, subject].filter((one) => one !== undefined);
  if (isHalf || narrowing.length > 1) throw billingError('one_filter_for_usage');
  return db.eventsByTime(ctx.tx, page, { meter, model, memberId, subject });
}

/** Read as it is sent: a page at a time is all that is ever held. */
export async function exportUsage(ctx: Ctx, period: db.Period): Promise<Bytes> {
  authorize(ctx, 'billing.read');
  requirePossible(period);
  return {
    contentType: 'text/csv; charset=utf-8',
    fileName: `usage-${period.from}-${period.until}.csv`,
    stream: tableOf(ctx, period),
  };
}

const head = [
  ...['When', 'What', 'How many', 'State', 'Plan', 'Model', 'Tokens in', 'Tokens out', 'Member', 'For', 'Id'],
  ...['From', 'Base, dollars', 'Compute, dollars', 'Model, dollars', 'Paid, dollars', 'Given back, dollars'],
];

async function* tableOf(ctx: Ctx, period: db.Period): AsyncGenerator<string> {
  yield csvMark + csvLine(head);
  let after: string | undefined;
  do {
    const page = await db.eventsWithin(ctx.tx, period, { after, limit: linesPerReadMax });
    if (page.items.length > 0) yield page.items.map(lineOf).join('');
    after = page.next ?? undefined;
  } while (after);
}

const lineOf = (one: UsageEvent) =>
  csvLine([
    ...[one.createdAt.toISOString(), one.meter, one.quantity, one.status, one.plan, one.model ?? ''],
    ...[one.inputTokens ?? '', one.outputTokens ?? '', one.memberId ?? '', one.subjectType ?? ''],
    ...[one.subjectId ?? '', one.sourcePlatform, inDollars(one.baseMicro), inDollars(one.computeMicro)],
    ...[inDollars(one.apiMicro), inDollars(one.paidMicro), inDollars(one.refundedMicro)],
  ]);
