import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CommitUnknownError } from '../../../kit/db/failure.ts';
import { newId, WorkspaceId } from '../../../kit/ids.ts';
import { eventually } from '../../../kit/jobs/testing.ts';
import { AccountId } from '../accounts/contract.ts';
import type { SingleEvent } from '../platforms/platform.ts';
import { openCommitter, type Store } from './committer.ts';
import type { NewEvent } from './events.sql.ts';
import { eventRow } from './row.ts';
import { message } from './testing.ts';

const accountId = newId(AccountId);
const at = new Date('2026-01-05T09:00:00Z');
const row = (n: number | string, more: Partial<SingleEvent> = {}): NewEvent =>
  eventRow(message({ platform: 'instagram', platformAccountId: '1' }, n, more), accountId, 'webhook', at);
const newWorkspaceId = () => newId(WorkspaceId);

/** A database that does nothing until it is told to, and remembers what it was given. */
function slowStore(refuse: (ids: readonly string[]) => unknown = () => undefined) {
  const commits: { workspaceIds: WorkspaceId[]; ids: string[]; done: PromiseWithResolvers<void> }[] = [];
  const store: Store = (batch) => {
    const ids = [...batch.values()].flat().map(({ platformEventId }) => platformEventId!);
    const done = Promise.withResolvers<void>();
    commits.push({ workspaceIds: [...batch.keys()], ids, done });
    const refusal = refuse(ids);
    if (refusal !== undefined) done.reject(refusal);
    return done.promise;
  };
  return { commits, store };
}
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const broken = (code: string) => Object.assign(new Error(`refused with ${code}`), { code });

describe('a commit', () => {
  test('gathers what comes while the one before it is under way, in the order of arrival', async () => {
    const { commits, store } = slowStore();
    const committer = openCommitter(store);
    const workspaceId = newWorkspaceId();
    const first = committer.commit(workspaceId, [row(1)]);
    const rest = [2, 3, 4].map((n) => committer.commit(workspaceId, [row(n)]));
    await turn();
    assert.deepEqual(
      commits.map(({ ids }) => ids),
      [['mid.1']],
    );
    commits[0]!.done.resolve();
    await first;
    await turn();
    assert.deepEqual(commits[1]!.ids, ['mid.2', 'mid.3', 'mid.4']);
    commits[1]!.done.resolve();
    await Promise.all(rest);
  });

  test('answers nobody before their own events are durable', async () => {
    const { commits, store } = slowStore();
    const committer = openCommitter(store);
    const workspaceId = newWorkspaceId();
    const answered: number[] = [];
    const all = [1, 2].map((n) => committer.commit(workspaceId, [row(n)]).then(() => answered.push(n)));
    await turn();
    assert.deepEqual(answered, []);
    commits[0]!.done.resolve();
    await turn();
    assert.deepEqual(answered, [1]);
    commits[1]!.done.resolve();
    await Promise.all(all);
    assert.deepEqual(answered, [1, 2]);
  });

  test('that waits for somebody else is gone past by the other workspaces, and never by its own', async () => {
    const { commits, store } = slowStore();
    const committer = openCommitter(store);
    const [stuck, other] = [newWorkspaceId(), newWorkspaceId()];
    const first = committer.commit(stuck, [row(1)]);
    const second = committer.commit(stuck, [row(2)]);
    const passing = committer.commit(other, [row(3)]);
    await eventually(() => assert.equal(commits.length, 2));
    commits[1]!.done.resolve();
    await passing;
    assert.deepEqual(
      commits.map(({ ids }) => ids),
      [['mid.1'], ['mid.3']],
    );
    commits[0]!.done.resolve();
    await first;
    await turn();
    commits[2]!.done.resolve();
    await second;
  });

  test('has room for every workspace, however much of one waits', async () => {
    const { commits, store } = slowStore();
    const committer = openCommitter(store);
    const [flood, ...others] = Array.from({ length: 6 }, newWorkspaceId) as [WorkspaceId, ...WorkspaceId[]];
    const asked = Array.from({ length: 5_000 }, (_, n) => committer.commit(flood, [row(n)]));
    asked.push(...others.map((workspaceId) => committer.commit(workspaceId, [row(workspaceId)])));
    for (let i = 0; i < commits.length; i++) {
      commits[i]!.done.resolve();
      await turn();
      await turn();
    }
    await Promise.all(asked);
    // The flood's first was on its way already; all the others go before its second.
    const before = commits.findIndex(({ ids }) => ids.includes('mid.1'));
    const served = commits.slice(0, before + 1).flatMap(({ workspaceIds }) => workspaceIds);
    assert.deepEqual([...new Set(served)].sort(), [flood, ...others].sort());
    assert.ok(Math.max(...commits.map(({ ids }) => ids.length)) <= 500);
  });

  test('is in the same order of workspaces for everybody, whoever came first', async () => {
    const { commits, store } = slowStore();
    const committer = openCommitter(store);
    const ids = Array.from({ length: 8 }, newWorkspaceId).sort();
    const first = committer.commit(newWorkspaceId(), [row(0)]);
    const asked = ids.toReversed().map((workspaceId) => committer.commit(workspaceId, [row(workspaceId)]));
    for (let i = 0; i < 2; i++) {
      commits[i]!.done.resolve();
      await turn();
      await turn();
    }
    await Promise.all([first, ...asked]);
    assert.deepEqual(commits[1]!.workspaceIds, ids);
  });

  test('that fails for one of them is done for the others', async () => {
    const { commits, store } = slowStore((ids) => (ids.includes('mid.bad') ? broken('23514') : undefined));
    const committer = openCommitter(store);
    const workspaceId = newWorkspaceId();
    const first = committer.commit(workspaceId, [row(0)]);
    const rest = [1, 2, 'bad', 4, 5].map((n) => committer.commit(workspaceId, [row(n)]));
    const outcomes = Promise.allSettled([first, ...rest]);
    for (let i = 0; i < commits.length || i === 0; i++) {
      commits[i]!.done.resolve();
      await turn();
      await turn();
    }
    assert.deepEqual(
      (await outcomes).map(({ status }) => status === 'fulfilled'),
      [true, true, true, false, true, true],
    );
  });

  test('that fails for the database fails for all, once', async () => {
    const { commits, store } = slowStore(() => broken('57P01'));
    const committer = openCommitter(store);
    const workspaceId = newWorkspaceId();
    const asked = [1, 2, 3].map((n) => committer.commit(workspaceId, [row(n)]));
    const outcomes = await Promise.allSettled(asked);
    assert.ok(outcomes.every(({ status }) => status === 'rejected'));
    assert.equal(commits.length, 2);
  });

  test('whose answer was lost is done again, since what was stored is known by its keys', async () => {
    let lost = 1;
    const { commits, store } = slowStore(() =>
      lost-- > 0 ? new CommitUnknownError(new Error('gone')) : undefined,
    );
    const committer = openCommitter(store);
    const asked = committer.commit(newWorkspaceId(), [row(1)]);
    await turn();
    await turn();
    commits[1]!.done.resolve();
    await asked;
    assert.deepEqual(commits[0]!.ids, commits[1]!.ids);
  });
});
