import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { systemClock } from '../../../../kit/clock.ts';
import { uuidv7 } from '../../../../kit/ids.ts';
import { isTrouble } from '../../../../providers/trouble.ts';
import { moveClock, openListener, openParts } from '../../../../sandbox/common/testing.ts';
import { whop as whopPart } from '../../../../sandbox/whop/routes.ts';
import { companyId, key, webhookSecret } from '../../../../sandbox/whop/state.ts';
import type { CheckoutAsked, PaymentProvider } from '../provider.ts';
import { openWhopPaying } from './whop.ts';

const dayMs = 86_400_000;
let parts: Awaited<ReturnType<typeof openParts>>;
let there: PaymentProvider;
before(async () => {
  parts = await openParts(whopPart);
  there = openWhopPaying({ key, companyId, world: parts.url }, systemClock);
});
after(() => parts.close());

/** Nobody loses patience: whoever runs the files watches over all of them. */
const { signal } = new AbortController();
let workspaceId: string;
let customerId: string;
beforeEach(async () => {
  workspaceId = uuidv7();
  customerId = await customer();
});
const customer = () =>
  there.customer({ workspaceId, name: 'Linen & Oak', email: 'ada@people.test', key: 'once' }, signal);
const everything = () => there.everythingOf(customerId, signal);

const plan = { kind: 'plan', plan: 'pro', cycle: 'month', name: 'Pro', priceMicro: 4_900_000 } as const;
const credits = { kind: 'credits', pack: 'medium', name: '300 credits', priceMicro: 2_990_000 } as const;
const asking = (item: CheckoutAsked['item']): CheckoutAsked => ({
  ...{ checkoutId: uuidv7(), workspaceId, customerId, item, currency: 'usd' },
  ...{ successUrl: 'http://stoa.test/back', cancelUrl: 'http://stoa.test/away' },
});
const posted = (path: string, fields: Record<string, string>) =>
  fetch(path.startsWith('http') ? path : parts.url + path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
const play = (act: string, membership: string) => posted(`/whop/play/${act}`, { membership });
/** As a person does it, on the page. */
async function pay(item: CheckoutAsked['item'], card = 'good') {
  const asked = asking(item);
  const { url } = await there.checkout(asked, signal);
  const answer = await posted(url, { person: 'nora', card, answer: 'pay' });
  return { ...asked, answer };
}
const membershipOf = async (): Promise<string> => {
  const { memberships } = parts.world.parts()[0] && (await (await fetch(`${parts.url}/whop`)).json());
  return memberships[0].id;
};

describe('a workspace at Whop', () => {
  test('is one product, however often it is asked for', async () => {
    const again = await Promise.all([customer(), customer()]);
    assert.deepEqual(again, [customerId, customerId]);
    assert.match(customerId, /^prod_/);
  });

  test('is given the same page for the same checkout, and cannot be charged by itself', async () => {
    const asked = asking({ ...plan, trialDays: 0 });
    const pages = [await there.checkout(asked, signal), await there.checkout(asked, signal)];
    assert.deepEqual(pages[0], pages[1]);
    assert.ok(pages[0]!.url.startsWith(`${parts.url}/whop.com/checkout/`));
    assert.deepEqual(there.can, { portal: false, changePlan: false, chargeSaved: false });
    assert.equal(there.chargeSaved, undefined);
  });

  test('is subscribed once somebody has paid, and not when their card was declined', async () => {
    const declined = await pay({ ...plan, trialDays: 0 }, 'declined');
    assert.equal(declined.answer.status, 402);
    const before = await everything();
    assert.deepEqual([before.subscriptions, before.payments.map(({ status }) => status)], [[], ['failed']]);
    const { checkoutId, answer } = await pay({ ...plan, trialDays: 0 });
    assert.match(answer.headers.get('location')!, /^http:\/\/stoa\.test\/back/);
    const { subscriptions, payments } = await everything();
    const [one] = subscriptions;
    assert.deepEqual(
      [one!.plan, one!.cycle, one!.status, one!.priceMicro, one!.checkoutId],
      ['pro', 'month', 'active', 4_900_000, checkoutId],
    );
    assert.equal(one!.periodEndsAt!.getTime() - one!.periodStartsAt!.getTime(), 30 * dayMs);
    const paid = payments.find(({ status }) => status === 'paid')!;
    assert.deepEqual(
      [paid.paidFor, paid.amountMicro, paid.subscriptionId, paid.checkoutId],
      ['plan', 4_900_000, one!.id, checkoutId],
    );
  });

  test('that bought credits has a payment and no subscription', async () => {
    const { checkoutId } = await pay(credits);
    const { subscriptions, payments } = await everything();
    assert.deepEqual(subscriptions, []);
    assert.deepEqual(
      payments.map((one) => [one.paidFor, one.amountMicro, one.checkoutId, one.subscriptionId]),
      [['credits', 2_990_000, checkoutId, undefined]],
    );
  });

  test('renews with time, is past due when its card fails, and goes on with another', async () => {
    await pay({ ...plan, trialDays: 14 });
    const trial = (await everything()).subscriptions[0]!;
    assert.deepEqual([trial.status, (await everything()).payments], ['trialing', []]);
    moveClock(parts.world, 15 * dayMs);
    const begun = await everything();
    assert.deepEqual([begun.subscriptions[0]!.status, begun.payments.length], ['active', 1]);
    const membership = trial.id;
    await play('fail-next', membership);
    moveClock(parts.world, 31 * dayMs);
    const late = await everything();
    assert.equal(late.subscriptions[0]!.status, 'past_due');
    assert.deepEqual(late.payments.map(({ status }) => status).sort(), ['failed', 'paid']);
    await play('mend', membership);
    const mended = await everything();
    assert.equal(mended.subscriptions[0]!.status, 'active');
    assert.deepEqual(
      mended.payments.map(({ status }) => status),
      ['paid', 'paid'],
    );
  });
});

describe('what goes back at Whop', () => {
  const paidOnce = async () => {
    await pay(credits);
    return (await everything()).payments[0]!;
  };
  const refunded = async () => (await everything()).payments[0]!.refunds.map((one) => one.amountMicro);

  test('is a part, once for one decision though it is asked for again, and then the rest', async () => {
    const { id: paymentId } = await paidOnce();
    const key = uuidv7();
    for (let n = 0; n < 3; n++) await there.refund({ paymentId, amountMicro: 990_000, key }, signal);
    assert.deepEqual(await refunded(), [990_000]);
    const later = uuidv7(Date.now() + 120_000);
    await there.refund({ paymentId, amountMicro: undefined, key: later }, signal);
    await there.refund({ paymentId, amountMicro: undefined, key: later }, signal);
    assert.deepEqual((await refunded()).sort(), [2_000_000, 990_000]);
  });

  test('is disputed, and won or lost', async () => {
    await paidOnce();
    const membership = await membershipOf();
    const disputes = async () => (await everything()).payments[0]!.disputes.map((one) => one.status);
    assert.deepEqual(await disputes(), []);
    await play('dispute', membership);
    assert.deepEqual(await disputes(), ['open']);
    await play('win', membership);
    assert.deepEqual(await disputes(), ['won']);
    assert.equal((await everything()).payments[0]!.disputes[0]!.amountMicro, 2_990_000);
  });
});

describe('a membership', () => {
  const state = async () => (await everything()).subscriptions[0]!;
  const cancel = async (when: 'now' | 'at_period_end' | 'not_at_all') =>
    there.cancel((await state()).id, when, 'once', signal);

  test('is left at its end, taken back, and left at once: each as often as it is asked for', async () => {
    await pay({ ...plan, trialDays: 0 });
    for (let n = 0; n < 2; n++) await cancel('at_period_end');
    const leaving = await state();
    assert.deepEqual([leaving.status, leaving.endsAt], ['active', leaving.periodEndsAt]);
    for (let n = 0; n < 2; n++) await cancel('not_at_all');
    assert.deepEqual([(await state()).endsAt, (await state()).cancelledAt], [undefined, undefined]);
    for (let n = 0; n < 2; n++) await cancel('now');
    const over = await state();
    assert.equal(over.status, 'cancelled');
    assert.deepEqual(over.endedAt, over.cancelledAt);
    await assert.rejects(cancel('not_at_all'), (error) => isTrouble(error, 'rejected'));
  });

  test('that is left is over when its time is', async () => {
    await pay({ ...plan, trialDays: 0 });
    await cancel('at_period_end');
    moveClock(parts.world, 31 * dayMs);
    const over = await state();
    assert.deepEqual([over.status, over.endedAt], ['cancelled', over.periodEndsAt]);
  });
});

describe('what Whop tells', () => {
  test('is believed by its secret, and says whom it is about', async () => {
    const listener = await openListener();
    try {
      await there.subscribe!(listener.url, signal);
      await there.subscribe!(listener.url, signal);
      const from = listener.heard.length;
      await pay(credits);
      // Made, paid, joined: each told once, though it was asked for twice.
      const heard = (await listener.until(from + 3)).slice(from);
      for (const { text, headers } of heard) {
        const delivery = { raw: Buffer.from(text), headers, now: parts.world.now() };
        assert.equal(there.hook.refuse(delivery), undefined);
        assert.ok(there.hook.refuse({ ...delivery, raw: Buffer.from(`${text} `) }));
        const [hint, ...others] = there.hook.split(delivery.raw);
        assert.deepEqual([hint!.customerId, others], [customerId, []]);
        assert.equal(hint!.eventId, headers['webhook-id']);
      }
      await play('refund', await membershipOf());
      const told = (await listener.until(from + 4))[from + 3]!;
      const [hint] = there.hook.split(Buffer.from(told.text));
      assert.deepEqual([hint!.kind, hint!.customerId], ['refund.created', undefined]);
      assert.equal(await there.customerOf(hint!, signal), customerId);
    } finally {
      listener.close();
    }
  });

  test('is refused with another secret, and is none where it is strange', () => {
    const other = openWhopPaying({ key, companyId, webhookSecret: `${webhookSecret}x` }, systemClock);
    const raw = Buffer.from('{}');
    assert.ok(other.hook.refuse({ raw, headers: {}, now: new Date() }));
    for (const text of ['', '[]', '{}', '{"type":"payment.succeeded"}', '{"id":"m","type":"entry.created"}'])
      assert.deepEqual(there.hook.split(Buffer.from(text)), []);
  });

  test('or does not tell is found in its lists, each thing by a name that changes with it', async () => {
    const since = parts.world.now();
    const look = async () => {
      const found = new Map<string, string | undefined>();
      let cursor: string | undefined;
      do {
        const page = await there.changedSince(since, cursor, signal);
        for (const hint of page.hints)
          found.set(hint.eventId, hint.customerId ?? (await there.customerOf(hint, signal)));
        cursor = page.next;
      } while (cursor !== undefined);
      return new Set(
        [...found].filter(([, customer]) => customer === customerId).map(([eventId]) => eventId),
      );
    };
    const grown: number[] = [(await look()).size];
    await pay({ ...plan, trialDays: 0 });
    grown.push((await look()).size);
    const before = await look();
    await there.cancel((await everything()).subscriptions[0]!.id, 'at_period_end', 'once', signal);
    await play('refund-half', await membershipOf());
    const more = await look();
    grown.push([...more].filter((one) => !before.has(one)).length);
    // A membership and a payment; then what the payment and the membership say now, and the refund.
    assert.deepEqual(grown, [0, 2, 3]);
  });
});
