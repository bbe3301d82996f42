import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { book } from '../ledger/booking.ts';
import { purchaseOf } from '../ledger/orders.ts';
import { resumeReloads } from './background.ts';
import { runMakeReload } from './charging.ts';
import { makeReload } from './jobs.ts';
import { keyGoodForMs } from './outcomes.ts';
import { deleteAutoReload, putAutoReload } from './settings.ts';
import { type ReloadWorld, reloadWorld } from './testing/world.ts';
import { buy, reloading, spend, usual } from './testing.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

let w: ReloadWorld;
beforeEach(async () => {
  w = await reloadWorld();
});

describe('a reload whose answer is lost', () => {
  test('is asked for again by the same key, and charged once', async () => {
    await reloading(w, w.house.payments);
    w.house.next('lost', 'lost');
    await w.runLow();
    assert.deepEqual([await w.states(), await w.payg()], [['unknown'], 999_000]);
    await w.workOff();
    assert.equal(w.house.asks(), 1, 'not before its time');
    for (let n = 0; n < 15 && (await w.openOne()); n++) {
      w.letPass(minuteMs);
      await w.workOff();
    }
    assert.deepEqual([await w.states(), w.house.asks(), w.house.charged.length], [['paid'], 3, 1]);
    assert.equal(await w.payg(), 3_499_000);
  });

  test('is found out by the sweep within fifteen minutes, though its job is lost', async () => {
    await reloading(w, w.house.payments);
    w.house.next('lost');
    await w.runLow();
    assert.equal(await w.sent(makeReload.name), 2, 'the first, and the one that asks again');
    await w.loseJobs(makeReload.name);
    w.letPass(5 * minuteMs);
    await w.system.work(resumeReloads);
    assert.equal(await w.sent(makeReload.name), 1);
    await w.workOff();
    assert.deepEqual([await w.states(), w.house.charged.length], [['paid'], 1]);
  });

  test('is not asked for once its key may have been forgotten', async () => {
    await reloading(w, w.house.payments);
    w.house.next(...Array<'down'>(200).fill('down'));
    await w.runLow();
    for (let passed = 0; passed <= keyGoodForMs + hourMs; passed += 10 * minuteMs) {
      w.letPass(10 * minuteMs);
      await w.workOff();
    }
    const [one] = await w.history();
    assert.deepEqual([one!.state, one!.failureCode], ['failed', 'outcome_unknown']);
    const asked = w.house.asks();
    w.letPass(30 * minuteMs);
    await w.workOff();
    assert.equal(w.house.asks(), asked);
  });

  test('is not asked for once its key may have been forgotten, whoever was away meanwhile', async () => {
    await reloading(w, w.house.payments);
    w.house.next('lost');
    await w.runLow();
    w.letPass(keyGoodForMs + hourMs);
    await w.system.work(resumeReloads);
    await w.workOff();
    const [one] = await w.history();
    assert.deepEqual([one!.state, one!.failureCode, w.house.asks()], ['failed', 'outcome_unknown', 1]);
  });

  test('is taken up at once by its own job, and by another when that has had its time', async () => {
    await reloading(w, w.house.payments);
    await spend(w, 101_000, 'below');
    await w.hear();
    const reloadId = (await w.openOne())!;
    const dies = { ...w.unit('first'), work: w.failingAfter(1) };
    await assert.rejects(runMakeReload(dies, { reloadId }, w.outside), /killed/);
    assert.deepEqual([await w.states(), w.house.charged.length], [['calling'], 1]);
    await w.workOff('second');
    assert.deepEqual(await w.states(), ['calling'], 'the first may still be at it');
    await w.workOff('first');
    assert.deepEqual([await w.states(), w.house.charged.length, await w.payg()], [['paid'], 1, 3_499_000]);
  });
});

describe('a reload', () => {
  test('counts once, whether the mirror or the answer comes first', async () => {
    await reloading(w, w.house.payments);
    await spend(w, 101_000, 'below');
    await w.hear();
    const gone = Promise.withResolvers<void>();
    w.house.gate = gone.promise;
    const asking = w.workOff();
    const id = (await w.openOne())!;
    const told = { key: `buy:stripe:ch_1_${id}`, reason: 'As the provider told it' };
    await w.system.work((ctx) => book(ctx, [purchaseOf(told, 2_500_000)]));
    gone.resolve();
    await asking;
    await w.system.work((ctx) => book(ctx, [purchaseOf(told, 2_500_000)]));
    assert.deepEqual([await w.states(), await w.payg()], [['paid'], 3_499_000]);
  });

  test('waits where the day has no room for it, until it has', async () => {
    await reloading(w, w.house.payments, { dayMaxMicro: 2_500_000 });
    await w.runLow();
    w.letPass(hourMs);
    await w.runLow();
    const { waitsFor, nextTryAt } = await w.settings();
    assert.deepEqual([waitsFor, w.house.asks()], ['day_max', 1]);
    w.letPass(nextTryAt!.getTime() - w.ground.clock.now().getTime());
    await w.system.work(resumeReloads);
    await w.workOff();
    assert.deepEqual([w.house.asks(), (await w.settings()).waitsFor], [2, null]);
  });

  test('is dropped when it is switched off before anybody was asked, and settled when after', async () => {
    await reloading(w, w.house.payments);
    await spend(w, 101_000, 'below');
    await w.hear();
    await w.as(w.owner, (ctx) => deleteAutoReload(ctx, w.outside));
    await w.workOff();
    assert.deepEqual([await w.states(), w.house.asks()], [['dropped'], 0]);

    await w.as(w.owner, (ctx) => putAutoReload(ctx, usual, w.outside));
    await w.hear();
    w.house.next('lost');
    await w.workOff();
    await w.as(w.owner, (ctx) => deleteAutoReload(ctx, w.outside));
    w.letPass(minuteMs);
    await w.workOff();
    assert.deepEqual([await w.states(), await w.payg()], [['paid', 'dropped'], 3_499_000]);
  });

  test('is begun by the sweep though the event was lost, and asked for though its job was', async () => {
    await reloading(w, w.house.payments);
    await spend(w, 101_000, 'below');
    await w.system.work(resumeReloads);
    assert.deepEqual([await w.states(), await w.sent(makeReload.name)], [['queued'], 1]);
    await w.loseJobs(makeReload.name);
    await w.system.work(resumeReloads);
    assert.equal(await w.sent(makeReload.name), 0, 'whoever sent it may still be at it');
    w.letPass(2 * minuteMs);
    await w.system.work(resumeReloads);
    assert.equal(await w.sent(makeReload.name), 1);
    await w.workOff();
    assert.deepEqual([await w.states(), w.house.charged.length], [['paid'], 1]);
  });

  test('that is not needed any more is not begun', async () => {
    await reloading(w, w.house.payments);
    await spend(w, 101_000, 'below');
    await buy(w, 500_000, 'by hand');
    await w.hear();
    assert.deepEqual(await w.states(), []);
    await spend(w, 500_000, 'below again');
    assert.equal(await w.saidDue(), 2);
  });
});
