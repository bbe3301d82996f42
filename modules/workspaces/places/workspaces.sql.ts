import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import { type UserId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { Workspace, workspaceKinds } from './contract.ts';

/** A workspace and what somebody is in it. */
export const Place = Workspace.omit({ avatarUrl: true }).extend({ avatarKey: z.string().nullable() });
export type Place = z.infer<typeof Place>;

/** A workspace by itself. */
export const WorkspaceRow = Place.omit({ role: true }).extend({
  kind: z.enum(workspaceKinds),
  description: z.string().nullable(),
  billingEmail: z.string().nullable(),
  settings: z.record(z.string(), z.unknown()),
  parentId: WorkspaceId.nullable(),
  trialStartedAt: z.date().nullable(),
  trialEndsAt: z.date().nullable(),
  membersCount: z.number(),
  locationsCount: z.number(),
  createdAt: z.date(),
});
export type WorkspaceRow = z.infer<typeof WorkspaceRow>;

const columns = sql`
  id, name, kind, slug, avatar_key, timezone, is_demo, deleted_at, description, billing_email, settings, parent_id,
  trial_started_at, trial_ends_at, members_count, locations_count, created_at`;

export interface NewWorkspace {
  readonly id: WorkspaceId;
  readonly name: string;
  readonly kind: Workspace['kind'];
  readonly slug: string;
  readonly timezone: string;
  readonly personalOf: UserId | null;
  readonly parentId: WorkspaceId | null;
  readonly isDemo: boolean;
  readonly trialEndsAt: Date | null;
  readonly at: Date;
}

/** Answers 0 when something of it is taken: the id, the address, or the person has a workspace of their own. */
export function insertWorkspace(tx: Tx, w: NewWorkspace) {
  return tx.run(sql`
    insert into workspaces.workspaces (id, name, kind, slug, timezone, personal_of, parent_id, is_demo,
      trial_started_at, trial_ends_at, created_at, updated_at)
    values (${w.id}, ${w.name}, ${w.kind}, ${w.slug}, ${w.timezone}, ${w.personalOf}, ${w.parentId}, ${w.isDemo},
      ${w.trialEndsAt && w.at}, ${w.trialEndsAt}, ${w.at}, ${w.at})
    on conflict do nothing`);
}

/** In the scope of the installation: whether it is there already, or the person has theirs. */
export function workspaceIsThere(tx: Tx, id: WorkspaceId, personalOf: UserId | null) {
  return tx.one(
    z.object({ isThere: z.boolean() }),
    sql`
    select exists (select from workspaces.workspaces where id = ${id})
        or exists (select from workspaces.workspaces where personal_of = ${personalOf}) as is_there`,
  );
}

const placesOrder = keyset({ name: 'asc', id: 'asc' });
const placeColumns = sql`
  w.id, w.name, w.kind, w.slug, m.role, w.avatar_key, w.timezone, w.is_demo, w.deleted_at`;

/** In a person's scope, row security leaves their own places only. That it is theirs is said to the planner as well. */
export function workspacesOf(tx: Tx, userId: UserId, page: PageQuery, words: string | undefined) {
  const found =
    words === undefined ? sql`true` : sql`position(lower(${words}) in lower(w.name || ' ' || w.slug)) > 0`;
  return placesWhere(tx, userId, page, sql`w.deleted_at is null and ${found}`);
}

/** Those a person may bring back. */
export function deletedWorkspacesOf(tx: Tx, userId: UserId, page: PageQuery) {
  return placesWhere(tx, userId, page, sql`w.deleted_at is not null and m.role = 'owner'`);
}

/**
 * Each workspace is looked up by itself, which the limit of one forces: a planner that joins freely reads all there
 * are, because it cannot know how few a person's own will be.
 */
const placesWhere = (tx: Tx, userId: UserId, page: PageQuery, condition: Sql) =>
  placesOrder.page(
    tx,
    Place,
    page,
    (where, order) => sql`
    select *
      from (select ${placeColumns}
              from workspaces.members m
             cross join lateral (select * from workspaces.workspaces where id = m.workspace_id limit 1) w
             where m.user_id = ${userId} and ${condition}) place
     where ${where}
     ${order}`,
  );

/** In a person's scope: their own place in a workspace. */
export function findPlace(tx: Tx, id: WorkspaceId, userId: UserId) {
  return tx.maybeOne(
    Place,
    sql`
    select ${placeColumns}
      from workspaces.members m
      join workspaces.workspaces w on w.id = m.workspace_id
     where m.workspace_id = ${id} and m.user_id = ${userId}`,
  );
}

/** In a person's scope: how many workspaces are theirs, counted so far. */
export function countOwned(tx: Tx, userId: UserId, countMax: number) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`
    select count(*)::int as count
      from (select from workspaces.members where user_id = ${userId} and role = 'owner' limit ${countMax}) owned`,
  );
}

export function findWorkspace(tx: Tx, id: WorkspaceId) {
  return tx.maybeOne(WorkspaceRow, sql`select ${columns} from workspaces.workspaces where id = ${id}`);
}

/** Nobody else changes it until this transaction is over. */
export function holdWorkspace(tx: Tx, id: WorkspaceId) {
  return tx.maybeOne(
    WorkspaceRow,
    sql`select ${columns} from workspaces.workspaces where id = ${id} for no key update`,
  );
}

export function changeWorkspace(tx: Tx, w: WorkspaceRow, at: Date) {
  return tx.one(
    WorkspaceRow,
    sql`
    update workspaces.workspaces
       set name = ${w.name}, kind = ${w.kind}, slug = ${w.slug}, description = ${w.description},
           timezone = ${w.timezone}, billing_email = ${w.billingEmail}, settings = ${w.settings}, updated_at = ${at}
     where id = ${w.id}
    returning ${columns}`,
  );
}

/** The row must be held: what it pointed to before is the caller's to remove. */
export function setAvatar(tx: Tx, id: WorkspaceId, key: string | null, at: Date) {
  return tx.run(sql`
    update workspaces.workspaces set avatar_key = ${key}, updated_at = ${at} where id = ${id}`);
}

/** No workspace has the nil id, so all come after it. */
const beforeAll = '00000000-0000-0000-0000-000000000000';
const Id = z.object({ id: WorkspaceId });

/** Every workspace that is not deleted, for work of the installation that runs in each. */
export async function workspaceIds(
  tx: Tx,
  after: WorkspaceId | undefined,
  limit: number,
): Promise<WorkspaceId[]> {
  const rows = await tx.many(
    Id,
    sql`
    select id
      from workspaces.workspaces
     where id > ${after ?? beforeAll} and deleted_at is null
     order by id
     limit ${limit}`,
  );
  return rows.map(({ id }) => id);
}
