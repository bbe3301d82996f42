import type { Ctx } from '../../../kit/ctx.ts';
import { findOpeningTimes, findTimezone, type OpeningTimes } from './published.sql.ts';

/** By which clock a workspace lives. */
export const timezoneOf = async (ctx: Ctx): Promise<string> =>
  (await findTimezone(ctx.tx, ctx.workspaceId)).timezone;

/** When a place is open; undefined of no place, and of one that is none. */
export const openingTimesOf = async (
  ctx: Ctx,
  locationId: string | null,
): Promise<OpeningTimes | undefined> =>
  locationId === null ? undefined : findOpeningTimes(ctx.tx, locationId);
