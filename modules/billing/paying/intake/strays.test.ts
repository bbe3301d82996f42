import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import { installationId } from '../../../../kit/ids.ts';
import { sql } from '../../../../kit/sql.ts';
import { openCtxOf, workIn } from '../../../../kit/work.ts';
import { Trouble } from '../../../../providers/trouble.ts';
import { type BillingWorkspace, billingWorkspace } from '../../models/testing.ts';
import type { PaymentHint, PaymentProvider } from '../provider.ts';
import { knownThere, minute, scriptedProvider } from '../testing.ts';
import { findSweep } from './sweeping.sql.ts';
import { runSweepProvider } from './sweeping.ts';
import { runSettleStrays, takeHints } from './taking.ts';

let w: BillingWorkspace;
let customerId: string;
before(async () => {
  w = await billingWorkspace();
  customerId = await knownThere(w);
});

const provider = 'stripe' as const;
const unit = () =>
  ({
    ...{ workspaceId: installationId, log: w.ground.log, signal: AbortSignal.timeout(20_000) },
    work: (fn: never) => workIn(w.ground, installationId, { actor: { kind: 'system' } }, fn),
  }) as never;
const outsideOf = (part: Partial<PaymentProvider>) => {
  const { payments } = scriptedProvider(part);
  return { payments } as never;
};
const hint = (eventId: string, objectId: string): PaymentHint => ({
  ...{ eventId, kind: 'refund.created', customerId: undefined, objectId, at: minute(1), payload: {} },
});
const take = (hints: readonly PaymentHint[]) =>
  w.ground.db.transaction({ kind: 'installation' }, (tx) =>
    takeHints(openCtxOf(w.ground, tx, { actor: { kind: 'nobody' } }), provider, hints),
  );
const installation = (query: ReturnType<typeof sql>) =>
  w.ground.db.transaction({ kind: 'owner' }, (tx) => tx.run(query));

const Stray = z.object({ asks: z.number(), cameTo: z.string().nullable(), failure: z.string().nullable() });
const stray = (eventId: string) =>
  workIn(w.ground, installationId, { actor: { kind: 'system' } }, ({ tx }) =>
    tx.one(
      Stray,
      sql`select asks_count as asks, came_to, failure from billing.stray_events where event_id = ${eventId}`,
    ),
  );
const kept = (eventId: string) =>
  w.system.work(({ tx }) =>
    tx.one(
      z.object({ count: z.coerce.number() }),
      sql`select count(*) as count from billing.provider_events where event_id = ${eventId}`,
    ),
  );

describe('of whom nobody knows who it is', () => {
  const [bad, good, strange] = ['evt_bad', 'evt_good', 'evt_strange'] as const;
  const asked: string[] = [];
  const outside = () =>
    outsideOf({
      customerOf: async ({ objectId = '' }) => {
        asked.push(objectId);
        if (objectId === 'ch_bad')
          throw new Trouble('unavailable', 'scripted', { provider, call: 'GET /x', code: 'away' });
        return objectId === 'ch_good' ? customerId : undefined;
      },
    });
  const settle = () => runSettleStrays(unit(), { provider }, outside());

  test('one that is never answered holds back no other, and is asked about later', async () => {
    await take([hint(bad, 'ch_bad'), hint(good, 'ch_good'), hint(strange, 'ch_strange')]);
    await settle();
    assert.deepEqual(await stray(bad), { asks: 1, cameTo: null, failure: 'unavailable away' });
    assert.deepEqual([(await stray(good)).cameTo, (await stray(strange)).cameTo], ['somebody', 'nobody']);
    assert.equal((await kept(good)).count, 1);
    await settle();
    assert.equal(asked.filter((id) => id === 'ch_bad').length, 1);
    await installation(sql`update billing.stray_events set ask_at = received_at where event_id = ${bad}`);
    await settle();
    assert.equal((await stray(bad)).asks, 2);
  });

  test('what was settled is not asked about again, however often it is told', async () => {
    const before = asked.length;
    await take([hint(good, 'ch_good'), hint(strange, 'ch_strange')]);
    await settle();
    assert.equal(asked.length, before);
  });

  test('what nobody answers for a day is given up, says so, and is asked about anew where it is told again', async () => {
    await installation(sql`
      update billing.stray_events set received_at = received_at - interval '25 hours', ask_at = received_at
       where event_id = ${bad}`);
    await settle();
    assert.deepEqual(await stray(bad), { asks: 2, cameTo: 'given_up', failure: 'unavailable away' });
    await take([hint(bad, 'ch_bad')]);
    await settle();
    assert.deepEqual([(await stray(bad)).cameTo, (await stray(bad)).asks], [null, 1]);
  });
});

describe('what changed there', () => {
  const swept = () =>
    workIn(w.ground, installationId, { actor: { kind: 'system' } }, ({ tx }) => findSweep(tx, provider));

  test('is asked of everybody where it is more than can be looked through', async () => {
    const sweeping = unit() as { work(fn: never): Promise<unknown> };
    const enqueued: string[] = [];
    const watched = {
      ...(sweeping as object),
      work: (fn: (ctx: never) => Promise<unknown>) =>
        sweeping.work(((ctx: { into: (id: string, work: (inside: object) => unknown) => unknown }) =>
          fn({
            ...ctx,
            into: (id: string, work: (inside: object) => unknown) =>
              ctx.into(id, (inside) =>
                work({
                  ...inside,
                  enqueue: async ({ name }: { name: string }) => enqueued.push(`${name} ${id}`),
                }),
              ),
          } as never)) as never),
    } as never;
    await runSweepProvider(
      watched,
      { provider },
      outsideOf({ changedSince: async () => ({ hints: [], next: 'on' }) }),
    );
    assert.ok(enqueued.includes(`billing.mirror_customer ${w.workspaceId}`));
  });

  test('is not asked for again because of what is sold there', async () => {
    const before = (await swept())!;
    const catalogue = () => Promise.reject(new Error('odd'));
    await installation(
      sql`update billing.provider_sweeps set catalogue_at = null, swept_until = '2026-01-01'`,
    );
    await runSweepProvider(unit(), { provider }, outsideOf({ catalogue }));
    const after = (await swept())!;
    assert.ok(after.sweptUntil >= before.sweptUntil);
    assert.equal(after.catalogueAt, null);
    await runSweepProvider(
      unit(),
      { provider },
      outsideOf({ catalogue: async () => ({ products: [], prices: [] }) }),
    );
    assert.ok((await swept())!.catalogueAt);
  });
});
