import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { openFernet, readFernetKey } from './fernet.ts';

/*
 * The vectors that the specification publishes: one token in generate.json and verify.json, the others in
 * invalid.json.
 */
const secret = 'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=';
const good =
  'gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==';
/** `expired TTL` and `far-future TS` there: good but for their time, with nothing in them. */
const untimely = [
  'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==',
  'gAAAAAAdwStRAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAnja1xKYyhd-Y6mSkTOyTGJmw2Xc2a6kBd-iX9b_qXQcw==',
];
const invalid: readonly (readonly [words: string, token: string])[] = [
  [
    'an incorrect mac',
    'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ==',
  ],
  ['a token that is too short', 'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA=='],
  [
    'invalid base64',
    '%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==',
  ],
  [
    'a payload that is no number of blocks',
    'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6oxq5nmxbx_v7mrfyudzUm',
  ],
  [
    'wrong padding',
    'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0ODz4LEpdELGQAad7aNEHbf-JkLPIpuiYRLQ3RtXatOYREu2FWke6CnJNYIbkuKNqOhw==',
  ],
  [
    'a wrong IV, which breaks the padding',
    'gAAAAAAdwJ6xBQECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAkLhFLHpGtDBRLRTZeUfWgHSv49TF2AUEZ1TIvcZjK1zQ==',
  ],
];

describe('openFernet', () => {
  const key = readFernetKey(secret)!;

  test('CR-22 opens what the specification sealed', () => {
    assert.equal(openFernet(key, good), 'hello');
  });

  test('CR-90 opens a token of any time: when it was sealed says nothing about who holds it', () => {
    assert.deepEqual(
      untimely.map((token) => openFernet(key, token)),
      ['', ''],
    );
  });

  for (const [words, token] of invalid)
    test(`refuses ${words}`, () => {
      assert.equal(openFernet(key, token), undefined);
    });

  test('refuses a token that was changed in any place, and one of another key', () => {
    const bytes = Buffer.from(good, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      assert.equal(openFernet(key, changed.toString('base64url')), undefined, `byte ${at}`);
    }
    const other = readFernetKey(Buffer.alloc(32, 7).toString('base64url'))!;
    assert.equal(openFernet(other, good), undefined);
  });

  test('refuses another version, though it is signed', () => {
    const bytes = Buffer.from(good, 'base64url').subarray(0, -32);
    bytes[0] = 0x81;
    const mac = createHmac('sha256', key.signing).update(bytes).digest();
    assert.equal(openFernet(key, Buffer.concat([bytes, mac]).toString('base64url')), undefined);
  });

  test('CR-26, CR-89 refuses plain text', () => {
    for (const plain of ['', 'ya29.a0AfB_byC', 'EAABsbCS1iHgBO', good.slice(0, 20)])
      assert.equal(openFernet(key, plain), undefined);
  });
});

describe('readFernetKey', () => {
  test('takes a key of 32 bytes and nothing else', () => {
    for (const wrong of [
      '',
      'short',
      `${secret}A`,
      secret.replace('_', '/'),
      Buffer.alloc(16).toString('base64url'),
    ])
      assert.equal(readFernetKey(wrong), undefined);
    assert.ok(readFernetKey(secret.replace('=', '')));
  });
});
