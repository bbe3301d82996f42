import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Ctx } from '../../../kit/ctx.ts';
import { installationId, newId } from '../../../kit/ids.ts';
import { workIn } from '../../../kit/work.ts';
import { Trouble, type TroubleKind } from '../../../providers/trouble.ts';
import { asAdministrator } from '../administering/testing.ts';
import { type BillingWorkspace, billingWorkspace } from '../models/testing.ts';
import { ReconciliationId } from '../paying/contract.ts';
import { insertCustomer } from '../paying/customers.sql.ts';
import { aPayment, emptyState, scriptedProvider } from '../paying/testing.ts';
import type { Difference } from './contract.ts';
import { runReconcile, settleReconciliations } from './reconciling.ts';
import { beginReconciliation, getReconciliation } from './revenue.ts';

const customersCount = 12;
const minuteMs = 60_000;

let w: BillingWorkspace;
/** In the order in which they are asked for, behind those of other tests. */
let customers: readonly string[];
before(async () => {
  w = await billingWorkspace();
  const places = [w, ...(await Promise.all(Array.from({ length: customersCount - 1 }, billingWorkspace)))];
  const known = places.map(({ system }) =>
    system.work(async ({ tx, workspaceId, now }) => {
      const providerId = `zz_${workspaceId}`;
      await insertCustomer(tx, { workspaceId, provider: 'whop', providerId, email: undefined, now });
      return providerId;
    }),
  );
  customers = (await Promise.all(known)).toSorted();
});

const administering = () => ({ ground: w.ground, ownerId: w.ownerId });

/** One that is begun, with a provider that answers of nobody at whose turn `trouble` has an error. */
async function begun(trouble: (customerId: string) => Error | undefined) {
  const reconciliationId = newId(ReconciliationId);
  const asked: string[] = [];
  const waits: (number | undefined)[] = [];
  const { payments } = scriptedProvider({
    name: 'whop',
    everythingOf: async (customerId) => {
      asked.push(customerId);
      const error = trouble(customerId);
      if (error) throw error;
      const isOurs = customers.includes(customerId);
      return { ...emptyState(customerId), payments: isOurs ? [aPayment(paymentOf(customerId))] : [] };
    },
  });
  await asAdministrator(administering(), (ctx) =>
    beginReconciliation(ctx, { reconciliationId, provider: 'whop' }, { payments } as never),
  );
  const noting = (ctx: Ctx): Ctx => ({
    ...ctx,
    enqueue: (job, payload, options) => {
      waits.push(options?.startAfter && options.startAfter.getTime() - ctx.now.getTime());
      return ctx.enqueue(job, payload, options);
    },
  });
  const unit = {
    ...{ workspaceId: installationId, log: w.ground.log, signal: AbortSignal.timeout(20_000) },
    work: (fn: (ctx: Ctx) => Promise<unknown>) =>
      workIn(w.ground, installationId, { actor: { kind: 'system' } }, (ctx) => fn(noting(ctx))),
    progress: async () => {},
  } as never;
  const run = (there = payments) => runReconcile(unit, { reconciliationId }, { payments: there } as never);
  const shown = () => asAdministrator(administering(), (ctx) => getReconciliation(ctx, { reconciliationId }));
  return { run, shown, asked, waits };
}

const paymentOf = (customerId: string) => `pay_${customerId}`;
const missingOf = (differences: readonly Difference[]) =>
  differences
    .filter(({ subject }) => customers.some((one) => paymentOf(one) === subject))
    .map((one) => one.subject);

const troubled = (kind: TroubleKind, until?: Date) =>
  new Trouble(kind, 'for a test', { provider: 'whop', call: 'GET /payments', until });

describe('a comparison whose provider does not answer', () => {
  test('asks again of the same customer, less and less often, and then says so', async () => {
    const last = customers.at(-1)!;
    const { run, shown, asked, waits } = await begun((one) =>
      one === last ? troubled('unavailable') : undefined,
    );
    await run();
    const first = [...asked];
    assert.deepEqual(first.slice(-customersCount), customers);
    for (let asks = 1; asks <= 4; asks++) {
      const { state, asksCount, customersCount: counted } = await shown();
      assert.deepEqual([state, asksCount, counted], ['running', asks, first.length - 1]);
      if (asks < 4) await run();
    }
    assert.deepEqual(waits, [5_000, 15_000, 60_000, 120_000]);
    await run();
    const { state, failure, finishedAt } = await shown();
    assert.deepEqual([state, failure, finishedAt], ['failed', 'not_answered', w.ground.clock.now()]);
    assert.deepEqual(asked, [...first, last, last, last, last]);
    await run();
    assert.equal(asked.length, first.length + 4);
    assert.equal(waits.length, 4);
  });

  test('goes on with what it found before, once there is an answer', async () => {
    const errors = [troubled('unavailable'), troubled('unknown_outcome')];
    const { run, shown, asked } = await begun((one) => (one === customers[4] ? errors.pop() : undefined));
    for (let n = 0; n < 3; n++) await run();
    const { state, asksCount, customersCount: counted, differences } = await shown();
    assert.deepEqual([state, asksCount, counted], ['done', 0, new Set(asked).size]);
    assert.deepEqual(missingOf(differences), customers.map(paymentOf));
    assert.equal(asked.length, counted + 2);
  });

  test('waits as long as it is told to, and no longer than its longest pause', async () => {
    const after = (ms: number) => new Date(w.ground.clock.now().getTime() + ms);
    const until = [after(24 * 60 * minuteMs), after(minuteMs)];
    const { run, waits } = await begun(() => troubled('rate_limited', until.pop()));
    await run();
    await run();
    assert.deepEqual(waits, [minuteMs, 2 * minuteMs]);
  });

  test('is over at once where it would be refused again', async () => {
    for (const [kind, why] of [['rejected', 'refused'] as const, ['unauthorized', 'not_accepted'] as const]) {
      const { run, shown, waits } = await begun(() => troubled(kind));
      await run();
      const { state, failure } = await shown();
      assert.deepEqual([state, failure, waits], ['failed', why, []]);
    }
    const { run, shown } = await begun(() => undefined);
    await run(new Map());
    assert.equal((await shown()).failure, 'provider_gone');
  });
});

describe('a comparison whose process dies', () => {
  test('goes on where it last said how far it was', async () => {
    const errors = [new Error('it died')];
    const { run, shown, asked } = await begun((one) => (one === customers[11] ? errors.pop() : undefined));
    await assert.rejects(run(), { message: 'it died' });
    const first = [...asked];
    const said = (await shown()).customersCount;
    assert.ok(said % 10 === 0 && said < first.length && said >= first.length - 10, `${said}`);
    await run();
    const { state, customersCount: counted, differences } = await shown();
    assert.deepEqual([state, counted], ['done', first.length]);
    assert.deepEqual(missingOf(differences), customers.map(paymentOf));
    assert.deepEqual(asked, [...first, ...first.slice(said)]);
  });

  test('comes to an end where nobody goes on with it', async () => {
    const { run, shown } = await begun(() => troubled('unavailable'));
    const sweep = () => asAdministrator(administering(), settleReconciliations);
    w.ground.clock.move(25 * minuteMs);
    await run();
    w.ground.clock.move(29 * minuteMs);
    await sweep();
    assert.equal((await shown()).state, 'running');
    w.ground.clock.move(2 * minuteMs);
    await sweep();
    const { state, failure } = await shown();
    assert.deepEqual([state, failure], ['failed', 'interrupted']);
  });
});
