import { csvLine, csvMark } from '../../../kit/csv.ts';
import type { Ctx } from '../../../kit/ctx.ts';
import type { Tx } from '../../../kit/db/database.ts';
import type { Bytes } from '../../../kit/http/endpoint.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { billingError } from '../contract.ts';
import { findEndpoint } from '../models/settings.sql.ts';
import { authorize } from '../policy.ts';
import {
  type AiCall,
  type AiCallOutcome,
  type AiCosts,
  costDaysMax,
  costRowsMax,
  inDollars,
} from './contract.ts';
import * as db from './costs.sql.ts';
import { monthOf } from './counting.ts';

interface Asked extends PageQuery {
  readonly purpose?: string | undefined;
  readonly model?: string | undefined;
  readonly outcome?: AiCallOutcome | undefined;
  readonly subjectType?: string | undefined;
  readonly subjectId?: string | undefined;
}

export async function listAiCalls(
  ctx: Ctx,
  { purpose, model, outcome, subjectType: type, subjectId: id, ...page }: Asked,
): Promise<Page<AiCall>> {
  authorize(ctx, 'billing.read');
  const subject = type !== undefined && id !== undefined ? { type, id } : undefined;
  const isHalf = !subject && (type !== undefined || id !== undefined);
  const narrowing = [purpose, model, outcome, subject].filter((one) => one !== undefined);
  if (isHalf || narrowing.length > 1) throw billingError('one_filter_at_a_time');
  return db.callsByTime(ctx.tx, page, { purpose, model, outcome, subject });
}

const dayMs = 86_400_000;
const sumsMax = 100;
const linesPerReadMax = 500;

export async function getAiCosts(ctx: Ctx, period: db.Period): Promise<AiCosts> {
  authorize(ctx, 'billing.read');
  requirePossible(period);
  const month = monthOf(ctx.now);
  const [shown, total, byPurpose, byModel, spent, endpoint] = await Promise.all([
    db.daysOf(ctx.tx, period, costRowsMax),
    db.totalOf(ctx.tx, period),
    db.sumsByPurpose(ctx.tx, period, sumsMax),
    db.sumsByModel(ctx.tx, period, sumsMax),
    db.findMonth(ctx.tx, month),
    findEndpoint(ctx.tx),
  ]);
  const { spentMicro, heldMicro } = spent ?? { spentMicro: 0, heldMicro: 0 };
  const maxMicro = endpoint?.monthMaxMicro ?? null;
  return { days: shown, total, byPurpose, byModel, month: { month, spentMicro, heldMicro, maxMicro } };
}

/** Read as it is sent: a page at a time is all that is ever held. */
export async function exportAiCosts(ctx: Ctx, period: db.Period): Promise<Bytes> {
  authorize(ctx, 'billing.read');
  requirePossible(period);
  return {
    contentType: 'text/csv; charset=utf-8',
    fileName: `costs-${period.from}-${period.until}.csv`,
    stream: tableOf(ctx, period),
  };
}

function requirePossible({ from, until }: db.Period): void {
  const days = (Date.parse(until) - Date.parse(from)) / dayMs + 1;
  if (days < 1 || days > costDaysMax) throw billingError('period_not_possible', { days });
}

const head = ['Day', 'Purpose', 'Model', 'Calls', 'Failed', 'Tokens in', 'Tokens out', 'Cost, dollars'];

async function* tableOf(ctx: Ctx, period: db.Period): AsyncGenerator<string> {
  yield csvMark + csvLine(head);
  let after: string | undefined;
  do {
    const page = await db.linesOf(ctx.tx, period, { after, limit: linesPerReadMax });
    if (page.items.length > 0) yield page.items.map(lineOf).join('');
    after = page.next ?? undefined;
  } while (after);
}

const lineOf = ({ day, purpose, model, calls, failed, ...one }: AiCosts['days'][number]) =>
  csvLine([day, purpose, model, calls, failed, one.inputTokens, one.outputTokens, inDollars(one.costMicro)]);

export interface CostOfOne {
  readonly costMicro: number;
  readonly calls: number;
}

/**
 * What calls about each of some things came to, for the modules above: of conversations, for one. Whether somebody may
 * see that is theirs to ask.
 */
export async function costOf(
  tx: Tx,
  { type, ids }: { readonly type: string; readonly ids: readonly string[] },
): Promise<Map<string, CostOfOne>> {
  if (ids.length === 0) return new Map();
  const found = await db.costsOfSubjects(tx, type, ids);
  return new Map(found.map(({ id, costMicro, calls }) => [id, { costMicro, calls }]));
}
