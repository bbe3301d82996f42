import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newId, UserId } from '../../../kit/ids.ts';
import { newRecoveryCodes, recoveryCodeHash } from './codes.ts';
import { PasskeyRegistration, RecoveryCode, TotpCode } from './contract.ts';

const fits = (shape: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  shape.safeParse(value).success;

describe('TotpCode', () => {
  test('is six digits, however they are grouped', () => {
    for (const text of ['123456', ' 123 456 ', '12 34 56']) assert.equal(TotpCode.parse(text), '123456');
  });

  test('is nothing else', () => {
    // The last is six digits too, but not ours.
    for (const text of ['', '12345', '1234567', '12345a', '-12345', '1e5', '١٢٣٤٥٦'])
      assert.ok(!fits(TotpCode, text), text);
    assert.ok(!fits(TotpCode, ' '.repeat(30) + 123456));
  });
});

describe('RecoveryCode', () => {
  test('is read in capitals, without hyphens, and with spaces', () => {
    for (const code of newRecoveryCodes()) {
      assert.equal(RecoveryCode.parse(code), code);
      assert.equal(RecoveryCode.parse(code.toUpperCase()), code);
      assert.equal(RecoveryCode.parse(` ${code.replaceAll('-', ' ')} `), code);
      assert.equal(RecoveryCode.parse(code.replaceAll('-', '')), code);
    }
  });

  test('has no letter that is taken for another', () => {
    const used = new Set(Array.from({ length: 200 }, newRecoveryCodes).flat().join(''));
    for (const letter of 'ilo01u') assert.ok(!used.has(letter), letter);
    for (const text of ['', 'abcd-efgh', 'abcd-efgh-jkm1', 'abcd-efgh-jkmn-pqrs'])
      assert.ok(!fits(RecoveryCode, text));
  });

  test('is kept in another form for each person', () => {
    const [code] = newRecoveryCodes();
    assert.notDeepEqual(recoveryCodeHash(newId(UserId), code!), recoveryCodeHash(newId(UserId), code!));
  });
});

describe('PasskeyRegistration', () => {
  test('is bounded in every part', () => {
    const good = { clientDataJSON: 'AA', attestationObject: 'AA' };
    const sent = { id: 'AA', rawId: 'AA', type: 'public-key', response: good };
    assert.ok(fits(PasskeyRegistration, sent));
    const odd = [
      { ...sent, id: 'A'.repeat(2_000) },
      { ...sent, id: '' },
      { ...sent, id: 'not/base64url' },
      { ...sent, response: { ...good, attestationObject: 'A'.repeat(20_000) } },
      { ...sent, response: { ...good, clientDataJSON: 'A'.repeat(5_000) } },
      { ...sent, response: { ...good, transports: Array(11).fill('usb') } },
      { ...sent, type: 'password' },
    ];
    for (const one of odd) assert.ok(!fits(PasskeyRegistration, one), JSON.stringify(one).slice(0, 80));
  });
});
