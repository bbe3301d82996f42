import { changed } from '../../../kit/audit.ts';
import type { Ctx, OpenCtx, PersonCtx, Role } from '../../../kit/ctx.ts';
import { MemberId, newId, type UserId, WorkspaceId } from '../../../kit/ids.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { workspacesError } from '../contract.ts';
import { insertMember } from '../members/members.sql.ts';
import type { WorkspacesOutside } from '../outside.ts';
import { authorize } from '../policy.ts';
import { announceChange } from './announce.ts';
import {
  ownedWorkspacesMax,
  type Workspace,
  type WorkspaceChanges,
  type WorkspaceDetails,
  type WorkspaceKind,
} from './contract.ts';
import { checkHolding, recordChild } from './holdings.ts';
import { merged } from './merged.ts';
import { refusedSlug, slugsFor, violatesSlug } from './slugs.ts';
import { trialEndOf } from './trials.ts';
import { detailsOf, shownPage, shownPlace } from './views.ts';
import * as db from './workspaces.sql.ts';

/** Everywhere one works. Row security shows a person their own places and nobody else's. */
export async function listWorkspaces(
  ctx: PersonCtx,
  { q, ...page }: PageQuery & { q?: string | undefined },
  outside: WorkspacesOutside,
): Promise<Page<Workspace>> {
  return shownPage(ctx, await db.workspacesOf(ctx.tx, ctx.actor.userId, page, q), outside);
}

/** What an owner deleted and can still bring back. */
export async function listDeletedWorkspaces(
  ctx: PersonCtx,
  page: PageQuery,
  outside: WorkspacesOutside,
): Promise<Page<Workspace>> {
  return shownPage(ctx, await db.deletedWorkspacesOf(ctx.tx, ctx.actor.userId, page), outside);
}

/** Anybody signed in makes their own. The same request twice is one workspace. */
export async function createWorkspace(
  ctx: PersonCtx,
  input: {
    id: WorkspaceId;
    name: string;
    kind: Exclude<WorkspaceKind, 'personal'>;
    slug?: string | undefined;
    timezone: string;
    parentId?: WorkspaceId | undefined;
  },
  outside: WorkspacesOutside,
): Promise<Workspace> {
  const { id, kind, parentId } = input;
  const { userId } = ctx.actor;
  const earlier = await db.findPlace(ctx.tx, id, userId);
  if (earlier) return shownPlace(ctx, owned(earlier, id), outside);

  const { count } = await db.countOwned(ctx.tx, userId, ownedWorkspacesMax);
  if (count >= ownedWorkspacesMax) throw workspacesError('too_many_workspaces', { count });
  if (parentId && kind === 'holding') throw workspacesError('holding_has_no_parent');
  if (parentId) await checkHolding(ctx, parentId, userId);

  const isNew = await ctx.into(id, async (inside) => {
    const made = await addWorkspace(inside, { ...input, ownerId: userId });
    if (made) await announceChange(inside, 'made');
    return made;
  });
  if (isNew && parentId) await recordChild(ctx, parentId, { child: { to: id } });
  // Not new: it was made in this very moment, by the same request sent twice or by somebody else.
  return shownPlace(ctx, owned(await db.findPlace(ctx.tx, id, userId), id), outside);
}

function owned(place: db.Place | undefined, id: WorkspaceId): db.Place {
  if (place?.role !== 'owner' || place.deletedAt) throw workspacesError('workspace_not_found', { id });
  return place;
}

interface Making {
  readonly id: WorkspaceId;
  readonly name: string;
  readonly ownerId: UserId;
  readonly kind?: WorkspaceKind;
  readonly slug?: string | undefined;
  readonly timezone?: string;
  readonly parentId?: WorkspaceId | undefined;
  readonly isDemo?: boolean;
}

/**
 * Made with its owner, in one transaction whose scope is the new workspace itself. Answers false, and changes
 * nothing, when there is a workspace with this id already, or the person has a personal one.
 */
export async function addWorkspace(ctx: OpenCtx, input: Making): Promise<boolean> {
  const { id, name, ownerId, kind = 'brand', isDemo = false } = input;
  const personalOf = kind === 'personal' ? ownerId : null;
  for (const slug of slugsFor(input)) {
    const made = await db.insertWorkspace(ctx.tx, {
      ...{ id, name, kind, slug, personalOf, isDemo, at: ctx.now },
      timezone: input.timezone ?? 'UTC',
      parentId: input.parentId ?? null,
      trialEndsAt: isDemo ? null : trialEndOf(ctx.now),
    });
    if (made === 1) {
      await addMember(ctx, { workspaceId: id, userId: ownerId, role: 'owner' });
      await ctx.record({
        category: 'workspace',
        action: 'workspaces.workspace_made',
        subject: { type: 'workspace', id },
        changes: { name: { to: name }, kind: { to: kind }, slug: { to: slug }, owner: { to: ownerId } },
      });
      return true;
    }
    const { isThere } = await ctx.aside((tx) => db.workspaceIsThere(tx, id, personalOf));
    if (isThere) return false;
  }
  throw refusedSlug(input.slug);
}

/** The same person twice in one workspace is one member. */
export async function addMember(
  ctx: OpenCtx,
  input: { workspaceId: WorkspaceId; userId: UserId; role: Role; id?: MemberId },
): Promise<void> {
  await insertMember(ctx.tx, {
    workspaceId: input.workspaceId,
    id: input.id ?? newId(MemberId, ctx.now.getTime()),
    userId: input.userId,
    role: input.role,
    createdAt: ctx.now,
  });
}

/** Somewhere to work for somebody new, in the transaction that makes them. One person has one of these. */
export async function addPersonalWorkspace(
  ctx: OpenCtx,
  person: { id: UserId; name: string; isDemo: boolean; timezone?: string },
): Promise<void> {
  const id = newId(WorkspaceId, ctx.now.getTime());
  const { name, isDemo, timezone = 'UTC' } = person;
  await ctx.into(id, async (inside) => {
    const made = await addWorkspace(inside, {
      ...{ id, name, isDemo, timezone },
      kind: 'personal',
      ownerId: person.id,
    });
    if (made) await announceChange(inside, 'made');
  });
}

/** What a workspace is, and what whoever asks may do there. */
export async function getWorkspace(ctx: Ctx, outside: WorkspacesOutside): Promise<WorkspaceDetails> {
  authorize(ctx, 'workspaces.read');
  return detailsOf(ctx, await found(ctx, db.findWorkspace(ctx.tx, ctx.workspaceId)), outside);
}

export async function changeWorkspace(
  ctx: Ctx,
  changes: WorkspaceChanges,
  outside: WorkspacesOutside,
): Promise<WorkspaceDetails> {
  authorize(ctx, 'workspaces.manage_settings');
  const before = await found(ctx, db.holdWorkspace(ctx.tx, ctx.workspaceId));
  const after = changedBy(before, changes);
  if (after.kind !== before.kind && !['brand', 'agency'].includes(before.kind))
    throw workspacesError('kind_is_fixed', { kind: before.kind });
  return detailsOf(ctx, await keepWorkspace(ctx, before, after), outside);
}

const fields = [
  'name',
  'kind',
  'slug',
  'description',
  'timezone',
  'billingEmail',
  'settings',
] as const satisfies readonly (keyof db.WorkspaceRow)[];

/** Writes what is different, with its entry in the trail. Nothing different is nothing written. */
async function keepWorkspace(ctx: Ctx, before: db.WorkspaceRow, after: db.WorkspaceRow) {
  const changes = changed(before, after, fields);
  if (Object.keys(changes).length === 0) return before;
  const kept = await db.changeWorkspace(ctx.tx, after, ctx.now).catch((error: unknown) => {
    throw violatesSlug(error) ? refusedSlug(after.slug, error) : error;
  });
  await ctx.record({
    category: 'settings',
    action: 'workspaces.workspace_changed',
    subject: { type: 'workspace', id: before.id },
    changes,
  });
  await announceChange(ctx, 'changed');
  return kept;
}

function changedBy(before: db.WorkspaceRow, { settings, ...changes }: WorkspaceChanges): db.WorkspaceRow {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  return { ...before, ...given, settings: merged(before.settings, settings) };
}

async function found(ctx: Ctx, row: Promise<db.WorkspaceRow | undefined>): Promise<db.WorkspaceRow> {
  const workspace = await row;
  if (!workspace) throw workspacesError('workspace_not_found', { id: ctx.workspaceId });
  return workspace;
}
