import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { commonPasswords } from './common-passwords.ts';
import { hashPassword, passwordFits, whyNotPassword } from './passwords.ts';

const ada = { email: 'ada.lovelace@analytical.example', name: 'Ada Lovelace' };
const refusalOf = (password: string) => whyNotPassword(password, ada, 'body.password')?.fields[0]?.code;

describe('whyNotPassword', () => {
  test('refuses what everybody takes, however it is dressed up', () => {
    for (const password of [
      ...['password123', 'P4ssw0rd!2026', 'passwordpassword', 'Pa$$word1234', 'qwertyuiop', 'qwertyuiop123'],
      ...['1234567890', '9876543210', 'abcdefghijkl', 'aaaaaaaaaaaa', 'abababababab', '1q2w3e4r5t6y'],
      ...[
        'iloveyou2024',
        'I love you so much',
        '!!!letmein!!!',
        'Welcome12345',
        'sunshine-2026',
        'LiverpoolFC1892',
      ],
    ])
      assert.equal(refusalOf(password), 'password_is_common', password);
  });

  test('refuses one’s own name and address', () => {
    for (const password of [
      'ada.lovelace@analytical.example',
      'Ada.Lovelace',
      'lovelace1815',
      '4d4L0v3lac3!',
    ])
      assert.equal(refusalOf(password), 'password_is_oneself', password);
  });

  test('asks for no capital, no figure and no mark', () => {
    for (const password of ['a long walk', 'correct horse battery staple', 'walk-with-me', 'тихая прогулка'])
      assert.equal(refusalOf(password), undefined, password);
  });

  test('knows some hundred of the most common', () => {
    assert.ok(commonPasswords.size > 500);
  });
});

describe('passwordFits', () => {
  test('knows a password however the keyboard spells its letters', async () => {
    const hash = await hashPassword('caf\u00e9 at the corner');

    assert.equal(await passwordFits('cafe\u0301 at the corner', hash), true);
    assert.equal(await passwordFits('cafe at the corner', hash), false);
  });

  test('is never so for somebody who has none', async () => {
    assert.equal(await passwordFits('anything at all', undefined), false);
    assert.equal(await passwordFits('anything at all', null), false);
  });
});
