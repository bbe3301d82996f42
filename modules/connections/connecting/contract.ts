import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { LocationId } from '../../workspaces/contract.ts';
import { AccountId } from '../accounts/contract.ts';
import { Login, offerBlocks, PlatformName } from '../platforms/contract.ts';

export const WayId = z.uuid().brand<'WayId'>();
export type WayId = z.infer<typeof WayId>;

export const wayMinutes = 10;
export const offersMax = 200;
export const pendingInstallDays = 7;
export const shopPattern = /^[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com$/;

/** The page of ours that platforms send people back to: exact, one per door. */
export const callbackPathOf = (login: Login): string => `/connect/${login}`;

export const wayStatuses = ['begun', 'answered', 'choosing', 'connected', 'failed'] as const;

/** Why a way leads nowhere, for people. */
export const wayFailures = [
  'declined',
  'expired',
  'state_unknown',
  'refused_by_platform',
  'nothing_to_connect',
  'platform_unavailable',
  'outcome_unknown',
  'wrong_account',
] as const;
export type WayFailure = (typeof wayFailures)[number];

export const Offer = z.object({
  platform: PlatformName,
  platformAccountId: z.string(),
  username: z.string().nullable(),
  displayName: z.string(),
  pictureUrl: z.string().nullable(),
  lackingScopes: z.array(z.string()),
  /** What is to be done on the platform first. Until then it cannot be chosen. */
  blockedBy: z.enum(offerBlocks).nullable(),
  /** Connected here already: choosing it renews its token and keeps all it has. */
  accountId: AccountId.nullable(),
  /** Open in another workspace: it has to be disconnected there first. */
  isTaken: z.boolean(),
});
export type Offer = z.infer<typeof Offer>;

export const Way = z.object({
  id: WayId,
  platform: PlatformName,
  login: Login,
  accountId: AccountId.nullable(),
  status: z.enum(wayStatuses),
  failure: z.enum(wayFailures).nullable(),
  offers: z.array(Offer),
  /** What was connected by it. */
  connectedIds: z.array(AccountId),
  createdAt: z.coerce.date(),
  expiresAt: z.coerce.date(),
});
export type Way = z.infer<typeof Way>;

const inWorkspace = { workspaceId: WorkspaceId };
const ofWay = { ...inWorkspace, wayId: WayId };

export const PlatformChoice = z.object({
  platform: PlatformName,
  login: Login,
  /** What it asks for before the way begins. */
  needs: z.enum(['nothing', 'shop']),
  scopes: z.array(z.string()),
});
export type PlatformChoice = z.infer<typeof PlatformChoice>;

export const listPlatforms = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/connection-platforms',
  audience: 'workspace',
  permission: 'connections.see',
  summary: 'Where accounts can be connected from on this installation',
  params: inWorkspace,
  reply: z.object({ items: z.array(PlatformChoice) }),
  etag: true,
});

/** For people only, in a browser of theirs: the answer is taken from nobody else. */
export const putWay = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/connection-ways/:wayId',
  audience: 'workspace',
  permission: 'connections.connect',
  summary: 'Begin to connect an account',
  params: ofWay,
  body: {
    platform: PlatformName,
    accountId: AccountId.optional(),
    locationId: LocationId.optional(),
    shop: z.string().regex(shopPattern).optional(),
  },
  reply: Way.extend({ address: z.string() }),
  errors: [
    'connections.platform_unavailable',
    'connections.account_not_found',
    'connections.shop_needed',
    'connections.person_needed',
    'connections.way_unknown',
    'workspaces.location_not_found',
  ],
  limit: { count: 30, seconds: 60 },
});

/** `query` is what stands behind the question mark when the browser is back, whole: some platforms sign it. */
export const postWayAnswer = endpoint({
  method: 'POST',
  path: '/w/:workspaceId/connection-answers',
  audience: 'workspace',
  permission: 'connections.connect',
  summary: 'Hand over what a platform sent the browser back with',
  params: inWorkspace,
  body: { login: Login, query: z.string().min(1).max(8_000) },
  reply: Way,
  errors: ['connections.way_unknown', 'connections.person_needed'],
  limit: { count: 30, seconds: 60 },
});

export const getWay = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/connection-ways/:wayId',
  audience: 'workspace',
  permission: 'connections.connect',
  summary: 'How far connecting is, and what there is to choose from',
  params: ofWay,
  reply: Way,
  errors: ['connections.way_unknown'],
});

export const postWayChoice = endpoint({
  method: 'POST',
  path: '/w/:workspaceId/connection-ways/:wayId/choice',
  audience: 'workspace',
  permission: 'connections.connect',
  summary: 'Connect the accounts that were chosen',
  params: ofWay,
  body: {
    choices: z
      .array(z.strictObject({ platform: PlatformName, platformAccountId: z.string().min(1).max(255) }))
      .min(1)
      .max(50),
  },
  reply: Way,
  errors: [
    'connections.way_unknown',
    'connections.person_needed',
    'connections.not_offered',
    'connections.offer_is_blocked',
    'connections.taken_elsewhere',
    'connections.one_seller',
  ],
});

/** What Shopify sends a browser with that installs Stoa from a shop's own pages. Nobody need be signed in. */
export const postInstall = endpoint({
  method: 'POST',
  path: '/connection-installs',
  audience: 'anybody',
  summary: 'A shop is being installed: answers where to go on',
  body: { query: z.string().min(1).max(8_000) },
  reply: z.object({
    /** The shop's consent page, or undefined when the shop waits to be claimed. */
    address: z.string().nullable(),
    shop: z.string(),
    /** What the browser keeps until somebody with a workspace claims it. Shown once. */
    claim: z.string().nullable(),
  }),
  errors: ['connections.install_refused', 'connections.platform_unavailable'],
  limit: { count: 20, seconds: 60 },
});

export const postInstallClaim = endpoint({
  method: 'POST',
  path: '/w/:workspaceId/connection-install-claims',
  audience: 'workspace',
  permission: 'connections.connect',
  summary: 'Link a shop that was installed before to this workspace',
  params: inWorkspace,
  body: { claim: z.string().min(20).max(200) },
  reply: z.object({ accountId: AccountId }),
  errors: ['connections.install_unknown', 'connections.taken_elsewhere'],
  limit: { count: 10, seconds: 60 },
});

export const wayChanged = event({
  name: 'connections.way_changed',
  payload: z.object({ wayId: WayId }),
  key: ({ wayId }) => wayId,
});

export const connectingEvents = [wayChanged] as const;

export const connectingErrors = {
  platform_unavailable: [409, 'This installation has no credentials for this platform yet.'],
  shop_needed: [422, 'Write the address of the shop: name.myshopify.com.'],
  person_needed: [403, 'An account is connected by a person in a browser, not by a key.'],
  way_unknown: [404, 'This way of connecting is over, or it was begun by somebody else. Begin again.'],
  not_offered: [422, 'This account is not among those that can be chosen.'],
  offer_is_blocked: [409, 'This place is not verified on Google yet. Verify it there, and connect again.'],
  taken_elsewhere: [409, 'This account is connected in another workspace. Disconnect it there first.'],
  one_seller: [409, 'A workspace has one Amazon seller account. Disconnect the other one first.'],
  install_refused: [
    422,
    'This installation was not sent by Shopify, or is too old. Install again from the shop.',
  ],
  install_unknown: [404, 'No shop waits for this. Install again from the shop.'],
} as const;
