import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { challenge, readSignedRequest, verifyMeta } from './signature.ts';

const secret = 'a-secret-of-the-app';
const signed = (raw: Uint8Array, key = secret) => ({
  'x-hub-signature-256': `sha256=${createHmac('sha256', key).update(raw).digest('hex')}`,
});

/** As it is on the wire: ASCII, with everything else escaped, and escaped slashes. */
const wireText = String.raw`{"object":"instagram","entry":[{"id":"1","messaging":[{"message":{"text":"caf\u00e8 \ud83d\ude0a https:\/\/a.test\/"}}]}]}`;
const raw = Buffer.from(wireText);

describe('a delivery', () => {
  test('is signed over its bytes as they came, not over what they say', () => {
    assert.ok(verifyMeta(raw, signed(raw), [secret]));
    const sameWords = Buffer.from(JSON.stringify(JSON.parse(wireText)));
    assert.notDeepEqual(sameWords, raw);
    assert.equal(verifyMeta(sameWords, signed(raw), [secret]), false);
    // Even what is no text at all.
    const bytes = Buffer.from([0, 255, 254, 10]);
    assert.ok(verifyMeta(bytes, signed(bytes), [secret]));
  });

  test('has a signature that was computed elsewhere', () => {
    // printf 'what do ya want for nothing?' | openssl dgst -sha256 -hmac Jefe (RFC 4231, test case 2)
    const hex = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
    const bytes = Buffer.from('what do ya want for nothing?');
    assert.ok(verifyMeta(bytes, { 'x-hub-signature-256': `sha256=${hex}` }, ['Jefe']));
  });

  test('may be signed with any of the secrets, old and new', () => {
    assert.ok(verifyMeta(raw, signed(raw, 'the-old-one'), [secret, 'the-old-one']));
    assert.ok(verifyMeta(raw, signed(raw), [secret, 'the-old-one']));
    assert.equal(verifyMeta(raw, signed(raw, "another app's"), [secret, 'the-old-one']), false);
  });

  test('is not signed by whoever knows that no secret is set', () => {
    assert.equal(verifyMeta(raw, signed(raw, ''), ['']), false);
    assert.equal(verifyMeta(raw, signed(raw), []), false);
  });

  test('is refused when a byte is missing, added or other', () => {
    const headers = signed(raw);
    assert.equal(verifyMeta(raw.subarray(0, -1), headers, [secret]), false);
    assert.equal(verifyMeta(Buffer.concat([raw, Buffer.from('\n')]), headers, [secret]), false);
    const other = Buffer.from(raw);
    other[10]! ^= 1;
    assert.equal(verifyMeta(other, headers, [secret]), false);
    assert.equal(verifyMeta(Buffer.alloc(0), headers, [secret]), false);
  });

  test('is refused without a header of the one right form', () => {
    const { 'x-hub-signature-256': right } = signed(raw);
    const sha1 = createHmac('sha1', secret).update(raw).digest('hex');
    for (const headers of [
      {},
      { 'x-hub-signature': `sha1=${sha1}` },
      { 'x-hub-signature-256': `sha1=${sha1}` },
      { 'x-hub-signature-256': right.slice('sha256='.length) },
      { 'x-hub-signature-256': right.slice(0, -1) },
      { 'x-hub-signature-256': `${right}0` },
      { 'x-hub-signature-256': right.replace(/.$/, 'g') },
      { 'x-hub-signature-256': `${right}\n` },
      { 'x-hub-signature-256': ` ${right}` },
      { 'x-hub-signature-256': 'sha256=' },
      { 'x-hub-signature-256': '' },
      { 'x-hub-signature-256': [right] },
      { 'x-hub-signature-256': [right, right] },
      { 'x-hub-signature-256': undefined },
    ])
      assert.equal(verifyMeta(raw, headers, [secret]), false, JSON.stringify(headers));
  });
});

describe('the question whether an address is ours', () => {
  const query = {
    'hub.mode': 'subscribe',
    'hub.verify_token': 'a-token',
    'hub.challenge': '0012345678901234567890',
  };

  test('is answered with its very text', () => {
    assert.equal(challenge(query, 'a-token'), '0012345678901234567890');
  });

  test('is not answered to whoever does not know the token', () => {
    for (const other of ['', 'a-toke', 'a-token ', 'A-TOKEN'])
      assert.equal(challenge({ ...query, 'hub.verify_token': other }, 'a-token'), undefined, other);
    assert.equal(challenge({ ...query, 'hub.verify_token': '' }, ''), undefined);
    assert.equal(challenge({ ...query, 'hub.verify_token': ['a-token'] }, 'a-token'), undefined);
  });

  test('is not answered when it is another question', () => {
    assert.equal(challenge({ ...query, 'hub.mode': 'unsubscribe' }, 'a-token'), undefined);
    assert.equal(challenge({ ...query, 'hub.challenge': undefined }, 'a-token'), undefined);
    assert.equal(challenge({}, 'a-token'), undefined);
  });
});

describe('a signed request', () => {
  const payload = { user_id: '218471', algorithm: 'HMAC-SHA256', issued_at: 1_763_683_200 };
  const written = (value: unknown, key = secret) => {
    const body = Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${createHmac('sha256', key).update(body).digest('base64url')}.${body}`;
  };

  test('names the person who took the app away', () => {
    assert.deepEqual(readSignedRequest(written(payload), ['old', secret]), {
      userId: '218471',
      issuedAt: new Date('2025-11-21T00:00:00Z'),
    });
  });

  test('is refused when it is not signed by the app, or not as it says', () => {
    assert.equal(readSignedRequest(written(payload, 'another'), [secret]), undefined);
    assert.equal(readSignedRequest(written({ ...payload, algorithm: 'none' }), [secret]), undefined);
    assert.equal(readSignedRequest(written({ algorithm: 'HMAC-SHA256' }), [secret]), undefined);
    assert.equal(readSignedRequest(written(payload, ''), ['']), undefined);
    for (const text of ['', '.', 'a.b', 'a.b.c', written(payload).slice(1), `${written(payload)}x`])
      assert.equal(readSignedRequest(text, [secret]), undefined, text);
  });
});
