import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { ApiKeyId, WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { Instant, plainLine } from '../../identity/contract.ts';
import { Colleague, PermissionNames } from '../members/contract.ts';

export const keyNameLengthMax = 120;
export const keysLiveMax = 200;
export const keyDaysMax = 3_650;
/** By which a token is known for one of ours, by people and by those who look for leaked ones. */
export const keyTokenPrefix = 'stoa_';

export const keyStatuses = ['live', 'expired', 'revoked'] as const;
export type KeyStatus = (typeof keyStatuses)[number];

export const KeyName = plainLine(keyNameLengthMax);

export const ApiKey = z.object({
  id: ApiKeyId,
  name: z.string(),
  /** Its last characters, to tell it from others. */
  hint: z.string(),
  /** What it was made for. It does what of this its maker may do at the moment. */
  permissions: z.array(z.string()),
  status: z.enum(keyStatuses),
  madeBy: Colleague,
  createdAt: z.coerce.date(),
  expiresAt: z.coerce.date().nullable(),
  /** Right to a few minutes. */
  lastUsedAt: z.coerce.date().nullable(),
  revokedAt: z.coerce.date().nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** `token` goes behind `Authorization: Bearer`. It is shown this once and kept nowhere. */
export const NewApiKey = ApiKey.extend({ token: z.string().nullable() });
export type NewApiKey = z.infer<typeof NewApiKey>;

const inWorkspace = { workspaceId: WorkspaceId };
const ofKey = { ...inWorkspace, keyId: ApiKeyId };

export const listKeys = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/keys',
  audience: 'workspace',
  permission: 'workspaces.manage_keys',
  summary: 'API keys, newest first',
  params: inWorkspace,
  query: { ...pageQuery, status: z.enum(keyStatuses).optional() },
  reply: pageOf(ApiKey),
  etag: true,
});

/**
 * For people only: a key makes no keys. A retry with the same Idempotency-Key is answered with `token` null, and any
 * other request for the same id is refused: what was lost on the way is revoked and made anew.
 */
export const putKey = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/keys/:keyId',
  audience: 'workspace',
  permission: 'workspaces.manage_keys',
  summary: 'Make an API key',
  params: ofKey,
  body: {
    name: KeyName,
    permissions: PermissionNames.min(1),
    expiresAt: Instant.nullable().optional(),
  },
  reply: NewApiKey,
  shownOnce: ['token'],
  errors: ['workspaces.key_was_shown', 'workspaces.not_yours_to_give', 'workspaces.too_many_keys'],
  limit: { count: 30, seconds: 60 },
});

export const patchKey = endpoint({
  method: 'PATCH',
  path: '/w/:workspaceId/keys/:keyId',
  audience: 'workspace',
  permission: 'workspaces.manage_keys',
  summary: 'Give an API key another name',
  params: ofKey,
  body: { name: KeyName },
  reply: ApiKey,
  errors: ['workspaces.key_not_found'],
});

/** It stays in the list, so that what it did can still be told by its name. */
export const deleteKey = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/keys/:keyId',
  audience: 'workspace',
  permission: 'workspaces.manage_keys',
  summary: 'Revoke an API key; it opens nothing from the next request on',
  params: ofKey,
  reply: ApiKey,
  errors: ['workspaces.key_not_found'],
});

export const keyChanged = event({
  name: 'workspaces.key_changed',
  payload: z.object({ keyId: ApiKeyId }),
  key: ({ keyId }) => keyId,
});

export const keysEvents = [keyChanged] as const;

/** What may be refused here. */
export const keysErrors = {
  key_not_found: [404, 'This API key does not exist, or you cannot see it.'],
  key_was_shown: [
    409,
    'This key was made already, and its token is shown only once. Revoke it and make another one.',
  ],
  too_many_keys: [409, `A workspace has up to ${keysLiveMax} keys at a time. Revoke some of them first.`],
} as const;
