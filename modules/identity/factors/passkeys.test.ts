import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { assertNoSecretInDump } from '../../../kit/testing/no-secrets.ts';
import { proofMinutes } from '../sign-in/contract.ts';
import { setPasswordHash } from '../sign-in/people.sql.ts';
import { type PasskeyId, PasskeyName, passkeysMax } from './contract.ts';
import { getFactors } from './factors.ts';
import { addPasskey, beginPasskey, removePasskey, renamePasskey } from './passkeys.ts';
import { cbor, newDevice } from './testing/authenticator.ts';
import { bothOf, refused, type Somebody, somebody } from './testing/person.ts';
import { givenPasskey, givenRegistration } from './testing.ts';

const minuteMs = 60_000;
const origin = 'http://stoa.test';
const notAccepted = refused('passkey_not_accepted');
const over = refused('factor_ticket_is_over');

const begin = (ada: Somebody) => ada.does((ctx) => beginPasskey(ctx, ada.browser.http, ada.door.outside));
const add = (ada: Somebody, input: Parameters<typeof addPasskey>[1]) =>
  ada.does((ctx) => addPasskey(ctx, input, ada.door.outside));
const remove = (ada: Somebody, passkeyId: PasskeyId) =>
  ada.does((ctx) => removePasskey(ctx, { passkeyId }, ada.browser.http));
const passkeysOf = async (ada: Somebody) => (await ada.does(getFactors)).passkeys;

describe('beginPasskey', () => {
  test('asks the device for one it keeps, unlocks and has not made here before', async () => {
    const ada = await somebody();
    const { device } = await givenPasskey(ada.door, ada.id);
    const { options, ticket } = await begin(ada);

    assert.deepEqual(options.rp, { id: 'stoa.test', name: 'Stoa' });
    assert.deepEqual(options.authenticatorSelection, {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    });
    assert.deepEqual(options.excludeCredentials, [
      { id: device.id, type: 'public-key', transports: ['internal', 'hybrid'] },
    ]);
    await assertNoSecretInDump(ada.door.ground.db, [ticket, options.challenge]);
  });

  test('asks whoever has not proved themselves lately to do so', async () => {
    const ada = await somebody();
    ada.pass((proofMinutes + 1) * minuteMs);
    await assert.rejects(begin(ada), refused('proof_needed'));
  });

  test('needs a site with a name: localhost has one, 127.0.0.1 and [::1] have none', async () => {
    const ada = await somebody();
    const at = (publicUrl: string) =>
      ada.does((ctx) => beginPasskey(ctx, ada.browser.http, { ...ada.door.outside, publicUrl }));
    assert.equal((await at('http://localhost:3000')).options.rp.id, 'localhost');
    for (const bare of ['http://127.0.0.1:3000', 'https://10.0.0.7', 'http://[::1]:3000'])
      await assert.rejects(at(bare), refused('passkeys_need_a_name'));
  });
});

describe('addPasskey', () => {
  test('keeps the public half under a name, and tells the person and the trail', async () => {
    const ada = await somebody();
    const sent = await givenRegistration(ada.door, ada.id, newDevice(origin));

    const passkey = await add(ada, { ...sent, name: 'Phone' });

    assert.deepEqual(await passkeysOf(ada), [
      { id: passkey.id, name: 'Phone', createdAt: passkey.createdAt, lastUsedAt: null, backedUp: true },
    ]);
    assert.deepEqual(await ada.trail(), [
      { action: 'identity.passkey_added', succeeded: true, changes: { name: { to: 'Phone' } } },
    ]);
    assert.deepEqual(await ada.notices(), ['passkey_added']);
  });

  test('refuses what was made for another site, another challenge, or without unlocking', async () => {
    const ada = await somebody();
    const { ticket, options } = await begin(ada);
    const device = newDevice(origin);
    const odd = [
      { origin: 'https://evil.test' },
      { origin: 'http://stoa.test.evil.test' },
      { siteId: 'evil.test' },
      { challenge: 'A'.repeat(43) },
      { isUnlocked: false },
    ];
    for (const one of odd)
      await assert.rejects(
        add(ada, { ticket, response: device.make(options, one) }),
        notAccepted,
        JSON.stringify(one),
      );
    assert.deepEqual(await passkeysOf(ada), []);

    // None of these used the ticket up.
    await add(ada, { ticket, response: device.make(options) });
  });

  // A certificate names addresses for its revocation list, and the library would go and ask there.
  test('refuses certificates, which nobody asked for, before it reads them', async () => {
    const ada = await somebody();
    const { ticket, options } = await begin(ada);
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const certificate = publicKey.export({ type: 'spki', format: 'der' });
    const statement = cbor.map([
      [cbor.text('alg'), cbor.int(-7)],
      [cbor.text('sig'), cbor.bytes(Buffer.alloc(70))],
      [cbor.text('x5c'), cbor.list([cbor.bytes(certificate)])],
    ]);
    for (const format of ['packed', 'fido-u2f', 'android-safetynet', 'tpm', 'apple']) {
      const response = newDevice(origin).make(options, { attestation: [format, statement] });
      await assert.rejects(add(ada, { ticket, response }), (error: Error & { cause: Error }) =>
        error.cause.message.startsWith(`attested as ${format}`),
      );
    }
  });

  test('refuses nonsense of every kind', async () => {
    const ada = await somebody();
    const { ticket, options } = await begin(ada);
    const good = newDevice(origin).make(options);
    const nested = Buffer.alloc(12_000, 0x81).toString('base64url');
    for (const attestationObject of ['AAAA', nested, good.response.attestationObject.slice(0, 200)]) {
      const response = { ...good, response: { ...good.response, attestationObject } };
      await assert.rejects(add(ada, { ticket, response }), notAccepted);
    }
    for (const clientDataJSON of ['AAAA', Buffer.from('null').toString('base64url')]) {
      const response = { ...good, response: { ...good.response, clientDataJSON } };
      await assert.rejects(add(ada, { ticket, response }), notAccepted);
    }
    await assert.rejects(add(ada, { ticket, response: { ...good, rawId: 'AAAA' } }), notAccepted);
  });

  test('is done once when it is sent twice at once', async () => {
    const ada = await somebody();
    const sent = await givenRegistration(ada.door, ada.id, newDevice(origin));
    const { done, codes } = await bothOf(add(ada, sent), add(ada, sent));
    assert.equal(done.length, 1);
    assert.deepEqual(codes, [over.code]);
  });

  test("takes nobody else's ticket, and none that is five minutes old", async () => {
    const ada = await somebody();
    const eve = await somebody(ada.door);
    const sent = await givenRegistration(ada.door, ada.id, newDevice(origin));
    await assert.rejects(add(eve, sent), over);
    ada.pass(5 * minuteMs);
    await assert.rejects(add(ada, sent), over);
  });

  test("does not give one person another's passkey", async () => {
    const ada = await somebody();
    const eve = await somebody(ada.door);
    const device = newDevice(origin);
    await add(ada, await givenRegistration(ada.door, ada.id, device));
    await assert.rejects(
      add(eve, await givenRegistration(ada.door, eve.id, device)),
      refused('passkey_is_known'),
    );
    assert.equal((await passkeysOf(ada)).length, 1);
  });

  test('ends at as many as anybody needs, also when the last two come at once', async () => {
    const ada = await somebody();
    for (let i = 1; i < passkeysMax; i++) await givenPasskey(ada.door, ada.id);
    const last = await givenRegistration(ada.door, ada.id, newDevice(origin));
    const more = await givenRegistration(ada.door, ada.id, newDevice(origin));

    const { done, codes } = await bothOf(add(ada, last), add(ada, more));

    assert.equal(done.length, 1);
    assert.deepEqual(codes, ['identity.too_many_passkeys']);
    await assert.rejects(begin(ada), refused('too_many_passkeys'));
  });
});

describe('renamePasskey', () => {
  test('changes the name and says what it was', async () => {
    const ada = await somebody();
    const { passkey } = await givenPasskey(ada.door, ada.id);
    ada.pass(1);
    const renamed = await ada.does((ctx) => renamePasskey(ctx, { passkeyId: passkey.id, name: 'Old phone' }));
    assert.deepEqual(renamed, { ...passkey, name: 'Old phone' });
    assert.deepEqual((await ada.trail()).at(-1)?.changes, { name: { from: 'Passkey', to: 'Old phone' } });
  });

  test('takes no name that cannot be read', () => {
    for (const name of ['', '   ', 'pho\u200bne', '\u202enohp', 'a\nb', 'x'.repeat(121)])
      assert.equal(PasskeyName.safeParse(name).success, false, JSON.stringify(name));
    assert.equal(PasskeyName.parse('  Cafe\u0301 '), 'Caf\u00e9');
  });
});

describe('removePasskey', () => {
  const givePassword = (ada: Somebody) =>
    ada.does(({ tx, now }) => setPasswordHash(tx, ada.id, '$argon2id$none', now));

  test('takes it away, and tells the person and the trail', async () => {
    const ada = await somebody();
    await givePassword(ada);
    const { passkey } = await givenPasskey(ada.door, ada.id);
    ada.pass(1);

    await remove(ada, passkey.id);

    assert.deepEqual(await passkeysOf(ada), []);
    assert.deepEqual(await ada.notices(), ['passkey_added', 'passkey_removed']);
    assert.equal((await ada.trail()).at(-1)?.action, 'identity.passkey_removed');
  });

  test('asks for a recent proof', async () => {
    const ada = await somebody();
    await givePassword(ada);
    const { passkey } = await givenPasskey(ada.door, ada.id);
    ada.pass((proofMinutes + 1) * minuteMs);
    await assert.rejects(remove(ada, passkey.id), refused('proof_needed'));
    assert.equal((await passkeysOf(ada)).length, 1);
  });

  test('leaves the last way to sign in', async () => {
    const ada = await somebody();
    const { passkey } = await givenPasskey(ada.door, ada.id);
    await assert.rejects(remove(ada, passkey.id), refused('last_way_to_sign_in'));
    assert.equal((await passkeysOf(ada)).length, 1);
    assert.deepEqual(await ada.notices(), ['passkey_added']);
  });

  test('leaves one when the last two are removed at once', async () => {
    const ada = await somebody();
    const [one, other] = [await givenPasskey(ada.door, ada.id), await givenPasskey(ada.door, ada.id)];
    const { done, codes } = await bothOf(remove(ada, one.passkey.id), remove(ada, other.passkey.id));
    assert.equal(done.length, 1);
    assert.deepEqual(codes, ['identity.last_way_to_sign_in']);
    assert.equal((await passkeysOf(ada)).length, 1);
  });

  test("takes another's word for a way to sign in, while that one is still believed", async () => {
    const ada = await somebody();
    const { passkey } = await givenPasskey(ada.door, ada.id);
    const providerId = await givenProvider(ada);
    const switchOff = (at: Date | null) =>
      ada.door.as(({ tx }) =>
        tx.run(sql`update identity.oidc_providers set disabled_at = ${at} where id = ${providerId}`),
      );

    assert.deepEqual(
      (await ada.does(getFactors)).singleSignOn.map(({ name, email }) => ({ name, email })),
      [{ name: 'Works', email: 'ada@works.test' }],
    );
    await switchOff(ada.door.ground.clock.now());
    await assert.rejects(remove(ada, passkey.id), refused('last_way_to_sign_in'));
    await switchOff(null);
    await remove(ada, passkey.id);
  });

  test("takes somebody else's for none at all", async () => {
    const ada = await somebody();
    const eve = await somebody(ada.door);
    const { passkey } = await givenPasskey(ada.door, ada.id);
    const missing = { ...refused('passkey_not_found'), status: 404 };
    await assert.rejects(remove(eve, passkey.id), missing);
    await assert.rejects(
      eve.does((ctx) => renamePasskey(ctx, { passkeyId: passkey.id, name: 'Mine' })),
      missing,
    );
    assert.equal((await passkeysOf(ada)).length, 1);
  });
});

async function givenProvider(ada: Somebody): Promise<string> {
  return ada.door.as(async ({ tx, now }) => {
    const { id } = await tx.one(
      z.object({ id: z.string() }),
      sql`
        insert into identity.oidc_providers (id, slug, name, issuer, client_id, created_at, updated_at)
        values (gen_random_uuid(), 'works-' || left(${ada.id}::text, 8) || right(${ada.id}::text, 12), 'Works',
                'https://works.test', 'stoa', ${now}, ${now})
        returning id`,
    );
    await tx.run(sql`
      insert into identity.oidc_identities (provider_id, subject, user_id, email, created_at, last_used_at)
      values (${id}, ${ada.id}, ${ada.id}, 'ada@works.test', ${now}, ${now})`);
    return id;
  });
}
