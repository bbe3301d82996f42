import { changed } from '../../../kit/audit.ts';
import type { AdminCtx } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { identityError } from '../contract.ts';
import { type AlertAddress, alertAddressesMax, type InstallationSettings } from './contract.ts';
import * as db from './settings.sql.ts';

export const getSettings = (ctx: AdminCtx): Promise<InstallationSettings> => db.findSettings(ctx.tx);

export interface SettingsChange {
  readonly signUp?: InstallationSettings['signUp'] | undefined;
  readonly launchAt?: Date | null | undefined;
  readonly launchTimezone?: string | undefined;
}

export async function changeSettings(ctx: AdminCtx, change: SettingsChange): Promise<InstallationSettings> {
  const before = await db.holdSettings(ctx.tx);
  const wanted = {
    signUp: change.signUp ?? before.signUp,
    launchAt: change.launchAt === undefined ? before.launchAt : change.launchAt,
    launchTimezone: change.launchTimezone ?? before.launchTimezone,
  };
  const changes = changed(before, { ...before, ...wanted }, ['signUp', 'launchAt', 'launchTimezone']);
  if (Object.keys(changes).length === 0) return before;

  const after = await db.updateSettings(ctx.tx, wanted, ctx.actor.userId, ctx.now);
  await ctx.record({
    category: 'installation',
    action: 'identity.settings_changed',
    subject: { type: 'installation' },
    changes,
  });
  return after;
}

export const listAlertAddresses = (ctx: AdminCtx, page: PageQuery): Promise<Page<AlertAddress>> =>
  db.alertAddresses(ctx.tx, page);

export async function putAlertAddress(ctx: AdminCtx, wanted: db.AlertWanted): Promise<AlertAddress> {
  // One at a time, so that they are counted right.
  await db.holdSettings(ctx.tx);
  const before = await db.findAlertAddress(ctx.tx, wanted.email);
  const after = await db.upsertAlertAddress(ctx.tx, wanted, ctx.actor.userId, ctx.now, alertAddressesMax);
  if (!after) throw identityError('too_many_alert_addresses');
  await ctx.record({
    category: 'installation',
    action: before ? 'identity.alert_address_changed' : 'identity.alert_address_added',
    subject: { type: 'alert_address' },
    changes: {
      email: { to: wanted.email },
      ...changed({ ...after, ...before }, after, ['creatorApplications', 'agencyApplications', 'pausedAt']),
    },
  });
  return after;
}

export async function removeAlertAddress(
  ctx: AdminCtx,
  { email }: { email: string },
): Promise<Record<string, never>> {
  const removed = await db.deleteAlertAddress(ctx.tx, email);
  if (removed === 0) throw identityError('alert_address_not_found');
  await ctx.record({
    category: 'installation',
    action: 'identity.alert_address_removed',
    subject: { type: 'alert_address' },
    changes: { email: { from: email } },
  });
  return {};
}
