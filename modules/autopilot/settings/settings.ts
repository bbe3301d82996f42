import { changed } from '../../../kit/audit.ts';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { autopilotError } from '../contract.ts';
import { type Gate, requireNoWorse } from '../evaluating/runs.ts';
import { authorize } from '../policy.ts';
import {
  type AutopilotSettings,
  areFlagsSmall,
  defaultSettings,
  type GivenSettings,
  settingsChanged,
} from './contract.ts';
import * as db from './settings.sql.ts';

const untouched: AutopilotSettings = { ...defaultSettings, version: 0, updatedAt: null };

/** Without a row nobody has set it up: what it would be is shown, and it does not answer. */
export async function getSettings(ctx: Ctx): Promise<AutopilotSettings> {
  authorize(ctx, 'autopilot.read');
  return (await db.findSettings(ctx.tx)) ?? untouched;
}

interface Conditions {
  readonly version?: number | undefined;
  readonly gatedBy?: Gate | undefined;
}

/** The version rises with every change, and a decision says which it was made by. The same again changes nothing. */
export async function putSettings(
  ctx: Ctx,
  { version, gatedBy, ...given }: GivenSettings & Conditions,
): Promise<AutopilotSettings> {
  authorize(ctx, 'autopilot.manage');
  if (!areFlagsSmall(given)) throw autopilotError('flags_too_large');
  const isNew = (await db.insertSettings(ctx.tx, ctx.workspaceId, ctx.now)) === 1;
  const before = (await db.holdSettings(ctx.tx))!;
  const seen = isNew ? 0 : before.version;
  if (version !== undefined && version !== seen)
    throw autopilotError('settings_changed_meanwhile', { version, is: seen });
  const fields = Object.keys(defaultSettings) as (keyof GivenSettings)[];
  const changes = changed(before, { ...before, ...given }, fields);
  if (!isNew && Object.keys(changes).length === 0) return before;
  if (gatedBy) await requireNoWorse(ctx, gatedBy, given);
  const next = seen + 1;
  await db.changeSettings(ctx.tx, given, next, memberOf(ctx.actor)?.memberId ?? null);
  await ctx.record({
    category: 'settings',
    action: isNew ? 'autopilot.set_up' : 'autopilot.settings_changed',
    subject: { type: 'autopilot', id: ctx.workspaceId },
    changes: { ...changes, ...(gatedBy && { gatedBy: { to: gatedBy.runId } }) },
  });
  await ctx.publish(settingsChanged, { version: next });
  return (await db.findSettings(ctx.tx))!;
}
