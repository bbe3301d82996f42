import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Ctx } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { uuidv7 } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import type { BillingWorkspace } from '../models/testing.ts';
import { refundUse } from '../using/refunding.ts';
import { giveMoney } from '../using/testing.ts';
import { failUse, meterUse, reserveUse, settleUse, voidUse } from '../using/using.ts';
import { type Balances, buckets, heldOf } from './accounts.ts';
import { requireSound } from './testing/soundness.ts';
import { bareWorkspace } from './testing.ts';

/*
 * Whatever prices are tried to be written, and whatever is told of uses: nobody is richer for using something.
 */

const given = 2_000_000;
const strange = fc.constantFrom(
  ...[-1, -0.5, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MIN_SAFE_INTEGER],
  ...[2 ** 53, 1e21, Number.MAX_SAFE_INTEGER],
);
const figure = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 40_000 }) },
  { weight: 1, arbitrary: strange },
);
const name = fc.integer({ min: 0, max: 4 });
const price = fc.constantFrom('0', '7', '1500', '-1', "'NaN'", '1e30', '1000000000000', '0.4', 'null');
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('price' as const), base: price, compute: price }),
    fc.record({ kind: fc.constant('meter' as const), name, quantity: figure, api: figure }),
    fc.record({ kind: fc.constantFrom('reserve' as const, 'settle' as const), name, api: figure }),
    fc.record({ kind: fc.constantFrom('void' as const, 'fail' as const), name }),
    fc.record({
      kind: fc.constant('refund' as const),
      name,
      micro: fc.oneof(figure, fc.constant('all' as const)),
    }),
  ),
  { minLength: 10, maxLength: 40 },
);
type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never;

describe('no price and no figure', () => {
  test('makes anybody richer, and what is given back was paid', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const w = await bareWorkspace();
        await giveMoney(w, { payg: given / 2, bonus: given / 2 });
        const slug = await ownMeter(w);
        const ids = Array.from({ length: 5 }, () => uuidv7());
        let had = given;
        for (const [at, step] of taken.entries()) {
          await w.system.work((ctx) => done(ctx, step, { slug, ids, at })).catch(refusedAlone);
          const has = worthOf(await w.system.work(requireSound));
          if (step.kind !== 'refund') assert.ok(has <= had, `${JSON.stringify(step)} left ${has} of ${had}`);
          assert.ok(has <= given, 'nobody gets back more than they ever had');
          had = has;
        }
      }),
      { numRuns: 20 },
    );
  });
});

/** What there is, wherever it is, less what is owed. */
const worthOf = (balances: Balances) =>
  buckets.reduce((sum, bucket) => sum + balances[bucket] + balances[heldOf(bucket)], -balances.owed);

async function ownMeter({ ground }: BillingWorkspace): Promise<string> {
  const slug = `test_${uuidv7().replaceAll('-', '_')}`;
  await ground.db.transaction({ kind: 'installation' }, (tx) =>
    tx.run(sql`
      insert into billing.meters (slug, name, unit_label, family, created_at, updated_at)
      values (${slug}, 'Tried', 'try', 'test', now(), now())`),
  );
  return slug;
}

interface On {
  readonly slug: string;
  readonly ids: readonly string[];
  readonly at: number;
}

function done(ctx: Ctx, step: Step, { slug, ids, at }: On): Promise<unknown> {
  const reason = 'Tried out';
  if (step.kind === 'price')
    return ctx.tx.run(sql`
      insert into billing.meter_prices (meter, from_at, base_micro, compute_micro, created_at)
      values (${slug}, ${ctx.now}::timestamptz - interval '1 hour' + ${at}::int * interval '1 s',
              ${sql.trusted(step.base)}, ${sql.trusted(step.compute)}, now())`);
  const id = ids[step.name]!;
  switch (step.kind) {
    case 'meter':
      return meterUse(ctx, { id, meter: slug, quantity: step.quantity, apiMicro: step.api, reason });
    case 'reserve':
      return reserveUse(ctx, { id, meter: slug, estimateMicro: step.api, reason });
    case 'settle':
      return settleUse(ctx, id, { apiMicro: step.api });
    case 'void':
      return voidUse(ctx, id);
    case 'fail':
      return failUse(ctx, id, { code: 'unavailable', message: 'It did not answer.' });
    case 'refund':
      return refundUse(ctx, { id: uuidv7(), usageId: id, micro: step.micro, reason });
  }
}

/** An answer for people, or a wall of the database: no amount, too large, nothing at all, or none twice. */
const walls = ['22003', '22P02', '23502', '23505', '23514'];
function refusedAlone(error: unknown): void {
  if (error instanceof AppError && error.status < 500) return;
  if (walls.includes((error as { code?: string }).code ?? '')) return;
  throw error;
}
