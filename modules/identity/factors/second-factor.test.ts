import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sql } from '../../../kit/sql.ts';
import { proofMinutes } from '../sign-in/contract.ts';
import { sessionsOf } from '../sign-in/sessions.sql.ts';
import { signIn } from '../sign-in/sessions.ts';
import type { Browser } from '../sign-in/testing.ts';
import { newBrowser, openTestDoor, testPassword } from '../sign-in/testing.ts';
import { tokenHashIn } from '../sign-in/tickets.ts';
import { wrongCodesMax, wrongCodesMinutes, wrongCodesPerTicketMax } from './contract.ts';
import { getFactors } from './factors.ts';
import { finishWithCode, proveByCode } from './second-factor.ts';
import { bothOf, refused, type Somebody, somebody } from './testing/person.ts';
import { type App, givenApp, givenSecondFactorTicket, givenSetup } from './testing.ts';
import { beginTotp } from './totp.ts';

const stepMs = 30_000;
const minuteMs = 60_000;
const over = refused('factor_ticket_is_over');
const doesNotFit = refused('code_does_not_fit');

interface Given {
  readonly ticket: string;
  readonly code?: string;
  readonly recoveryCode?: string;
}
const finish = ({ door }: Somebody, given: Given, browser: Browser = newBrowser()) =>
  finishWithCode(door.steps(), given, browser.http, door.outside);
const prove = (ada: Somebody, code: string) =>
  proveByCode(ada.steps(), { code }, ada.browser.http, ada.door.outside);

/** With an app, and a step on: the code it was set up with is good no more. */
async function somebodyWithApp(): Promise<{ ada: Somebody; app: App; ticket: () => Promise<string> }> {
  const ada = await somebody();
  const app = await givenApp(ada.door, ada.id);
  return { ada, app, ticket: () => givenSecondFactorTicket(ada.door, ada.id) };
}

/** Six digits that are not those. */
const otherThan = (code: string) => String((Number(code) + 111_111) % 1_000_000).padStart(6, '0');

describe('finishWithCode', () => {
  test('ends what the password began: the browser is signed in', async () => {
    const door = await openTestDoor();
    const { id, email } = await door.person();
    const app = await givenApp(door, id);
    const browser = newBrowser();

    const asked = await signIn(door.steps(), door.outside, { email, password: testPassword }, browser.http);
    assert.ok(asked.status === 'second_factor_needed');
    assert.equal(browser.token, undefined);
    assert.deepEqual(asked.methods, ['totp', 'recovery_code']);

    const given = { ticket: asked.ticket, code: app.code() };
    const { me } = await finishWithCode(door.steps(), given, browser.http, door.outside);

    assert.equal(me.id, id);
    assert.deepEqual(me.provedAt, door.ground.clock.now());
    const { items } = await door.asPerson(id, ({ tx, now }) =>
      sessionsOf(tx, id, tokenHashIn(browser.http), now, { limit: 10 }),
    );
    assert.deepEqual(
      items.map(({ isCurrent, method }) => ({ isCurrent, method })),
      [{ isCurrent: true, method: 'password' }],
    );
  });

  test('takes the code of the step before and of the one after, and none further away', async () => {
    for (const [steps, fits] of [
      [-2, false],
      [-1, true],
      [0, true],
      [1, true],
      [2, false],
    ] as const) {
      const { ada, app, ticket } = await somebodyWithApp();
      ada.pass(10 * stepMs);
      // What `code` shows is of the next step.
      ada.pass(steps * stepMs - stepMs);
      const code = app.code();
      ada.pass(-steps * stepMs + stepMs);
      const trying = finish(ada, { ticket: await ticket(), code });
      await (fits ? trying : assert.rejects(trying, doesNotFit, `${steps} steps aside`));
    }
  });

  test('takes no code twice, nor one from before it', async () => {
    const { ada, app, ticket } = await somebodyWithApp();
    ada.pass(4 * stepMs);
    const before = app.code();
    ada.pass(stepMs);
    const code = app.code();
    await finish(ada, { ticket: await ticket(), code });
    await assert.rejects(finish(ada, { ticket: await ticket(), code }), doesNotFit);
    await assert.rejects(finish(ada, { ticket: await ticket(), code: before }), doesNotFit);
  });

  test('takes no code twice when it comes twice at once', async () => {
    const { ada, app, ticket } = await somebodyWithApp();
    const code = app.code();
    const [one, other] = [await ticket(), await ticket()];
    const { done, codes } = await bothOf(
      finish(ada, { ticket: one, code }),
      finish(ada, { ticket: other, code }),
    );
    assert.equal(done.length, 1);
    assert.deepEqual(codes, [doesNotFit.code]);
  });

  test('takes no ticket twice when it comes more than once at once, and uses up nothing of the late', async () => {
    const { ada, app, ticket } = await somebodyWithApp();
    const shared = await ticket();
    const tries = await Promise.allSettled(
      app.recoveryCodes.slice(0, 6).map((recoveryCode) => finish(ada, { ticket: shared, recoveryCode })),
    );
    const codes = tries.map((one) => (one.status === 'rejected' ? one.reason.code : 'signed in'));
    assert.deepEqual(codes.sort(), [...Array(5).fill(over.code), 'signed in']);
    const { recoveryCodesLeft } = await ada.does(getFactors);
    assert.equal(recoveryCodesLeft, app.recoveryCodes.length - 1);
  });

  test('uses up nothing of whoever comes too late with a ticket', async () => {
    const { ada, app, ticket } = await somebodyWithApp();
    const used = await ticket();
    await finish(ada, { ticket: used, code: app.code() });
    await assert.rejects(finish(ada, { ticket: used, recoveryCode: app.recoveryCodes[0]! }), over);
    const { recoveryCodesLeft } = await ada.does(getFactors);
    assert.equal(recoveryCodesLeft, app.recoveryCodes.length);
  });

  test('ends the ticket with the fifth wrong code, and tells the person', async () => {
    const { ada, app, ticket } = await somebodyWithApp();
    const shared = await ticket();
    const wrong = otherThan(app.code());
    for (let i = 0; i < wrongCodesPerTicketMax; i++)
      await assert.rejects(finish(ada, { ticket: shared, code: wrong }), doesNotFit);

    await assert.rejects(finish(ada, { ticket: shared, code: app.code() }), over);
    assert.deepEqual(await ada.notices(), ['totp_turned_on', 'codes_tried']);
    // The right code was never used up: it is still good with a ticket that is.
    ada.pass(1);
    await finish(ada, { ticket: await ticket(), code: app.code() });
    // Nor does it come back to life by that.
    await assert.rejects(finish(ada, { ticket: shared, recoveryCode: app.recoveryCodes[0]! }), over);
  });

  test('counts tries that are sent at once, one by one', async () => {
    const { ada, app, ticket } = await somebodyWithApp();
    const shared = await ticket();
    const wrong = otherThan(app.code());
    const tries = await Promise.allSettled(
      Array.from({ length: 3 * wrongCodesPerTicketMax }, () => finish(ada, { ticket: shared, code: wrong })),
    );
    const codes = tries.map((one) => one.status === 'rejected' && one.reason.code);
    const tried = (await ada.events()).filter(({ succeeded }) => !succeeded);
    assert.equal(tried.length, wrongCodesPerTicketMax);
    assert.deepEqual(await ada.notices(), ['totp_turned_on', 'codes_tried']);
    await assert.rejects(finish(ada, { ticket: shared, code: app.code() }), over);
    assert.ok(codes.every((code) => code === over.code || code === doesNotFit.code));
  });

  test('makes whoever begins again and again wait, and lets them in afterwards', async () => {
    const { ada, app, ticket } = await somebodyWithApp();
    for (let i = 0; i < wrongCodesMax; i++) {
      ada.pass(1);
      await assert.rejects(finish(ada, { ticket: await ticket(), code: otherThan(app.code()) }), doesNotFit);
    }
    ada.pass(1);
    await assert.rejects(
      finish(ada, { ticket: await ticket(), code: app.code() }),
      refused('too_many_wrong_codes'),
    );
    await assert.rejects(prove(ada, app.code()), refused('too_many_wrong_codes'));
    assert.equal((await ada.events()).at(-1)?.errorCode, 'identity.too_many_wrong_codes');

    ada.pass(wrongCodesMinutes * minuteMs);
    await finish(ada, { ticket: await ticket(), code: app.code() });
  });

  test('begins to count anew once a code has fitted', async () => {
    const { ada, app, ticket } = await somebodyWithApp();
    const fail = async () => {
      ada.pass(1);
      await assert.rejects(finish(ada, { ticket: await ticket(), code: otherThan(app.code()) }), doesNotFit);
    };
    for (let i = 1; i < wrongCodesMax; i++) await fail();
    await finish(ada, { ticket: await ticket(), code: app.code() });
    for (let i = 1; i < wrongCodesMax; i++) await fail();
    ada.pass(stepMs);
    await finish(ada, { ticket: await ticket(), code: app.code() });
  });

  test('takes a recovery code once, however it is typed, and tells the person and the trail', async () => {
    const { ada, app, ticket } = await somebodyWithApp();
    const recoveryCode = app.recoveryCodes[3]!;
    ada.pass(1);

    await finish(ada, { ticket: await ticket(), recoveryCode });
    await assert.rejects(finish(ada, { ticket: await ticket(), recoveryCode }), doesNotFit);

    assert.equal((await ada.does(getFactors)).recoveryCodesLeft, app.recoveryCodes.length - 1);
    assert.deepEqual(await ada.notices(), ['totp_turned_on', 'recovery_code_used']);
    assert.equal((await ada.trail()).at(-1)?.action, 'identity.recovery_code_used');
  });

  test('takes a recovery code once when it comes twice at once', async () => {
    const { ada, app, ticket } = await somebodyWithApp();
    const recoveryCode = app.recoveryCodes[0]!;
    const [one, other] = [await ticket(), await ticket()];
    const { done, codes } = await bothOf(
      finish(ada, { ticket: one, recoveryCode }),
      finish(ada, { ticket: other, recoveryCode }),
    );
    assert.equal(done.length, 1);
    assert.deepEqual(codes, [doesNotFit.code]);
  });

  test("takes nobody else's codes", async () => {
    const [ours, theirs] = [await somebodyWithApp(), await somebodyWithApp()];
    const [recoveryCode, code] = [theirs.app.recoveryCodes[0]!, theirs.app.code()];
    await assert.rejects(finish(ours.ada, { ticket: await ours.ticket(), recoveryCode }), doesNotFit);
    await assert.rejects(finish(ours.ada, { ticket: await ours.ticket(), code }), doesNotFit);
  });

  test('takes no ticket that is for something else, too old, or made up', async () => {
    const { ada, app, ticket } = await somebodyWithApp();
    const old = await ticket();
    ada.pass(10 * minuteMs);
    const { ticket: setup } = await givenSetup(ada.door, ada.id);
    for (const one of [old, setup, 'made-up'])
      await assert.rejects(finish(ada, { ticket: one, code: app.code() }), over);
  });

  test('wants a code of the app or a recovery code, not none and not both', async () => {
    const { ada, app, ticket } = await somebodyWithApp();
    const shared = await ticket();
    const invalid = { code: 'stoa.invalid_input', status: 400 };
    await assert.rejects(finish(ada, { ticket: shared }), invalid);
    const both = { ticket: shared, code: app.code(), recoveryCode: app.recoveryCodes[0]! };
    await assert.rejects(finish(ada, both), invalid);
  });

  test('tells whoever was switched off meanwhile, and does not let them in', async () => {
    const { ada, app, ticket } = await somebodyWithApp();
    const shared = await ticket();
    const { clock } = ada.door.ground;
    await ada.door.as(({ tx }) =>
      tx.run(sql`update identity.users set disabled_at = ${clock.now()} where id = ${ada.id}`),
    );
    const browser = newBrowser();
    await assert.rejects(
      finish(ada, { ticket: shared, code: app.code() }, browser),
      refused('account_is_disabled'),
    );
    assert.equal(browser.token, undefined);
    assert.equal((await ada.events()).at(-1)?.errorCode, 'identity.account_is_disabled');
  });

  test('SE-57 leaves a row of every try, the refused ones too', async () => {
    const { ada, app, ticket } = await somebodyWithApp();
    const shared = await ticket();
    await assert.rejects(finish(ada, { ticket: shared, code: otherThan(app.code()) }), doesNotFit);
    ada.pass(1);
    await assert.rejects(finish(ada, { ticket: shared, recoveryCode: 'aaaa-bbbb-cccc' }), doesNotFit);
    ada.pass(1);
    await finish(ada, { ticket: shared, code: app.code() });

    const row = { event: 'second_factor', succeeded: false, errorCode: doesNotFit.code };
    assert.deepEqual(await ada.events(), [
      { ...row, method: 'totp' },
      { ...row, method: 'recovery_code' },
      { ...row, method: 'totp', succeeded: true, errorCode: null },
    ]);
  });
});

describe('proveByCode', () => {
  test('opens what asks for a recent proof', async () => {
    const { ada, app } = await somebodyWithApp();
    ada.pass((proofMinutes + 1) * minuteMs);
    const begin = () => ada.does((ctx) => beginTotp(ctx, ada.browser.http, ada.door.outside));
    await assert.rejects(begin(), refused('proof_needed'));

    const { provedAt } = await prove(ada, app.code());

    assert.deepEqual(provedAt, ada.door.ground.clock.now());
    await assert.rejects(begin(), refused('totp_is_on'));
  });

  test('takes no code that signed somebody in, and leaves a row of the try', async () => {
    const { ada, app, ticket } = await somebodyWithApp();
    const code = app.code();
    await finish(ada, { ticket: await ticket(), code });
    ada.pass(1);
    await assert.rejects(prove(ada, code), doesNotFit);
    assert.deepEqual((await ada.events()).at(-1), {
      event: 'reauthentication',
      method: 'totp',
      succeeded: false,
      errorCode: doesNotFit.code,
    });
  });

  test('is for whoever is signed in and has an app', async () => {
    const ada = await somebody();
    await assert.rejects(prove(ada, '123456'), refused('totp_is_off'));
    const stranger = proveByCode(ada.door.steps(), { code: '123456' }, ada.browser.http, ada.door.outside);
    await assert.rejects(stranger, { code: 'stoa.not_signed_in' });
  });
});
