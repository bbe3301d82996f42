import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { assertNoSecretInDump } from '../../../kit/testing/no-secrets.ts';
import { proofMinutes } from '../sign-in/contract.ts';
import { sessionsOf } from '../sign-in/sessions.sql.ts';
import { newBrowser } from '../sign-in/testing.ts';
import { tokenHashIn } from '../sign-in/tickets.ts';
import { getFactors } from './factors.ts';
import {
  beginPasskeyProof,
  beginPasskeySignIn,
  proveByPasskey,
  signInWithPasskey,
} from './passkey-sign-in.ts';
import { beginPasskey } from './passkeys.ts';
import { type Device, newDevice } from './testing/authenticator.ts';
import { bothOf, refused, type Somebody, somebody } from './testing/person.ts';
import { givenApp, givenPasskey } from './testing.ts';

const minuteMs = 60_000;
const doesNotFit = refused('passkey_does_not_fit');
type Odd = NonNullable<Parameters<Device['answer']>[1]>;

async function somebodyWithPasskey(): Promise<{ ada: Somebody; device: Device }> {
  const ada = await somebody();
  return { ada, device: (await givenPasskey(ada.door, ada.id)).device };
}

const begin = ({ door }: Somebody) => door.as((ctx) => beginPasskeySignIn(ctx, door.outside));
const show = ({ door }: Somebody, shown: Parameters<typeof signInWithPasskey>[1], browser = newBrowser()) =>
  signInWithPasskey(door.steps(), shown, browser.http, door.outside);

async function signIn(ada: Somebody, device: Device, odd: Odd = {}, browser = newBrowser()) {
  const { ticket, options } = await begin(ada);
  return show(ada, { ticket, response: device.answer(options, odd) }, browser);
}

describe('signInWithPasskey', () => {
  test('is all that is asked for, also of somebody with an app: a passkey is both factors', async () => {
    const { ada, device } = await somebodyWithPasskey();
    await givenApp(ada.door, ada.id);
    const browser = newBrowser();

    const { status, me } = await signIn(ada, device, {}, browser);

    assert.equal(status, 'signed_in');
    assert.equal(me.id, ada.id);
    assert.deepEqual(me.provedAt, ada.door.ground.clock.now());
    const { items } = await ada.does(({ tx, now }) =>
      sessionsOf(tx, ada.id, tokenHashIn(browser.http), now, { limit: 10 }),
    );
    assert.equal(items.find(({ isCurrent }) => isCurrent)?.method, 'passkey');
    const [passkey] = (await ada.does(getFactors)).passkeys;
    assert.deepEqual(passkey?.lastUsedAt, ada.door.ground.clock.now());
  });

  test('asks for no name first, and keeps its challenge where nobody reads it', async () => {
    const ada = await somebody();
    const { ticket, options } = await begin(ada);
    assert.deepEqual(options.allowCredentials, []);
    assert.equal(options.userVerification, 'required');
    await assertNoSecretInDump(ada.door.ground.db, [ticket, options.challenge]);
  });

  test('says one thing only of whatever does not fit, and leaves a row of it', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const odd: Odd[] = [
      { credentialId: randomBytes(32) },
      { key: privateKey },
      { challenge: 'A'.repeat(43) },
      { origin: 'https://evil.test' },
      { siteId: 'evil.test' },
      { isUnlocked: false },
      { userHandle: Buffer.alloc(16).toString('base64url') },
      { userHandle: null },
    ];
    for (const one of odd) {
      const { ada, device } = await somebodyWithPasskey();
      const browser = newBrowser();
      await assert.rejects(
        signIn(ada, device, one, browser),
        { ...doesNotFit, status: 403 },
        Object.keys(one).join(),
      );
      assert.equal(browser.token, undefined);
      const row = { event: 'sign_in', method: 'passkey', succeeded: false, errorCode: doesNotFit.code };
      assert.deepEqual(await ada.events(), 'credentialId' in one ? [] : [row]);
      await signIn(ada, device);
    }
  });

  test('SE-57 leaves a row of a passkey that is nobody’s', async () => {
    const ada = await somebody();
    const unknown = newDevice('http://stoa.test');
    const agent = `agent of ${ada.id}`;
    const { ticket, options } = await begin(ada);
    const steps = { ...ada.door.steps() };
    const noted: typeof steps = {
      ...steps,
      work: (fn) => steps.work((ctx) => fn({ ...ctx, client: { address: '192.0.2.9', agent } })),
    };
    await assert.rejects(
      signInWithPasskey(
        noted,
        { ticket, response: unknown.answer(options, { userHandle: 'AAAA' }) },
        newBrowser().http,
        ada.door.outside,
      ),
      doesNotFit,
    );
    const rows = await ada.door.read(({ tx }) =>
      tx.many(
        z.object({ userId: z.string().nullable(), errorCode: z.string() }),
        sql`select user_id, error_code from identity.sign_in_events where agent = ${agent}`,
      ),
    );
    assert.deepEqual(rows, [{ userId: null, errorCode: doesNotFit.code }]);
  });

  test('answers a challenge once, whether it went well or not, also twice at once', async () => {
    const { ada, device } = await somebodyWithPasskey();
    const { ticket, options } = await begin(ada);
    const [one, other] = [device.answer(options), device.answer(options)];
    const { done, codes } = await bothOf(
      show(ada, { ticket, response: one }),
      show(ada, { ticket, response: other }),
    );
    assert.equal(done.length, 1);
    assert.deepEqual(codes, [doesNotFit.code]);

    const again = await begin(ada);
    const wrong = device.answer(again.options, { isUnlocked: false });
    await assert.rejects(show(ada, { ticket: again.ticket, response: wrong }), doesNotFit);
    const right = device.answer(again.options);
    await assert.rejects(show(ada, { ticket: again.ticket, response: right }), doesNotFit);
  });

  test('takes no challenge that is five minutes old, or was for something else', async () => {
    const { ada, device } = await somebodyWithPasskey();
    const old = await begin(ada);
    const proof = await ada.does((ctx) => beginPasskeyProof(ctx, ada.door.outside));
    const making = await ada.does((ctx) => beginPasskey(ctx, ada.browser.http, ada.door.outside));
    const forMaking = device.answer({ ...old.options, challenge: making.options.challenge });
    await assert.rejects(show(ada, { ticket: making.ticket, response: forMaking }), doesNotFit);
    const forProof = device.answer(proof.options);
    await assert.rejects(show(ada, { ticket: proof.ticket, response: forProof }), doesNotFit);
    ada.pass(5 * minuteMs);
    await assert.rejects(show(ada, { ticket: old.ticket, response: device.answer(old.options) }), doesNotFit);
  });

  test('refuses a device whose count does not grow, and tells the person and the trail', async () => {
    const { ada, device } = await somebodyWithPasskey();
    await signIn(ada, device, { count: 10 });
    for (const count of [10, 9, 0]) {
      ada.pass(1);
      await assert.rejects(signIn(ada, device, { count }), doesNotFit);
    }
    const entry = (await ada.trail()).at(-1);
    assert.deepEqual([entry?.action, entry?.succeeded], ['identity.passkey_copied', false]);
    assert.equal((await ada.events()).filter(({ succeeded }) => !succeeded).length, 3);
    assert.ok((await ada.notices()).includes('passkey_copied'));
    await signIn(ada, device, { count: 11 });
  });

  test('lets in one of two devices that show the same count at once', async () => {
    const { ada, device } = await somebodyWithPasskey();
    const { done, codes } = await bothOf(
      signIn(ada, device, { count: 5 }),
      signIn(ada, device, { count: 5 }),
    );
    assert.equal(done.length, 1);
    assert.deepEqual(codes, [doesNotFit.code]);
  });

  test('believes a device that never counts', async () => {
    const ada = await somebody();
    const { device, passkey } = await givenPasskey(ada.door, ada.id);
    await ada.door.as(({ tx }) =>
      tx.run(
        sql`update identity.passkeys set sign_count = 0 where user_id = ${ada.id} and id = ${passkey.id}`,
      ),
    );
    await signIn(ada, device, { count: 0 });
    await signIn(ada, device, { count: 0 });
  });

  test('tells whoever was switched off, once they have shown who they are', async () => {
    const { ada, device } = await somebodyWithPasskey();
    const now = ada.door.ground.clock.now();
    await ada.door.as(({ tx }) =>
      tx.run(sql`update identity.users set disabled_at = ${now} where id = ${ada.id}`),
    );
    await assert.rejects(signIn(ada, device, { isUnlocked: false }), doesNotFit);
    await assert.rejects(signIn(ada, device), refused('account_is_disabled'));
  });

  test('needs a site with a name', async () => {
    const ada = await somebody();
    const outside = { ...ada.door.outside, publicUrl: 'http://127.0.0.1:3000' };
    await assert.rejects(
      ada.door.as((ctx) => beginPasskeySignIn(ctx, outside)),
      refused('passkeys_need_a_name'),
    );
  });
});

describe('proveByPasskey', () => {
  const prove = async (ada: Somebody, device: Device, odd: Odd = {}) => {
    const { ticket, options } = await ada.does((ctx) => beginPasskeyProof(ctx, ada.door.outside));
    const shown = { ticket, response: device.answer(options, odd) };
    return proveByPasskey(ada.steps(), shown, ada.browser.http, ada.door.outside);
  };

  test('opens what asks for a recent proof, and leaves a row of it', async () => {
    const { ada, device } = await somebodyWithPasskey();
    ada.pass((proofMinutes + 1) * minuteMs);
    const start = () => ada.does((ctx) => beginPasskey(ctx, ada.browser.http, ada.door.outside));
    await assert.rejects(start(), refused('proof_needed'));

    const { provedAt } = await prove(ada, device);

    assert.deepEqual(provedAt, ada.door.ground.clock.now());
    await start();
    assert.deepEqual(await ada.events(), [
      { event: 'reauthentication', method: 'passkey', succeeded: true, errorCode: null },
    ]);
  });

  test('names the passkeys one has, and says so when there is none', async () => {
    const { ada, device } = await somebodyWithPasskey();
    const { options } = await ada.does((ctx) => beginPasskeyProof(ctx, ada.door.outside));
    assert.deepEqual(
      options.allowCredentials.map(({ id }) => id),
      [device.id],
    );
    const eve = await somebody(ada.door);
    await assert.rejects(
      eve.does((ctx) => beginPasskeyProof(ctx, eve.door.outside)),
      refused('no_passkey'),
    );
  });

  test("takes no passkey of somebody else's, and no challenge of signing in", async () => {
    const { ada, device } = await somebodyWithPasskey();
    const eve = await somebody(ada.door);
    const { device: hers } = await givenPasskey(ada.door, eve.id);
    ada.pass(1);
    await assert.rejects(prove(ada, hers), doesNotFit);

    const { ticket, options } = await begin(ada);
    const shown = { ticket, response: device.answer(options) };
    await assert.rejects(proveByPasskey(ada.steps(), shown, ada.browser.http, ada.door.outside), doesNotFit);
    assert.deepEqual(
      (await ada.events()).map(({ succeeded }) => succeeded),
      [false, false],
    );
    assert.deepEqual(await eve.events(), []);
  });

  test('is for whoever is signed in', async () => {
    const { ada, device } = await somebodyWithPasskey();
    const { ticket, options } = await ada.does((ctx) => beginPasskeyProof(ctx, ada.door.outside));
    const shown = { ticket, response: device.answer(options) };
    await assert.rejects(proveByPasskey(ada.door.steps(), shown, ada.browser.http, ada.door.outside), {
      code: 'stoa.not_signed_in',
    });
  });
});
