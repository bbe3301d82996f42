import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan, Subscription } from '../../plans/contract.ts';
import { cyclesSold, limitWords, priceWords, soldBy, whyNoChange } from './words.ts';

const plan = (monthPriceMicro: number, yearPriceMicro: number): Plan => ({
  ...{ slug: 'studio', name: 'Studio', description: null, features: [], monthPriceMicro, yearPriceMicro },
  ...{ monthGrantMicro: 0, weekGrantMicro: 0, trialDays: 0, trialGrantMicro: 0, isFree: false },
  ...{ isFeatured: false, displayOrder: 1, retiredAt: null, limits: [] },
});

test('a plan is offered by the month or by the year only where it is sold that way', () => {
  const [both, monthly, yearly, neither] = [plan(1, 10), plan(1, 0), plan(0, 10), plan(0, 0)];
  const ways = [both, monthly, yearly, neither].map((one) => [soldBy(one, 'month'), soldBy(one, 'year')]);
  assert.deepEqual(ways, [
    ['month', 'year'],
    ['month', 'month'],
    ['year', 'year'],
    [undefined, undefined],
  ]);
  assert.deepEqual(cyclesSold([monthly, neither]), ['month']);
  assert.deepEqual(cyclesSold([monthly, yearly]), ['month', 'year']);
  assert.deepEqual(cyclesSold([neither]), []);
});

test('what a plan limits is named as people name it', () => {
  const limits = [
    { family: 'ai', period: 'month', countMax: 1_000 },
    { family: 'sync', period: 'day', countMax: 2 },
    { family: 'ai', period: 'day', countMax: 50 },
    { family: 'tarot_reading', period: 'day', countMax: 1 },
  ] as const;
  assert.deepEqual(limitWords({ ...plan(1, 1), limits: [...limits] }), [
    'AI: 1,000 a month, 50 a day',
    'Syncs: 2 a day',
    'Tarot reading: 1 a day',
  ]);
});

test('a plan that cannot be changed says why, and what can be done instead', () => {
  const paid = (provider: Subscription['provider'], endsAt: Date | null) =>
    ({ provider, endsAt }) as Subscription;
  const there = (canChangePlan: boolean) => ({
    ...{ name: 'whop' as const, canPortal: false, isKnownThere: true, canChangePlan },
  });
  assert.equal(whyNoChange(paid('stripe', null), there(true)), undefined);
  assert.match(whyNoChange(paid('whop', null), there(false))!, /at Whop\. Cancel yours/);
  assert.match(whyNoChange(paid('whop', new Date(0)), there(false))!, /Yours is cancelled: choose another/);
  assert.match(whyNoChange(paid('whop', null), undefined)!, /takes no payments any more/);
});

test('a price says for how long a plan is tried, to whoever still can', () => {
  const tried = { ...plan(1, 10), trialDays: 14 };
  assert.equal(priceWords(tried, 'month', true), 'a month, after 14 days to try it');
  assert.equal(priceWords(tried, 'month', false), 'a month');
  assert.equal(priceWords(plan(1, 10), 'year', true), 'a year');
});
