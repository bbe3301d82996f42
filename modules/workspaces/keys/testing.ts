import type { MemberActor } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { ApiKeyId, newId } from '../../../kit/ids.ts';
import { workIn } from '../../../kit/work.ts';
import type { Walk } from '../walk.ts';
import { makeKey } from './keys.ts';

export const newKeyId = (): ApiKeyId => newId(ApiKeyId);

/** Made by an owner, so that nothing but its own permissions limits it. Answers what goes behind `Bearer`. */
export async function newKey(
  w: Pick<Walk, 'ground' | 'workspaceId'>,
  maker: MemberActor,
  permissions: string[],
): Promise<{ id: ApiKeyId; token: string }> {
  const id = newKeyId();
  const { token } = await workIn(w.ground, w.workspaceId, { actor: maker }, (ctx) =>
    makeKey(ctx, { keyId: id, name: 'Test key', permissions }),
  );
  return { id, token: token! };
}

const atNewKey = async (w: Walk) => ({
  params: { keyId: (await newKey(w, w.staff.get('owner')!, ['workspaces.read'])).id },
});

/** A good input for every route of this part. */
export const keysSamples: Samples<Walk> = {
  'GET /w/:workspaceId/keys': async () => ({}),
  'PUT /w/:workspaceId/keys/:keyId': async () => ({
    params: { keyId: newKeyId() },
    body: { name: 'Nightly export', permissions: ['workspaces.read'], expiresAt: '2026-06-01T00:00:00Z' },
    makesId: true,
  }),
  'PATCH /w/:workspaceId/keys/:keyId': async (w) => ({
    ...(await atNewKey(w)),
    body: { name: 'Weekly export' },
  }),
  'DELETE /w/:workspaceId/keys/:keyId': atNewKey,
};
