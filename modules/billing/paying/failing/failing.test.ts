import assert from 'node:assert/strict';
import { before, beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import type { Unit } from '../../../../kit/ctx.ts';
import { mailError } from '../../../../kit/mail/mail.ts';
import { sql } from '../../../../kit/sql.ts';
import { type TestOutside, testOutside } from '../../../../kit/testing/outside.ts';
import { unitIn } from '../../../workspaces/testing.ts';
import { type BillingWorkspace, billingWorkspace } from '../../models/testing.ts';
import { numberQuestion } from '../customers.sql.ts';
import { takeState } from '../mirror/mirror.ts';
import type { InvoiceState } from '../provider.ts';
import { anInvoice, aSubscription, emptyState, knownThere, minute } from '../testing.ts';
import { failingListeners, failingSweeps, failingWork } from './background.ts';
import { runTellOfFailure } from './telling.ts';

type Work = (unit: Unit, payload: unknown, outside: TestOutside) => Promise<void>;
const tasks = new Map<string, Work>([
  ...failingWork.map(({ job, run }) => [job.name, run] as const),
  ...failingListeners.map(({ name, run }) => [name, run] as const),
]);
const invoiceId = 'in_2';
const named = { provider: 'stripe', invoiceId } as const;

let outside: TestOutside;
let w: BillingWorkspace;
let customerId: string;
before(async () => {
  outside = await testOutside();
});
beforeEach(async () => {
  w = await billingWorkspace();
  customerId = await knownThere(w);
});

/** What the provider has by now, and is asked for. */
const there = (part: Partial<InvoiceState>) =>
  w.system.work(async (ctx) => {
    const { askedNo } = (await numberQuestion(ctx.tx, 'stripe'))!;
    const renewal = anInvoice(invoiceId, {
      ...{ subscriptionId: 'sub_1', reason: 'renewal', status: 'open', paidMicro: 0, paidAt: undefined },
      ...{ attemptCount: 1, failure: 'insufficient_funds', nextAttemptAt: minute(4_320), ...part },
    });
    const state = { subscriptions: [aSubscription('sub_1')], invoices: [renewal] };
    const question = { no: askedNo, at: minute(askedNo) };
    await takeState(ctx, 'stripe', question, { ...emptyState(customerId), ...state });
  });

const Due = z.object({ name: z.string(), payload: z.unknown() });
const take = () =>
  w.ground.db.transaction({ kind: 'owner' }, ({ maybeOne }) =>
    maybeOne(
      Due,
      sql`
      delete from pgboss.job_common
       where id = (select id from pgboss.job_common
                    where group_id = ${w.workspaceId}::text and name = any (${[...tasks.keys()]}) limit 1)
      returning name, data->'payload' as payload`,
    ),
  );

/** What was sent until now, one after the other; or all of it is lost. */
async function workOff(isLost = false): Promise<void> {
  for (let due = await take(); due; due = await take())
    if (!isLost) await tasks.get(due.name)!(unitIn(w), due.payload, outside);
}
const addressOf = (userId: string) =>
  w.ground.db
    .reader({ kind: 'installation' })
    .one(z.object({ email: z.string() }), sql`select email from identity.users where id = ${userId}`);
const mailsTo = async (userId: string) => outside.mailsTo((await addressOf(userId)).email);
const mailsCount = async () => (await mailsTo(w.ownerId)).length;
const tell = (mail: Pick<TestOutside['mail'], 'send'> = outside.mail, unit: Unit = unitIn(w)) =>
  runTellOfFailure(unit, named, { ...outside, mail: { ...outside.mail, ...mail } });
const sweep = () => w.system.work(failingSweeps[0]!.run);

describe('a payment that could not be collected', () => {
  test('BA-34 is told once to owners and admins: for what, how much, when it is tried next and where to go', async () => {
    const [admin, manager] = [await w.member('admin'), await w.member('manager')];
    await there({});
    await workOff();
    for (let n = 0; n < 3; n++) await Promise.all([tell(), tell()]);
    const [mail, ...more] = await mailsTo(w.ownerId);
    assert.deepEqual(
      [more.length, (await mailsTo(admin.userId)).length, (await mailsTo(manager.userId)).length],
      [0, 1, 0],
    );
    assert.equal(mail!.subject, '$19.00 could not be collected');
    for (const fact of [
      'Plan: Starter',
      'Attempt: 1',
      'Insufficient funds',
      'Next try: 2027-03-04 12:00 UTC',
    ])
      assert.ok(mail!.text.includes(fact), `${fact} in ${mail!.text}`);
    assert.deepEqual(mail!.links.slice(0, 1), [`http://stoa.test/w/${w.workspaceId}/invoices`]);
    assert.ok(!mail!.text.includes('pay.stoa.test'), 'the page of the provider is reached by our screen');
  });

  test('is told once for each attempt, whenever its jobs run, and says when there is no other', async () => {
    await there({});
    await workOff();
    await there({ attemptCount: 2 });
    await there({ attemptCount: 2, failure: 'card_declined' });
    await workOff();
    await workOff();
    assert.equal(await mailsCount(), 2);
    await there({ attemptCount: 3 });
    await there({ attemptCount: 4, status: 'uncollectible', nextAttemptAt: undefined });
    await workOff();
    const [last, ...earlier] = await mailsTo(w.ownerId);
    assert.equal(earlier.length, 2, 'of two attempts that were seen by then, one mail about the last');
    assert.match(last!.text, /Attempt: 4/);
    assert.match(last!.text, /It is not tried again/);
    assert.doesNotMatch(last!.text, /Next try/);
  });

  test('is not told of once it is paid, however it was, nor once it is taken back', async () => {
    await there({});
    await there({ status: 'paid', attemptCount: 1, paidAt: minute(5), nextAttemptAt: undefined });
    await workOff();
    await there({ status: 'void', nextAttemptAt: undefined });
    await w.system.work(({ tx }) => tx.run(sql`update billing.payment_failures set resolved_at = null`));
    await tell();
    await sweep();
    await workOff();
    assert.equal(await mailsCount(), 0);
  });

  test('is told of later where the mail server took nothing, and not again where nobody knows', async () => {
    await there({});
    const send = async () => {
      throw mailError('unavailable');
    };
    await assert.rejects(tell({ send }), { code: 'mail.unavailable' });
    await workOff();
    assert.equal(await mailsCount(), 1);
    await there({ attemptCount: 2 });
    await tell({
      send: async () => {
        throw mailError('unknown_outcome');
      },
    });
    await workOff();
    await sweep();
    await workOff();
    assert.equal(await mailsCount(), 1);
  });

  test('is told at most once where whoever writes dies on the way', async () => {
    await there({});
    const dies = async () => {
      throw new Error('killed');
    };
    let transactions = 0;
    const gone: Unit = {
      ...unitIn(w),
      work: (fn) => (transactions++ === 0 ? w.system.work(fn) : dies()),
    };
    await assert.rejects(tell({ send: dies }, gone), /killed/);
    await workOff();
    await sweep();
    await workOff();
    assert.equal(await mailsCount(), 0);
    await there({ attemptCount: 2 });
    await workOff();
    assert.equal(await mailsCount(), 1, 'the next attempt is told of all the same');
  });

  test('is found by the sweep where the event or the job was lost, and only then', async () => {
    await there({});
    await workOff(true);
    await sweep();
    await workOff(true);
    assert.equal(await mailsCount(), 0);
    for (let n = 0; n < 2; n++) await sweep();
    await workOff();
    assert.equal(await mailsCount(), 1);
    await sweep();
    assert.equal(await take(), undefined);
  });
});
