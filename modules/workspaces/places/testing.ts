import type { Ctx, PersonCtx } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { MemberId, newId, type UserId, WorkspaceId } from '../../../kit/ids.ts';
import { halves } from '../../../kit/images/testing.ts';
import { sql } from '../../../kit/sql.ts';
import { openCtxOf, workIn } from '../../../kit/work.ts';
import { newPerson } from '../../identity/testing.ts';
import type { Walk } from '../walk.ts';
import { LocationId, type WorkspaceKind } from './contract.ts';
import { addMember, addWorkspace } from './workspaces.ts';

const system = { actor: { kind: 'system' } } as const;

/** What a route for anybody signed in does. */
export const asPerson = <T>(
  ground: Walk['ground'],
  userId: UserId,
  fn: (ctx: PersonCtx) => Promise<T>,
): Promise<T> =>
  ground.db.transaction({ kind: 'person', userId }, (tx) => {
    const actor = { kind: 'person', userId } as const;
    return fn({ ...openCtxOf(ground, tx, { actor }), actor });
  });

/** Another workspace, made past what people may do: its owner, and what is particular about it. */
export async function addedWorkspace(
  ground: Walk['ground'],
  ownerId: UserId,
  more: {
    kind?: WorkspaceKind;
    parentId?: WorkspaceId;
    name?: string;
    also?: (ctx: Ctx) => Promise<unknown>;
  } = {},
): Promise<WorkspaceId> {
  const id = newId(WorkspaceId);
  const { also, name = 'Another', ...rest } = more;
  await workIn(ground, id, system, async (ctx) => {
    await addWorkspace(ctx, { id, name, ownerId, ...rest });
    await also?.(ctx);
  });
  return id;
}

/** As `deleteWorkspace` leaves it. */
export const deletedAt = (ground: Walk['ground'], id: WorkspaceId, at: Date | null) =>
  workIn(ground, id, system, (ctx) =>
    ctx.tx.run(sql`update workspaces.workspaces set deleted_at = ${at}, deleted_by = null where id = ${id}`),
  );

/** Owned by whoever may ask in the walk. */
async function holdingFor({ ground, ownerId, staff }: Walk): Promise<WorkspaceId> {
  const other = staff.get('owner')!.userId;
  const id: WorkspaceId = await addedWorkspace(ground, ownerId, {
    kind: 'holding',
    also: async (ctx) => addMember(ctx, { workspaceId: ctx.workspaceId, userId: other, role: 'owner' }),
  });
  return id;
}

const atNewLocation = async (w: Walk) => ({ params: { locationId: await w.location() } });
const location = {
  name: 'Studio Kyoto',
  timezone: 'Asia/Tokyo',
  address: '12 Teramachi\nKyoto',
  phone: '+81 75 123 4567',
  email: 'kyoto@example.org',
  website: 'https://example.org/kyoto',
  googlePlaceId: 'ChIJN1t_tDeuEmsRUsoyG83frY4',
  businessInfo: { category: 'Textiles', languages: ['ja', 'en'] },
  openingHours: { monday: [{ from: '10:00', to: '18:00' }], exceptions: [{ on: '2026-12-25', spans: [] }] },
  brandVoice: { tone: 'calm', emoji: 'never' },
  settings: { locale: 'ja' },
};

/** A good input for every route of this part. */
export const placesSamples: Samples<Walk> = {
  'GET /workspaces': async () => ({}),
  'GET /workspaces/deleted': async () => ({}),
  'PUT /workspaces/:newWorkspaceId': async () => ({
    params: { newWorkspaceId: newId(WorkspaceId) },
    body: { name: 'Weaving room', kind: 'brand', timezone: 'Europe/Lisbon' },
  }),
  'PUT /workspaces/:deletedWorkspaceId/restoration': async ({ ground, ownerId }) => {
    const id = await addedWorkspace(ground, ownerId);
    await deletedAt(ground, id, ground.clock.now());
    return { params: { deletedWorkspaceId: id } };
  },
  'GET /w/:workspaceId': async () => ({}),
  'PATCH /w/:workspaceId': async () => ({
    body: {
      name: 'Weaving house',
      slug: `weaving-${newId(WorkspaceId)}`.slice(0, 60),
      description: 'Cloth, made by hand.',
      timezone: 'Europe/Lisbon',
      billingEmail: 'bills@example.org',
      kind: 'agency',
      settings: { currency: 'EUR', weekStartsOn: 'monday' },
    },
  }),
  // It may have been deleted by whoever asked before.
  'DELETE /w/:workspaceId': async ({ ground, workspaceId }) => {
    await deletedAt(ground, workspaceId, null);
    return {};
  },
  'PUT /w/:workspaceId/avatar': async () => ({
    upload: { type: 'image/png', bytes: await halves(40, 30) },
  }),
  'DELETE /w/:workspaceId/avatar': async () => ({}),
  'POST /w/:workspaceId/transfer': async ({ ground, workspaceId }) => {
    const [memberId, userId] = [newId(MemberId), await newPerson(ground.db, ground.clock.now())];
    await workIn(ground, workspaceId, system, (ctx) =>
      addMember(ctx, { workspaceId, userId, role: 'viewer', id: memberId }),
    );
    return { body: { memberId } };
  },
  'PUT /w/:workspaceId/parent': async (w) => ({ body: { parentId: await holdingFor(w) } }),
  'DELETE /w/:workspaceId/parent': async () => ({}),
  'GET /w/:workspaceId/children': async () => ({}),
  'DELETE /w/:workspaceId/children/:childId': async ({ ground, ownerId, workspaceId }) => ({
    params: { childId: await addedWorkspace(ground, ownerId, { parentId: workspaceId }) },
  }),
  'GET /w/:workspaceId/locations': async () => ({}),
  'GET /w/:workspaceId/locations/:locationId': atNewLocation,
  'PUT /w/:workspaceId/locations/:locationId': async () => ({
    params: { locationId: newId(LocationId) },
    body: location,
    makesId: true,
  }),
  'PATCH /w/:workspaceId/locations/:locationId': async (w) => ({
    ...(await atNewLocation(w)),
    body: location,
  }),
  'PUT /w/:workspaceId/locations/:locationId/closure': atNewLocation,
  'DELETE /w/:workspaceId/locations/:locationId/closure': atNewLocation,
};
