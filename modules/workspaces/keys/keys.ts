import { randomBytes } from 'node:crypto';
import { type Ctx, may, memberOf } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import { invalidInput } from '../../../kit/http/failure.ts';
import type { ApiKeyId } from '../../../kit/ids.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { colleagues, hashOf } from '../../identity/index.ts';
import { workspacesError } from '../contract.ts';
import { refuseUnknown } from '../members/authority.ts';
import { authorize } from '../policy.ts';
import {
  type ApiKey,
  type KeyStatus,
  keyChanged,
  keyDaysMax,
  keysLiveMax,
  keyTokenPrefix,
  type NewApiKey,
} from './contract.ts';
import * as db from './keys.sql.ts';

const secretBytes = 32;
const hintLength = 4;
const dayMs = 24 * 3_600_000;
const keysCountedMax = 5 * keysLiveMax;

type Named = { readonly keyId: ApiKeyId };

export async function listKeys(
  ctx: Ctx,
  input: PageQuery & { status?: KeyStatus | undefined },
): Promise<Page<ApiKey>> {
  authorize(ctx, 'workspaces.manage_keys');
  return db.keysOfWorkspace(ctx.tx, colleagues, { status: input.status, now: ctx.now }, input);
}

/**
 * Its token is in this answer and nowhere else. Made by people alone: a key that was leaked would otherwise outlive its
 * end in another one.
 */
export async function makeKey(
  ctx: Ctx,
  input: Named & { name: string; permissions: string[]; expiresAt?: Date | null | undefined },
): Promise<NewApiKey> {
  authorize(ctx, 'workspaces.manage_keys');
  if (ctx.actor.kind !== 'member') throw kitError('not_permitted', { who: ctx.actor.kind });
  const { keyId: id, name, permissions, expiresAt = null } = input;
  refuseUnknown(ctx.policy, { permissions });
  refuseEnd(expiresAt, ctx.now);
  const beyond = permissions.filter((permission) => !may(ctx.policy, ctx.actor, permission));
  if (beyond.length > 0) throw workspacesError('not_yours_to_give', { permissions: beyond });
  const { count } = await db.countLiveKeys(ctx.tx, ctx.now, keysCountedMax);
  if (count >= keysLiveMax) throw workspacesError('too_many_keys');

  const token = `${keyTokenPrefix}${randomBytes(secretBytes).toString('base64url')}`;
  const made = await db.insertKey(ctx.tx, {
    workspaceId: ctx.workspaceId,
    id,
    name,
    tokenHash: hashOf(token),
    hint: token.slice(-hintLength),
    permissions,
    madeBy: ctx.actor.memberId,
    createdAt: ctx.now,
    expiresAt,
  });
  if (made === 0) throw workspacesError('key_was_shown', { id });
  const changes = { name: { to: name }, permissions: { to: permissions }, expiresAt: { to: expiresAt } };
  return { ...(await told(ctx, id, 'workspaces.key_made', changes)), token };
}

export async function renameKey(ctx: Ctx, input: Named & { name: string }): Promise<ApiKey> {
  authorize(ctx, 'workspaces.manage_keys');
  const { keyId: id, name } = input;
  const renamed = await db.renameKey(ctx.tx, id, name);
  if (!renamed) throw workspacesError('key_not_found', { id });
  if (renamed.before === name) return showKey(ctx, id);
  return told(ctx, id, 'workspaces.key_renamed', { name: { from: renamed.before, to: name } });
}

/** What it was stays to be read; it opens nothing from the next request on. */
export async function revokeKey(ctx: Ctx, { keyId: id }: Named): Promise<ApiKey> {
  authorize(ctx, 'workspaces.manage_keys');
  const revoked = await db.revokeKey(ctx.tx, id, memberOf(ctx.actor)?.memberId ?? null, ctx.now);
  if (revoked === 0) return showKey(ctx, id);
  return told(ctx, id, 'workspaces.key_revoked', { revokedAt: { from: null, to: ctx.now } });
}

function refuseEnd(expiresAt: Date | null, now: Date): void {
  const latest = now.getTime() + keyDaysMax * dayMs;
  if (expiresAt === null || (expiresAt > now && expiresAt.getTime() <= latest)) return;
  const message = `Choose a moment from now on, up to ${keyDaysMax} days ahead.`;
  throw invalidInput([{ path: 'body.expiresAt', code: 'out_of_range', message }]);
}

async function showKey(ctx: Ctx, id: ApiKeyId): Promise<ApiKey> {
  const key = await db.findKey(ctx.tx, colleagues, id, ctx.now);
  if (!key) throw workspacesError('key_not_found', { id });
  return key;
}

async function told(
  ctx: Ctx,
  id: ApiKeyId,
  action: string,
  changes: Readonly<Record<string, { from?: unknown; to?: unknown }>>,
): Promise<ApiKey> {
  await ctx.record({ category: 'secrets', action, subject: { type: 'api_key', id }, changes });
  await ctx.publish(keyChanged, { keyId: id });
  return showKey(ctx, id);
}
