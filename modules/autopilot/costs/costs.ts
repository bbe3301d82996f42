import { csvLine, csvMark } from '../../../kit/csv.ts';
import type { Ctx } from '../../../kit/ctx.ts';
import type { Bytes } from '../../../kit/http/endpoint.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { costDaysMax, inDollars } from '../../billing/contract.ts';
import { threadsWith } from '../../inbox/index.ts';
import { autopilotError } from '../contract.ts';
import { authorizeSomewhere } from '../rights/places.ts';
import type { Threads } from '../threads/threads.sql.ts';
import type { ThreadCost } from './contract.ts';
import * as db from './costs.sql.ts';

interface Period {
  readonly from: string;
  readonly until: string;
}

const dayMs = 86_400_000;
const linesPerReadMax = 1_000;

/** Of what is at places where whoever asks may look. */
export async function listThreadCosts(
  ctx: Ctx,
  { from, until, ...page }: Period & PageQuery,
): Promise<Page<ThreadCost>> {
  const threads = threadsFor(ctx);
  return db.threadCosts(ctx.tx, threads, stretchOf({ from, until }), page);
}

/** Read as it is sent: a page at a time is all that is ever held. */
export async function exportThreadCosts(ctx: Ctx, period: Period): Promise<Bytes> {
  const threads = threadsFor(ctx);
  return {
    contentType: 'text/csv; charset=utf-8',
    fileName: `conversations-${period.from}-${period.until}.csv`,
    stream: tableOf(ctx, threads, stretchOf(period)),
  };
}

const threadsFor = (ctx: Ctx): Threads =>
  threadsWith(ctx, 'inbox.read', authorizeSomewhere(ctx, 'autopilot.read'));

/** Days of UTC, by which a month is charged. */
function stretchOf({ from, until }: Period): db.Stretch {
  const [since, before] = [new Date(from), new Date(Date.parse(until) + dayMs)];
  const days = (before.getTime() - since.getTime()) / dayMs;
  if (days < 1 || days > costDaysMax) throw autopilotError('period_not_possible', { days });
  return { since, before };
}

const head = ['With', 'Channel', 'Platform', 'Kind', 'Decisions', 'Last', 'Cost, dollars', 'Id'];

async function* tableOf(ctx: Ctx, threads: Threads, stretch: db.Stretch): AsyncGenerator<string> {
  yield csvMark + csvLine(head);
  let after: string | undefined;
  do {
    const page = await db.threadCosts(ctx.tx, threads, stretch, { after, limit: linesPerReadMax });
    if (page.items.length > 0) yield page.items.map(lineOf).join('');
    after = page.next ?? undefined;
  } while (after);
}

const lineOf = ({ id, kind, thread, decisionsCount, costMicro, lastAt }: ThreadCost) =>
  csvLine([
    ...[thread.personName, thread.channelName, thread.platform, kind],
    ...[decisionsCount, lastAt, inDollars(costMicro), id],
  ]);
