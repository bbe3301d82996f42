import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { MemberId } from '../../../kit/ids.ts';
import { explainEach, numberedId } from '../../../kit/testing/explain.ts';
import { AccountId } from '../accounts/contract.ts';
import { accountId, crowded, now, scope, start, workspaceId } from '../accounts/testing/crowd.ts';
import * as connect from './connect.sql.ts';
import { WayId } from './contract.ts';
import * as installs from './installs.sql.ts';
import * as ways from './ways.sql.ts';

let db: Database;
before(async () => {
  db = await crowded();
});
const where = () => ({ db, scope });
const installation = { kind: 'installation' } as const;
const wayId = WayId.parse(numberedId(2_995));
const id = numberedId(2_000);
const soon = new Date(now.getTime() + 600_000);
const instagram = { platform: 'instagram', platformAccountId: '1-1500' } as const;
const instagramDoor = { platform: 'instagram', login: 'instagram' } as const;
const known = [instagram, { platform: 'instagram', platformAccountId: '1-1501' }] as const;
const elsewhere = [{ platform: 'instagram', platformAccountId: '2-1500' }];
const toConnect: connect.ToConnect = {
  ...{
    workspaceId,
    id: AccountId.parse(numberedId(9_999)),
    ...instagram,
    login: 'instagram',
    displayName: 'New',
  },
  ...{ appScopedId: null, parentPlatformId: null, accountKind: null, locationId: null, username: null },
  ...{
    profileUrl: null,
    pictureUrl: null,
    biography: null,
    followers: null,
    following: null,
    posts: null,
    views: null,
  },
  ...{
    hasFigures: false,
    scopes: [],
    lackingScopes: [],
    details: {},
    tokenExpiresAt: null,
    connectedBy: null,
  },
  ...{ isDemo: false, now },
};

describe('connecting', () => {
  explainEach(connect, where, {
    putAccount: { given: () => [toConnect], by: ['account_once_per_workspace'] },
    setRefreshAt: { given: () => [accountId, now], by: ['accounts_pkey'] },
    takeRoute: {
      given: () => [{ workspaceId, accountId, ...instagram, businessId: null, now }],
      by: ['account_routes_pkey', 'account_routes_by_account'],
    },
    putCompanions: {
      given: () => [
        { workspaceId, accountId, now },
        { fields: [], resources: ['posts'] as const },
      ],
      by: ['health_pkey', 'sync_states_pkey', 'webhook_subscriptions_pkey'],
    },
    knownAmong: { given: () => [known], by: ['account_once_per_workspace'] },
    findLogin: { given: () => [instagram], by: ['account_once_per_workspace'] },
  });
  explainEach(ways, where, {
    findWay: { given: () => [wayId], by: ['oauth_states_pkey'] },
    holdWay: { given: () => [wayId], by: ['oauth_states_pkey'] },
    insertWay: {
      given: () => [
        {
          ...{ workspaceId, id: WayId.parse(numberedId(9_999)), ...instagramDoor },
          ...{ memberId: MemberId.parse(numberedId(1)), accountId: null, locationId: null },
          ...{
            stateHash: Buffer.alloc(32),
            contextSealed: Buffer.alloc(60),
            createdAt: now,
            expiresAt: soon,
          },
        },
      ],
      by: ['oauth_states_pkey'],
    },
    markAnswered: { given: () => [wayId, Buffer.alloc(60), now], by: ['oauth_states_pkey'] },
    takeAnswer: { given: () => [wayId], by: ['oauth_states_pkey'] },
    markChoosing: { given: () => [wayId, [], Buffer.alloc(60)], by: ['oauth_states_pkey'] },
    markConnected: { given: () => [wayId, [], now], by: ['oauth_states_pkey'] },
    markWayFailed: { given: () => [wayId, 'expired' as const, now], by: ['oauth_states_pkey'] },
    endWays: { given: () => [now, 20], by: ['oauth_states_not_over', 'oauth_states_pkey'] },
    purgeWays: {
      given: () => [new Date(start.getTime() + 600_000), 50],
      by: ['oauth_states_by_age', 'oauth_states_pkey'],
    },
    openElsewhere: {
      given: () => [workspaceId, elsewhere],
      by: ['account_routes_pkey'],
      scope: installation,
    },
  });
  explainEach(installs, () => ({ db, scope: installation }), {
    holdInstall: {
      given: () => [{ id, shop: 'shop-1.myshopify.com', now, expiresAt: soon }],
      by: ['pending_install_once_per_shop'],
    },
    putInstall: {
      given: () => [
        id,
        {
          ...{
            claimHash: Buffer.alloc(32),
            tokenSealed: Buffer.alloc(60),
            refreshSealed: null,
            tokenExpiresAt: null,
          },
          ...{ scopes: [], details: {}, now, expiresAt: soon },
        },
      ],
      by: ['pending_installs_pkey'],
    },
    holdWaiting: { given: () => [id], by: ['pending_installs_pkey'] },
    markLinked: { given: () => [id, workspaceId, now], by: ['pending_installs_pkey'] },
    expireInstalls: { given: () => [now, 50], by: ['pending_installs_by_expiry', 'pending_installs_pkey'] },
  });
});
