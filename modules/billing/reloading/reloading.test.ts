import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import type { Role } from '../../../kit/ctx.ts';
import { uuidv7 } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { reloadingListeners, resumeReloads } from './background.ts';
import { putAutoReload as putEndpoint } from './contract.ts';
import { deleteAutoReload, type Given, putAutoReload, tryReload } from './settings.ts';
import { runTell } from './telling.ts';
import { type ReloadWorld, reloadWorld } from './testing/world.ts';
import { buy, knownAt, reloading, spend, usual } from './testing.ts';

const hourMs = 3_600_000;
const isDenied = { code: 'stoa.not_permitted' };

let w: ReloadWorld;
beforeEach(async () => {
  w = await reloadWorld();
});

describe('auto-reload', () => {
  test('SE-27 is off until somebody switches it on, and set once for a workspace', async () => {
    const before = await w.settings();
    assert.deepEqual([before.enabledAt, before.provider, before.offAt], [null, null, null]);
    await buy(w, 100_000);
    await spend(w, 50_000, 'without');
    await w.hear();
    assert.deepEqual([await w.states(), w.house.asks()], [[], 0]);
    await reloading(w, w.house.payments);
    await w.as(w.owner, (ctx) => putAutoReload(ctx, { ...usual, amountMicro: 3_000_000 }, w.outside));
    const after = await w.settings();
    assert.deepEqual([after.enabledAt, after.amountMicro], [w.ground.clock.now(), 3_000_000]);
    assert.equal(after.enabledBy, 'Test owner');
    assert.equal(await w.count(sql`select count(*) as count from billing.auto_reloads`), 1);
  });

  test('SE-25 SE-26 begins at five dollars and buys for fifteen at least', async () => {
    const isGood = (given: object) => putEndpoint.body.safeParse({ ...usual, ...given }).success;
    assert.deepEqual(
      [isGood({ thresholdMicro: 500_000 }), isGood({ thresholdMicro: 499_000 })],
      [true, false],
    );
    assert.deepEqual([isGood({ amountMicro: 1_500_000 }), isGood({ amountMicro: 1_499_000 })], [true, false]);
    assert.equal(isGood({ amountMicro: 1_500_001 }), false, 'a card is charged in cents');
    await knownAt(w);
    for (const given of [{ thresholdMicro: 499_000 }, { amountMicro: 1_499_000 }])
      await assert.rejects(
        w.as(w.owner, (ctx) => putAutoReload(ctx, { ...usual, ...given }, w.outside)),
        /dollars_at_least/,
      );
  });

  test('SE-150 is set by owners and admins alone', async () => {
    await knownAt(w);
    for (const role of ['manager', 'member', 'viewer'] as const satisfies Role[]) {
      const actor = await w.member(role);
      await assert.rejects(
        w.as(actor, (ctx) => putAutoReload(ctx, usual, w.outside)),
        isDenied,
      );
      await assert.rejects(
        w.as(actor, (ctx) => deleteAutoReload(ctx, w.outside)),
        isDenied,
      );
      await assert.rejects(
        w.as(actor, (ctx) => tryReload(ctx, w.outside)),
        isDenied,
      );
    }
    const admin = await w.member('admin');
    assert.ok((await w.as(admin, (ctx) => putAutoReload(ctx, usual, w.outside))).enabledAt);
  });

  test('SE-28 keeps no card, and is refused where none is kept or can be charged', async () => {
    const put = (given: Partial<Given>) =>
      w.as(w.owner, (ctx) => putAutoReload(ctx, { ...usual, ...given }, w.outside));
    await assert.rejects(put({}), { code: 'billing.not_known_there' });
    await assert.rejects(put({ provider: 'whop' }), { code: 'billing.cannot_charge_there' });
    await assert.rejects(put({ dayMaxMicro: 2_000_000 }), { code: 'billing.day_has_no_room_for_one' });
    const columns = await w.rows(
      z.object({ name: z.string() }),
      sql`select column_name as name from information_schema.columns
           where table_schema = 'billing' and table_name in ('auto_reloads', 'reloads')
             and column_name ~ 'card|method|last4'`,
    );
    assert.deepEqual(columns, []);
  });

  test('SE-27 buys when what was bought falls below the threshold, and not before', async () => {
    await reloading(w, w.house.payments);
    await spend(w, 100_000, 'to the threshold');
    await w.hear();
    assert.deepEqual([await w.saidDue(), await w.states()], [0, []]);
    await spend(w, 1_000, 'below it');
    assert.equal(await w.saidDue(), 1);
    await w.hear();
    await w.workOff();
    assert.deepEqual([await w.states(), await w.payg()], [['paid'], 3_499_000]);
    const [asked] = w.house.charged;
    assert.deepEqual([asked!.amountMicro, asked!.workspaceId], [2_500_000, w.workspaceId]);
    assert.deepEqual([(await w.settings()).lastState, (await w.settings()).failedAttempts], ['paid', 0]);
  });

  test('listens for what the ledger says', () => {
    assert.deepEqual(
      reloadingListeners.map(({ event }) => event.name),
      ['billing.reload_due'],
    );
  });

  test('buys at once where too little is left when it is switched on', async () => {
    await knownAt(w);
    await buy(w, 900_000);
    await w.as(w.owner, (ctx) => putAutoReload(ctx, usual, w.outside));
    assert.equal(await w.saidDue(), 1);
    await w.hear();
    await w.workOff();
    assert.equal(await w.payg(), 3_400_000);
  });

  test('buys again where that was not enough, as far as the day goes', async () => {
    await reloading(w, w.house.payments, { thresholdMicro: 4_000_000, dayMaxMicro: 5_000_000 });
    for (let n = 0; n < 4; n++) {
      await w.hear();
      await w.workOff();
    }
    assert.equal(await w.saidDue(), 2, 'once more after the first, which left too little');
    assert.deepEqual([w.house.asks(), await w.payg()], [2, 6_100_000]);
  });

  test('buys nothing for a workspace without limits', async () => {
    await reloading(w, w.house.payments);
    await w.system.work(({ tx, now }) =>
      tx.run(sql`update billing.wallets set unlimited_at = ${now}, unlimited_by = ${uuidv7()}`),
    );
    await w.system.work(({ tx }) => tx.run(sql`update billing.auto_reloads set threshold_micro = 900000000`));
    await w.hear();
    assert.deepEqual(await w.states(), []);
  });

  test('counts what was bought whether or not its sum is kept', async () => {
    await reloading(w, w.house.payments);
    await spend(w, 40_000, 'some');
    await w.system.work(({ tx }) => tx.run(sql`delete from billing.balances`));
    assert.equal((await w.settings()).boughtMicro, 1_060_000);
  });
});

describe('a reload that is refused', () => {
  test('is tried after an hour, six and a day, and then switched off', async () => {
    await reloading(w, w.house.payments);
    w.house.next('declined', 'declined', 'declined', 'declined');
    await w.runLow();
    for (const [n, hours] of [1, 6, 24].entries()) {
      const { failedAttempts, nextTryAt, waitsFor } = await w.settings();
      assert.deepEqual([failedAttempts, waitsFor], [n + 1, 'after_refusal']);
      assert.equal(nextTryAt!.getTime() - w.ground.clock.now().getTime(), hours * hourMs);
      w.letPass(hours * hourMs - 1);
      await w.hear();
      assert.equal(await w.openOne(), undefined);
      w.letPass(1);
      await w.hear();
      await w.workOff();
    }
    const off = await w.settings();
    assert.deepEqual([off.enabledAt, off.offReason, off.nextTryAt], [null, 'refused_too_often', null]);
    w.letPass(48 * hourMs);
    await w.system.work(resumeReloads);
    assert.deepEqual([w.house.asks(), w.house.charged.length, await w.payg()], [4, 0, 999_000]);
  });

  test('is told once to owners and admins, with what comes next', async () => {
    await reloading(w, w.house.payments);
    w.house.next('declined');
    await w.runLow();
    const reloadId = (await w.history())[0]!.id;
    for (let n = 0; n < 3; n++) await runTell(w.unit(), { reloadId }, w.outside);
    const email = await w.ownerEmail();
    const mails = await w.outside.mailsTo(email);
    assert.equal(mails.length, 1);
    assert.match(mails[0]!.subject, /A card was declined/);
    assert.match(mails[0]!.text, /Your card was declined\.[\s\S]*Next try: 2026-01-05 10:00 UTC/);
    assert.match(mails[0]!.links.join(' '), /\/auto-reload/);
  });

  test('says so when it is switched off', async () => {
    await reloading(w, w.house.payments);
    await w.system.work(({ tx }) => tx.run(sql`update billing.auto_reloads set failed_attempts = 3`));
    w.house.next('needs_person');
    await w.runLow();
    const { id: reloadId, state } = (await w.history())[0]!;
    assert.equal(state, 'needs_person');
    await runTell(w.unit(), { reloadId }, w.outside);
    const [mail] = await w.outside.mailsTo(await w.ownerEmail());
    assert.match(mail!.subject, /switched off/);
  });

  test('is forgotten once one is paid', async () => {
    await reloading(w, w.house.payments);
    w.house.next('declined');
    await w.runLow();
    await w.as(w.owner, (ctx) => tryReload(ctx, w.outside));
    await w.workOff();
    const { failedAttempts, lastState, nextTryAt } = await w.settings();
    assert.deepEqual([failedAttempts, lastState, nextTryAt], [0, 'paid', null]);
    assert.equal(await w.sent('billing.tell_of_reload'), 1);
    assert.equal(await w.payg(), 3_499_000);
  });

  test('needs a person where nobody is known there any more', async () => {
    await reloading(w, w.house.payments);
    await w.ground.db.transaction({ kind: 'owner' }, (tx) =>
      tx.run(sql`delete from billing.customers where workspace_id = ${w.workspaceId}`),
    );
    await w.runLow();
    const [one] = await w.history();
    assert.deepEqual([one!.state, one!.failureCode, w.house.asks()], ['needs_person', 'not_known_there', 0]);
  });

  test('by its provider itself has failed', async () => {
    await reloading(w, w.house.payments);
    w.house.next('rejected');
    await w.runLow();
    assert.deepEqual([await w.states(), (await w.settings()).failedAttempts], [['failed'], 1]);
  });

  test('cannot be tried while it is off', async () => {
    await assert.rejects(
      w.as(w.owner, (ctx) => tryReload(ctx, w.outside)),
      {
        code: 'billing.auto_reload_is_off',
      },
    );
  });
});
