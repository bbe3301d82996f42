import type { Ctx } from '../ctx.ts';
import { uuidv7 } from '../ids.ts';
import {
  authorize,
  type EndpointId,
  endpointsMax,
  PutEndpoint,
  type SecretKeeper,
  type WebhookEndpoint,
  webhooksError,
} from './contract.ts';
import * as db from './endpoints.sql.ts';
import { newSecret } from './sign.ts';

/** A receiver has this long to learn the new secret; until then, deliveries are signed with both. */
const secretOverlapMs = 24 * 3_600_000;

/** Makes an endpoint with a secret of its own, or changes where it is and what it hears. */
export async function putEndpoint(
  ctx: Ctx,
  keeper: SecretKeeper,
  input: PutEndpoint,
): Promise<WebhookEndpoint> {
  authorize(ctx, 'webhooks.manage');
  const put = PutEndpoint.parse(input);

  const all = await db.listEndpoints(ctx.tx);
  const isNew = !all.some(({ id }) => id === put.id);
  if (isNew && all.length >= endpointsMax) throw webhooksError('too_many_endpoints');

  const { workspaceId, now } = ctx;
  const endpoint = await db.putEndpoint(ctx.tx, { ...put, workspaceId, memberId: memberOf(ctx), now });
  if (isNew) await addSecret(ctx, keeper, put.id);
  return endpoint;
}

export async function listEndpoints(ctx: Ctx): Promise<WebhookEndpoint[]> {
  authorize(ctx, 'webhooks.read');
  return db.listEndpoints(ctx.tx);
}

/** Its deliveries go with it. */
export async function removeEndpoint(ctx: Ctx, { id }: { id: EndpointId }): Promise<void> {
  authorize(ctx, 'webhooks.manage');
  if ((await db.removeEndpoint(ctx.tx, id)) === 0) throw webhooksError('endpoint_not_found', { id });
}

export async function switchEndpoint(
  ctx: Ctx,
  { id, on }: { id: EndpointId; on: boolean },
): Promise<WebhookEndpoint> {
  authorize(ctx, 'webhooks.manage');
  const { tx, now } = ctx;
  const changed = on
    ? await db.enableEndpoint(tx, id, now)
    : await db.disableEndpoint(tx, { id, memberId: memberOf(ctx), reason: 'by_member', now });
  const endpoint = changed ?? (await db.findEndpoint(tx, id));
  if (!endpoint) throw webhooksError('endpoint_not_found', { id });
  return endpoint;
}

/** The secret that stays, for whoever sets the receiver up. */
export async function showSecret(
  ctx: Ctx,
  keeper: SecretKeeper,
  { id }: { id: EndpointId },
): Promise<string> {
  authorize(ctx, 'webhooks.manage');
  const [newest] = await secretsOf(ctx, keeper, id);
  if (!newest) throw webhooksError('endpoint_not_found', { id });
  return newest;
}

/** A new secret at once, and the old one for a day beside it. */
export async function rotateSecret(
  ctx: Ctx,
  keeper: SecretKeeper,
  { id }: { id: EndpointId },
): Promise<string> {
  authorize(ctx, 'webhooks.manage');
  if (!(await db.holdEndpoint(ctx.tx, id))) throw webhooksError('endpoint_not_found', { id });
  await db.expireSecrets(ctx.tx, id, new Date(ctx.now.getTime() + secretOverlapMs));
  return addSecret(ctx, keeper, id);
}

/** The newest first: all that a receiver may know by now. */
export async function secretsOf(ctx: Ctx, keeper: SecretKeeper, endpointId: EndpointId): Promise<string[]> {
  const sealed = await db.validSecrets(ctx.tx, endpointId, ctx.now);
  return sealed.map((secret) => keeper.open(secret.sealed, rowOf(ctx, secret.id)).toString('utf8'));
}

async function addSecret(ctx: Ctx, keeper: SecretKeeper, endpointId: EndpointId): Promise<string> {
  const { workspaceId, now } = ctx;
  const id = uuidv7(now.getTime());
  const secret = newSecret();
  await db.insertSecret(ctx.tx, {
    workspaceId,
    endpointId,
    id,
    sealed: keeper.seal(secret, rowOf(ctx, id)),
    now,
  });
  return secret;
}

/** Bound into the ciphertext: a secret that is moved to another row or workspace does not open there. */
const rowOf = ({ workspaceId }: Ctx, id: string) => `webhook_secret:${workspaceId}:${id}`;

const memberOf = ({ actor }: Ctx) => (actor.kind === 'member' ? actor.memberId : null);
