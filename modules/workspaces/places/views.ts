import { type Ctx, may, memberOf, type OpenCtx } from '../../../kit/ctx.ts';
import type { Page } from '../../../kit/page.ts';
import type { WorkspacesOutside } from '../outside.ts';
import { authorize } from '../policy.ts';
import { LocationId, type Workspace, type WorkspaceDetails, WorkspaceSettings } from './contract.ts';
import { findParent } from './holdings.sql.ts';
import type { Place, WorkspaceRow } from './workspaces.sql.ts';

export const shownPlace = (
  ctx: Pick<OpenCtx, 'now'>,
  { avatarKey, ...place }: Place,
  outside: WorkspacesOutside,
): Workspace => ({ ...place, avatarUrl: pictureUrl(outside, avatarKey, ctx.now) });

export const shownPage = (
  ctx: Pick<OpenCtx, 'now'>,
  { items, next }: Page<Place>,
  outside: WorkspacesOutside,
): Page<Workspace> => ({ items: items.map((place) => shownPlace(ctx, place, outside)), next });

/** A workspace as whoever asks may know it, with what they may do in it. */
export async function detailsOf(
  ctx: Ctx,
  row: WorkspaceRow,
  outside: WorkspacesOutside,
): Promise<WorkspaceDetails> {
  const { parentId, billingEmail, avatarKey, ...shown } = row;
  const parent = parentId ? await ctx.aside((tx) => findParent(tx, parentId)) : undefined;
  const member = memberOf(ctx.actor);
  const managesSettings = may(authorize.policy, ctx.actor, 'workspaces.manage_settings');
  return {
    ...shown,
    settings: WorkspaceSettings.parse(row.settings),
    role: member?.role ?? null,
    avatarUrl: pictureUrl(outside, avatarKey, ctx.now),
    parent: parent ?? null,
    ...(managesSettings ? { billingEmail } : {}),
    permissions: permissionsIn(ctx),
    locations: (member?.access?.locations ?? []).map(({ locationId, role }) => ({
      locationId: LocationId.parse(locationId),
      role,
      permissions: permissionsIn(ctx, locationId),
    })),
  };
}

const permissionsIn = ({ policy, actor }: Ctx, locationId?: string) =>
  Object.keys(policy).filter((permission) => may(policy, actor, permission, locationId));

const hourMs = 3_600_000;

/** The same address for an hour, so that an answer with a picture in it can be the same as the one before. */
export function pictureUrl(outside: WorkspacesOutside, key: string | null, now: Date): string | null {
  return key && outside.fileUrl(key, new Date(Math.floor(now.getTime() / hourMs) * hourMs));
}
