import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { Colleague, LocationId } from '../../workspaces/contract.ts';
import { Login, PlatformName } from '../platforms/contract.ts';

export const AccountId = z.uuid().brand<'AccountId'>();
export type AccountId = z.infer<typeof AccountId>;

/** What of a disconnected account is kept, and for how long. */
export const keptDaysAfterDisconnect = 90;

/** `open`: in and out. `broken`: somebody must connect it again. */
export const accountStates = ['open', 'broken', 'disconnected'] as const;
export type AccountState = (typeof accountStates)[number];

/** How it is doing: all told in its own page. */
export const healthStatuses = ['healthy', 'degraded', 'failing'] as const;

export const brokenReasons = [
  'token_expired',
  'token_revoked',
  'refresh_refused',
  'scopes_withdrawn',
  'uninstalled',
  'blocked',
] as const;
export type BrokenReason = (typeof brokenReasons)[number];

/** SE-48: what is switched per account; what uses each is another module's. */
export const AccountSettings = z.strictObject({
  tryonEnabled: z.boolean().default(true),
  autoReplyEnabled: z.boolean().default(true),
  notificationsEnabled: z.boolean().default(true),
  businessHoursOnly: z.boolean().default(false),
  globalTriggerKeywords: z.array(z.string().min(1).max(100)).max(100).default([]),
  messageTemplates: z.record(z.string().min(1).max(60), z.string().max(2_000)).default({}),
});
export type AccountSettings = z.infer<typeof AccountSettings>;

export const AccountSummary = z.object({
  id: AccountId,
  platform: PlatformName,
  platformAccountId: z.string(),
  username: z.string().nullable(),
  displayName: z.string(),
  pictureUrl: z.string().nullable(),
  locationId: LocationId.nullable(),
  state: z.enum(accountStates),
  health: z.enum(healthStatuses),
  brokenReason: z.enum(brokenReasons).nullable(),
  /** Asked for and not given: what cannot be done with it. */
  lackingScopes: z.array(z.string()),
  connectedAt: z.coerce.date(),
  disconnectedAt: z.coerce.date().nullable(),
  lastEventAt: z.coerce.date().nullable(),
  isDemo: z.boolean(),
});
export type AccountSummary = z.infer<typeof AccountSummary>;

export const Account = AccountSummary.extend({
  login: Login,
  accountKind: z.string().nullable(),
  profileUrl: z.string().nullable(),
  biography: z.string().nullable(),
  figures: z.object({
    followers: z.number().int().nullable(),
    following: z.number().int().nullable(),
    posts: z.number().int().nullable(),
    views: z.number().int().nullable(),
    at: z.coerce.date().nullable(),
  }),
  scopes: z.array(z.string()),
  settings: AccountSettings,
  connectedBy: Colleague.nullable(),
  disconnectedBy: Colleague.nullable(),
  brokenAt: z.coerce.date().nullable(),
  token: z.object({
    expiresAt: z.coerce.date().nullable(),
    refreshedAt: z.coerce.date().nullable(),
    refreshAt: z.coerce.date().nullable(),
  }),
  /** When what is kept of a disconnected account goes. */
  emptiedFrom: z.coerce.date().nullable(),
});
export type Account = z.infer<typeof Account>;

const inWorkspace = { workspaceId: WorkspaceId };
export const ofAccount = { ...inWorkspace, accountId: AccountId };

export const listAccounts = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/connections',
  audience: 'workspace',
  permission: 'connections.see',
  summary: 'Connected accounts, by name',
  params: inWorkspace,
  query: {
    ...pageQuery,
    platform: PlatformName.optional(),
    /** Without it: all that are not disconnected. */
    state: z.enum(accountStates).optional(),
    locationId: LocationId.optional(),
  },
  reply: pageOf(AccountSummary),
  etag: true,
});

export const getAccount = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/connections/:accountId',
  audience: 'workspace',
  permission: 'connections.see',
  summary: 'One connected account',
  params: ofAccount,
  reply: Account,
  errors: ['connections.account_not_found'],
  etag: true,
});

export const patchAccount = endpoint({
  method: 'PATCH',
  path: '/w/:workspaceId/connections/:accountId',
  audience: 'workspace',
  permission: 'connections.connect',
  summary: 'Change where an account belongs and how it is used',
  params: ofAccount,
  body: { locationId: LocationId.nullable().optional(), settings: AccountSettings.partial().optional() },
  reply: Account,
  errors: ['connections.account_not_found', 'workspaces.location_not_found'],
});

/** What it brought in is kept for 90 days, and is all there again when it is connected within them. */
export const deleteAccount = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/connections/:accountId',
  audience: 'workspace',
  permission: 'connections.connect',
  summary: 'Disconnect an account; nothing goes in or out from here on',
  params: ofAccount,
  reply: Account,
  errors: ['connections.account_not_found'],
});

/** Something about an account is not as it was: connected, broken, its figures, its health. */
export const accountChanged = event({
  name: 'connections.account_changed',
  payload: z.object({ accountId: AccountId }),
  key: ({ accountId }) => accountId,
});

export const accountsEvents = [accountChanged] as const;

export const accountsErrors = {
  account_not_found: [404, 'This account does not exist, or you cannot see it.'],
  account_not_open: [409, 'This account is not connected at the moment. Connect it again first.'],
} as const;
