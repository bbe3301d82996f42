import type { Ctx } from '../../../kit/ctx.ts';
import { colleagues } from '../../identity/index.ts';
import { type LocationId, workspacesError } from '../contract.ts';
import { locationIsThere, membersAmong } from './published.sql.ts';

/** For statements of the modules above: who somebody in `made_by` is, and whom to write to. */
export const coworkers = membersAmong(colleagues);

/** Of what is put somewhere: a place that is none is bad input, not a failed statement. */
export async function requireLocation(ctx: Ctx, id: LocationId): Promise<void> {
  if (!(await locationIsThere(ctx.tx, id))) throw workspacesError('location_not_found', { id });
}
