import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { sql } from '../../../kit/sql.ts';
import { intakeWorkspace, openAccount } from '../intake/testing.ts';
import type { Resource } from '../platforms/contract.ts';
import { ownConnectionsOutside, type TestConnectionsOutside } from '../platforms/testing.ts';
import type { SyncRunId } from './contract.ts';
import { leaseMs, runSync } from './run.ts';
import { askNow, listRuns } from './syncing.ts';
import { connectInstagram, newRunId, rowsOf, unitOf } from './testing.ts';

let outside: TestConnectionsOutside;
before(async () => {
  outside = await ownConnectionsOutside();
});

async function connected() {
  const w = await intakeWorkspace();
  w.ground.clock.set(new Date());
  const { id: accountId } = await connectInstagram(w, outside);
  const ask = (runId: SyncRunId, resource: Resource = 'comments') =>
    w.system.work((ctx) => askNow(ctx, { accountId, resource, runId }, outside));
  return { ...w, accountId, ask };
}

describe('somebody who asks now', () => {
  test('gets one run for one id, and sees what became of it', async () => {
    const w = await connected();
    const runId = newRunId();
    assert.equal((await w.ask(runId)).status, 'pending');
    assert.equal((await w.ask(runId)).id, runId);
    const payload = { accountId: w.accountId, resource: 'comments', why: 'asked', runId } as const;
    await runSync(unitOf(w), payload, outside);
    assert.equal((await w.ask(runId)).status, 'success');
    const { items } = await w.system.work((ctx) => listRuns(ctx, { accountId: w.accountId, limit: 10 }));
    assert.equal(items.length, 1);
    await assert.rejects(w.ask(runId, 'posts'), { code: 'stoa.conflict' });
  });

  test('is refused while it is being asked for, and not by somebody who has died', async () => {
    const w = await connected();
    await w.system.work(({ tx, now }) =>
      tx.run(sql`
        update connections.sync_states set running_since = ${now}, run_id = ${newRunId()}
         where resource = 'comments'`),
    );
    await assert.rejects(w.ask(newRunId()), { code: 'connections.sync_running', status: 409 });
    w.ground.clock.move(leaseMs);
    assert.equal((await w.ask(newRunId())).status, 'pending');
  });

  test('is refused what the platform cannot be asked for, and an account that is not open; nothing is stored', async () => {
    const w = await connected();
    const number = await openAccount(w, { platform: 'whatsapp' });
    const ask = (accountId: typeof w.accountId, resource: Resource) =>
      w.system.work((ctx) => askNow(ctx, { accountId, resource, runId: newRunId() }, outside));
    await assert.rejects(ask(number.id, 'comments'), { code: 'connections.not_to_be_asked', status: 422 });
    await w.system.work(({ tx, now }) =>
      tx.run(sql`
        update connections.accounts set broken_at = ${now}, broken_reason = 'token_revoked', refresh_at = null`),
    );
    await assert.rejects(ask(w.accountId, 'comments'), { code: 'connections.account_not_open', status: 409 });
    assert.deepEqual(await rowsOf(w, sql`select id from connections.sync_runs`), []);
  });

  test('whose account breaks meanwhile is told so', async () => {
    const w = await connected();
    const runId = newRunId();
    await w.ask(runId);
    await w.system.work(({ tx, now }) =>
      tx.run(sql`
        update connections.accounts set broken_at = ${now}, broken_reason = 'token_revoked', refresh_at = null`),
    );
    await runSync(unitOf(w), { accountId: w.accountId, resource: 'comments', why: 'asked', runId }, outside);
    const { status, failureCode } = await w.ask(runId);
    assert.deepEqual([status, failureCode], ['failed', 'connections.account_not_open']);
  });
});
