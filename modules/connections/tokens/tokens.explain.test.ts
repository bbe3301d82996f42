import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { MemberId } from '../../../kit/ids.ts';
import { explainEach, numberedId } from '../../../kit/testing/explain.ts';
import { coworkers } from '../../workspaces/index.ts';
import { accountId, crowded, now, scope, workspaceId } from '../accounts/testing/crowd.ts';
import * as broken from './broken.sql.ts';
import * as refresh from './refresh.sql.ts';
import * as secrets from './secrets.sql.ts';

let db: Database;
before(async () => {
  db = await crowded();
});
const where = () => ({ db, scope });
const memberId = MemberId.parse(numberedId(1));
const claimed = new Date('2026-06-02T00:30:00Z');
const at = { expiresAt: null, refreshAt: null, scopes: undefined, at: now };
/** One account that is due, by whichever way is shorter. */
const byDue = [/^accounts_(pkey|to_refresh)$/];

describe('tokens', () => {
  explainEach(secrets, where, {
    findLocked: { given: () => [accountId], by: ['accounts_pkey', 'secrets_pkey'] },
    putSecrets: {
      given: () => [
        { workspaceId, accountId, now },
        { access: Buffer.alloc(60), refresh: Buffer.alloc(60) },
      ],
      by: ['secrets_pkey'],
    },
    deleteSecrets: { given: () => [accountId, ['refresh'] as const], by: ['secrets_pkey'] },
  });
  explainEach(refresh, where, {
    accountsToRefresh: { given: () => [now, 50], by: ['accounts_to_refresh'] },
    claimRefresh: { given: () => [accountId, claimed, now], by: ['accounts_pkey'] },
    markRefreshed: { given: () => [accountId, claimed, at], by: byDue },
    markRefreshFailed: { given: () => [accountId, claimed, now], by: byDue },
    hastenRefresh: { given: () => [accountId, now, now], by: ['accounts_pkey'] },
  });
  explainEach(broken, where, {
    holdSuspect: { given: () => [accountId], by: ['accounts_pkey', 'secrets_pkey'] },
    markBroken: { given: () => [accountId, 'token_revoked' as const, now, null], by: ['accounts_pkey'] },
    // Everybody who is in the workspace is looked at, which breaks seldom.
    whomToTell: { given: () => [coworkers, 20], by: [/^members_/, 'users_pkey'], rowsMax: 1_100 },
    findNotice: {
      given: () => [coworkers, { accountId, memberId, brokenAt: now }],
      by: ['accounts_pkey', 'members_pkey', 'users_pkey'],
    },
  });
});
