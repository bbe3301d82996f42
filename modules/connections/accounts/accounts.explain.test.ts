import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { explainEach } from '../../../kit/testing/explain.ts';
import { coworkers } from '../../workspaces/index.ts';
import * as accounts from './accounts.sql.ts';
import * as disconnecting from './disconnecting.sql.ts';
import * as emptying from './emptying.sql.ts';
import { accountId, crowded, leftId, now, scope, workspaceId } from './testing/crowd.ts';

const page = { limit: 20, after: undefined };
let db: Database;
let next: string;
before(async () => {
  db = await crowded();
  next = (await accounts.accountsOfWorkspace(db.reader(scope), workspaceId, now, {}, page)).next!;
});
const where = () => ({ db, scope });

describe('accounts', () => {
  const facts = ['app_limits_pkey', 'health_pkey', 'send_limits_pkey', 'webhook_subscriptions_pkey'];
  const shown = ['accounts_pkey', 'members_pkey', 'users_pkey', ...facts];
  explainEach(accounts, where, {
    accountsOfWorkspace: [
      { given: () => [workspaceId, now, {}, page], by: ['accounts_by_name', ...facts] },
      {
        when: 'on a later page',
        given: () => [workspaceId, now, {}, { ...page, after: next }],
        by: ['accounts_by_name', ...facts],
      },
    ],
    findAccount: { given: () => [workspaceId, now, coworkers, accountId], by: shown },
    holdAccount: { given: () => [accountId], by: ['accounts_pkey'] },
    changeAccount: { given: () => [accountId, { locationId: null, settings: {} }], by: ['accounts_pkey'] },
  });
  explainEach(disconnecting, where, {
    disconnect: {
      given: () => [accountId, null, now],
      by: ['accounts_pkey', 'account_routes_by_account', 'webhook_subscriptions_pkey'],
    },
    dropSecretsOfLeft: { given: () => [leftId], by: ['accounts_pkey', 'secrets_pkey'] },
    accountsWithLeftSecrets: {
      given: () => [[new Date('2025-12-30T00:00:00Z'), now] as const, 50],
      by: ['accounts_to_empty', 'secrets_pkey'],
    },
  });
  explainEach(emptying, where, {
    accountsToEmpty: { given: () => [now, 50], by: ['accounts_to_empty'] },
    holdLeft: { given: () => [leftId, now], by: ['accounts_pkey'] },
    dropEvents: { given: () => [leftId, 20], by: [/account_id_received_at/, /_pkey$/] },
    dropCalls: { given: () => [leftId, 20], by: ['calls_by_account', 'calls_pkey'] },
    dropRuns: { given: () => [leftId, 10], by: ['sync_runs_by_account', 'sync_runs_pkey'] },
    dropTheRest: {
      given: () => [leftId, now],
      by: [
        'accounts_pkey',
        'health_pkey',
        'secrets_pkey',
        'send_limits_pkey',
        'sync_states_pkey',
        'webhook_subscriptions_pkey',
      ],
    },
  });
});
