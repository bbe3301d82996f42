import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Secret, URI } from 'otpauth';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { assertNoSecretInDump } from '../../../kit/testing/no-secrets.ts';
import { proofMinutes } from '../sign-in/contract.ts';
import { recoveryCodesCount } from './contract.ts';
import { getFactors } from './factors.ts';
import { proveByCode } from './second-factor.ts';
import { bothOf, refused, type Somebody, somebody } from './testing/person.ts';
import { codeAt, givenApp, givenSetup } from './testing.ts';
import { beginTotp, confirmTotp, removeTotp, renewRecoveryCodes } from './totp.ts';

const minuteMs = 60_000;
const now = ({ door }: Somebody) => door.ground.clock.now();
const begin = (person: Somebody) =>
  person.does((ctx) => beginTotp(ctx, person.browser.http, person.door.outside));
const confirm = (person: Somebody, input: { ticket: string; code: string }) =>
  person.does((ctx) => confirmTotp(ctx, input, person.door.outside));
const remove = (person: Somebody) => person.does((ctx) => removeTotp(ctx, person.browser.http));
const renew = (person: Somebody) => person.does((ctx) => renewRecoveryCodes(ctx, person.browser.http));

describe('beginTotp', () => {
  test('gives the secret to the app alone: what it shows from then on is taken', async () => {
    const ada = await somebody();
    const { ticket, secret, uri, qrSvg } = await begin(ada);

    const app = URI.parse(uri);
    assert.equal(app.secret.base32, secret);
    assert.equal(app.issuer, 'Stoa');
    assert.match(qrSvg, /^<svg .*<\/svg>$/s);
    await assertNoSecretInDump(ada.door.ground.db, [secret, Secret.fromBase32(secret).hex, ticket]);

    await confirm(ada, { ticket, code: codeAt(app.secret.bytes, now(ada)) });
    await assertNoSecretInDump(ada.door.ground.db, [secret, Secret.fromBase32(secret).hex, ticket]);
  });

  test('asks whoever has not proved themselves lately to do so', async () => {
    const ada = await somebody();
    ada.pass((proofMinutes + 1) * minuteMs);
    await assert.rejects(begin(ada), refused('proof_needed'));
  });

  test('is refused to whoever has an app already', async () => {
    const ada = await somebody();
    await givenApp(ada.door, ada.id);
    await assert.rejects(begin(ada), refused('totp_is_on'));
  });

  test('leaves nothing behind that counts until it is confirmed', async () => {
    const ada = await somebody();
    await begin(ada);
    assert.equal((await ada.does(getFactors)).totpSince, null);
    assert.deepEqual(await ada.trail(), []);
  });
});

describe('confirmTotp', () => {
  test('answers recovery codes that are nowhere but in the answer, and tells the person and the trail', async () => {
    const ada = await somebody();
    const { secret, ticket } = await givenSetup(ada.door, ada.id);

    const { codes } = await confirm(ada, { ticket, code: codeAt(secret, now(ada)) });

    assert.equal(new Set(codes).size, recoveryCodesCount);
    for (const code of codes) assert.match(code, /^[a-hj-km-np-tv-z2-9]{4}(-[a-hj-km-np-tv-z2-9]{4}){2}$/);
    await assertNoSecretInDump(ada.door.ground.db, codes);
    const factors = await ada.does(getFactors);
    assert.deepEqual([factors.totpSince, factors.recoveryCodesLeft], [now(ada), recoveryCodesCount]);
    assert.deepEqual(await ada.trail(), [
      {
        action: 'identity.totp_turned_on',
        succeeded: true,
        changes: { secondFactor: { from: 'none', to: 'authenticator app' } },
      },
    ]);
    assert.deepEqual(await ada.notices(), ['totp_turned_on']);
  });

  test('refuses a code that does not fit, and lets one try again', async () => {
    const ada = await somebody();
    const { secret, ticket } = await givenSetup(ada.door, ada.id);
    const early = codeAt(secret, new Date(now(ada).getTime() - 2 * minuteMs));

    await assert.rejects(confirm(ada, { ticket, code: early }), refused('code_does_not_fit'));
    assert.equal((await ada.does(getFactors)).totpSince, null);

    await confirm(ada, { ticket, code: codeAt(secret, now(ada)) });
  });

  test('is done once when it is sent twice at once', async () => {
    const ada = await somebody();
    const { secret, ticket } = await givenSetup(ada.door, ada.id);
    const sent = { ticket, code: codeAt(secret, now(ada)) };

    const { done, codes } = await bothOf(confirm(ada, sent), confirm(ada, sent));

    assert.equal(done.length, 1);
    assert.deepEqual(codes, ['identity.factor_ticket_is_over']);
    assert.equal((await ada.does(getFactors)).recoveryCodesLeft, recoveryCodesCount);
  });

  test('sets up one app when two are confirmed at once', async () => {
    const ada = await somebody();
    const setups = [await givenSetup(ada.door, ada.id), await givenSetup(ada.door, ada.id)];
    const sent = setups.map(({ secret, ticket }) => ({ ticket, code: codeAt(secret, now(ada)) }));

    const { done, codes } = await bothOf(confirm(ada, sent[0]!), confirm(ada, sent[1]!));

    assert.equal(done.length, 1);
    assert.deepEqual(codes, ['identity.totp_is_on']);
  });

  test("takes nobody else's ticket", async () => {
    const [ada, eve] = [await somebody(), await somebody()];
    const { secret, ticket } = await givenSetup(ada.door, ada.id);
    const sent = { ticket, code: codeAt(secret, now(ada)) };

    await assert.rejects(confirm(eve, sent), refused('factor_ticket_is_over'));
    await confirm(ada, sent);
  });

  test('takes no ticket that is too old', async () => {
    const ada = await somebody();
    const { secret, ticket } = await givenSetup(ada.door, ada.id);
    ada.pass(15 * minuteMs);
    await assert.rejects(
      confirm(ada, { ticket, code: codeAt(secret, now(ada)) }),
      refused('factor_ticket_is_over'),
    );
  });

  test('binds the sealed secret to its person: in the row of another it opens nothing', async () => {
    const ada = await somebody();
    const eve = await somebody(ada.door);
    const app = await givenApp(ada.door, ada.id);
    await givenApp(ada.door, eve.id);
    // Past the walls, as somebody would who can write to the database and knows no key.
    await ada.door.ground.db.transaction({ kind: 'owner' }, async (tx) => {
      await tx.run(sql`set local row_security = off`);
      await tx.run(sql`alter table identity.totp_factors no force row level security`);
      await tx.run(sql`
        update identity.totp_factors set secret_sealed = (
          select secret_sealed from identity.totp_factors where user_id = ${ada.id}) where user_id = ${eve.id}`);
      await tx.run(sql`alter table identity.totp_factors force row level security`);
    });
    await assert.rejects(proveByCode(eve.steps(), { code: app.code() }, eve.browser.http, eve.door.outside), {
      code: 'vault.cannot_open',
    });
  });
});

describe('removeTotp', () => {
  test('takes the recovery codes with it, and tells the person and the trail', async () => {
    const ada = await somebody();
    await givenApp(ada.door, ada.id);
    ada.pass(minuteMs);

    await remove(ada);

    const { totpSince, recoveryCodesLeft } = await ada.does(getFactors);
    assert.deepEqual([totpSince, recoveryCodesLeft], [null, 0]);
    assert.deepEqual(await ada.notices(), ['totp_turned_on', 'totp_turned_off']);
    assert.equal((await ada.trail()).at(-1)?.action, 'identity.totp_turned_off');
  });

  test('asks for a recent proof', async () => {
    const ada = await somebody();
    await givenApp(ada.door, ada.id);
    ada.pass((proofMinutes + 1) * minuteMs);
    await assert.rejects(remove(ada), refused('proof_needed'));
    assert.notEqual((await ada.does(getFactors)).totpSince, null);
  });

  test('says so when there is nothing to remove', async () => {
    await assert.rejects(remove(await somebody()), refused('totp_is_off'));
  });
});

describe('renewRecoveryCodes', () => {
  const hashes = (person: Somebody) =>
    person.door.ground.db
      .reader({ kind: 'owner' })
      .one(
        z.object({ count: z.number() }),
        sql`select count(*)::int as count from identity.recovery_codes where user_id = ${person.id}`,
      );

  test('leaves ten new ones and none of the old, also when it is asked for twice at once', async () => {
    const ada = await somebody();
    const { recoveryCodes } = await givenApp(ada.door, ada.id);

    const { done } = await bothOf(renew(ada), renew(ada));

    assert.equal(done.length, 2);
    assert.equal((await hashes(ada)).count, recoveryCodesCount);
    assert.deepEqual(
      done.flatMap(({ codes }) => codes).filter((code) => recoveryCodes.includes(code)),
      [],
    );
    assert.deepEqual(await ada.notices(), [
      'totp_turned_on',
      'recovery_codes_renewed',
      'recovery_codes_renewed',
    ]);
  });

  test('asks for a recent proof, and for an app to recover from the loss of', async () => {
    const ada = await somebody();
    await assert.rejects(renew(ada), refused('totp_is_off'));
    await givenApp(ada.door, ada.id);
    ada.pass((proofMinutes + 1) * minuteMs);
    await assert.rejects(renew(ada), refused('proof_needed'));
  });
});
