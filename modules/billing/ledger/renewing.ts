import type { Ctx } from '../../../kit/ctx.ts';
import { timezoneOf } from '../../workspaces/index.ts';
import type { Balances } from './accounts.ts';
import type { Wallet } from './booking.sql.ts';
import type { Order } from './booking.ts';
import { type AllowanceKind, allowanceKinds } from './contract.ts';
import { expireOf, grantOf } from './orders.ts';
import { type Period, periodAt, periodFrom } from './periods.ts';
import * as db from './renewing.sql.ts';

/** Once in the life of a workspace, whatever plan it is for. */
const trialKey = 'trial';

/** What is to be booked before anything else, and what is written down about it. */
export interface Renewal {
  readonly orders: readonly Order[];
  readonly monthGivenMicro: number;
  readonly isAnotherMonth: boolean;
  keep(): Promise<void>;
}

/** Whether a week or a month is over, or a subscription has changed since. */
export const isDue = ({ weekEndsAt, monthEndsAt }: Wallet, now: Date): boolean =>
  weekEndsAt === null || monthEndsAt === null || weekEndsAt <= now || monthEndsAt <= now;

/**
 * What a plan gives for the week and the month that are now. What is left of those before is taken back; of several
 * that nobody looked at, only the last is given. In a time that has begun, a better plan gives the difference, and a
 * worse one takes nothing.
 *
 * What is kept back when its time ends stays so. Where it turns out not to be needed, it is free again, until the end
 * of the time that is then.
 */
export async function renewalOf(ctx: Ctx, balances: Balances): Promise<Renewal> {
  const { tx, workspaceId, now } = ctx;
  const allowances = await db.readAllowances(tx, trialKey, now);
  const timezone = await timezoneOf(ctx);
  const [week, month] = allowanceKinds.map((kind) => stepOf(kind, timezone, now, allowances, balances)) as [
    Step,
    Step,
  ];
  const trial =
    allowances.trial > 0 ? [grantOf({ key: trialKey, reason: 'To try it' }, 'bonus', allowances.trial)] : [];
  return {
    orders: [...week.orders, ...month.orders, ...trial],
    monthGivenMicro: month.given.grantedMicro,
    isAnotherMonth: month.isAnother,
    async keep() {
      for (const { given, before } of [week, month]) await db.putPeriod(tx, workspaceId, given, before, now);
      const ends = { week: week.given.endsAt, month: month.given.endsAt };
      await db.markRenewed(tx, ends, month.given.grantedMicro, month.isAnother, now);
    },
  };
}

interface Step {
  readonly orders: readonly Order[];
  readonly given: db.GivenPeriod;
  readonly before: { readonly startsOn: string; readonly expiredMicro: number } | undefined;
  /** Whether another time has begun. */
  readonly isAnother: boolean;
}

function stepOf(
  kind: AllowanceKind,
  timezone: string,
  now: Date,
  allowances: db.Allowances,
  balances: Balances,
): Step {
  const last = kind === 'week' ? allowances.lastWeek : allowances.lastMonth;
  const period = periodNow(kind, timezone, now, last);
  const isAnother = last?.startsOn !== period.startsOn;
  const { grantedMicro: had, grantsCount, plan } = isAnother || !last ? untouched : last;
  const dueMicro = plan === allowances.plan ? 0 : Math.max(0, allowances[kind] - had);
  const isBetter = isAnother || dueMicro > 0;
  const leftMicro = isAnother && last ? balances[kind] : 0;
  const given = {
    ...{ ...period, kind, plan: isBetter ? allowances.plan : plan },
    ...{ grantedMicro: had + dueMicro, grantsCount: grantsCount + (dueMicro > 0 ? 1 : 0) },
  };
  const expire = { key: `expire:${kind}:${last?.startsOn}`, reason: `What was left of the ${kind}` };
  const grant = {
    key: `grant:${kind}:${period.startsOn}:${given.grantsCount}`,
    reason: `Allowance of the ${kind}`,
  };
  return {
    orders: [
      ...(leftMicro > 0 ? [expireOf(expire, kind)] : []),
      ...(dueMicro > 0 ? [grantOf(grant, kind, dueMicro)] : []),
    ],
    given,
    before: isAnother && last ? { startsOn: last.startsOn, expiredMicro: leftMicro } : undefined,
    isAnother,
  };
}

const untouched = { grantedMicro: 0, grantsCount: 0, plan: '' };

/**
 * Nobody gets a time twice, or goes back to one that was over, by moving to a zone where it is not yet: then the last
 * there was goes on until its end by the clock there.
 */
function periodNow(
  kind: AllowanceKind,
  timezone: string,
  now: Date,
  last: Pick<db.Given, 'startsOn'> | null,
): Period {
  const period = periodAt(kind, timezone, now);
  return last && last.startsOn > period.startsOn ? periodFrom(kind, timezone, last.startsOn) : period;
}
