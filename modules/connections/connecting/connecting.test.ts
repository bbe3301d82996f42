import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { getAccount } from '../accounts/accounts.ts';
import { accessOf } from '../tokens/access.ts';
import { connectionsWorkspace, newAccountThere, wayThrough } from './testing.ts';

const signal = AbortSignal.timeout(60_000);

describe('connecting an account', () => {
  test('ends with an account whose token opens it', async () => {
    const w = await connectionsWorkspace();
    const handle = await newAccountThere(w.outside);
    const way = await wayThrough(w, { accounts: [handle] });
    assert.deepEqual([way.status, way.failure, way.connectedIds.length], ['connected', null, 1]);

    const accountId = way.connectedIds[0]!;
    const account = await w.as(w.owner, (ctx) => getAccount(ctx, { accountId }));
    assert.deepEqual([account.state, account.username, account.platform], ['open', handle, 'instagram']);
    const access = await accessOf(w.unit, w.outside, accountId);
    const profile = await w.outside.platforms.get('instagram')!.profile(access, signal);
    assert.equal(profile.platformAccountId, account.platformAccountId);
  });
});
