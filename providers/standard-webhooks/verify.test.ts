import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, test } from 'node:test';
import type { Verdict } from '../delivery.ts';
import { webhookKey, webhookKeyOfText } from './keys.ts';
import { verifyStandardWebhook } from './verify.ts';

/** From the specification's own libraries. */
const known = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  now: new Date(1614265330 * 1000),
  body: Buffer.from('{"test": 2432232314}'),
  headers: {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
};
const key = webhookKey(known.secret);
const other = webhookKey(`whsec_${Buffer.alloc(32, 7).toString('base64')}`);
const flawOf = (verdict: Verdict) => (verdict.ok ? 'none' : verdict.flaw);
const check = (given: Partial<typeof known> & { keys?: readonly (typeof key)[] } = {}) => {
  const { body, headers, now, keys = [key] } = { ...known, ...given };
  return flawOf(verifyStandardWebhook(body, headers, keys, now));
};
const later = (seconds: number) => new Date(known.now.getTime() + seconds * 1000);
const withSignature = (signature: string) => ({ ...known.headers, 'webhook-signature': signature });

describe('a standard webhook', () => {
  test('is genuine as the specification signs it', () => {
    assert.equal(check(), 'none');
  });

  test('is genuine by any of two keys and any of several signatures', () => {
    assert.equal(check({ keys: [other, key] }), 'none');
    const [, real] = known.headers['webhook-signature'].split(',');
    assert.equal(check({ headers: withSignature(`v1,${'A'.repeat(43)}= v2,x v1,${real}`) }), 'none');
  });

  test('is refused with the secret of somebody else, another body, id or time', () => {
    assert.equal(check({ keys: [other] }), 'signature_wrong');
    assert.equal(check({ body: Buffer.from('{"test": 2432232315}') }), 'signature_wrong');
    assert.equal(check({ body: known.body.subarray(0, -1) }), 'signature_wrong');
    assert.equal(check({ headers: { ...known.headers, 'webhook-id': 'msg_2' } }), 'signature_wrong');
    assert.equal(
      check({ headers: { ...known.headers, 'webhook-timestamp': '1614265331' } }),
      'signature_wrong',
    );
    assert.equal(check({ keys: [] }), 'signature_wrong');
  });

  test('is stale after 300 seconds, on either side', () => {
    assert.deepEqual(
      [300, 301, -300, -301].map(later).map((now) => check({ now })),
      ['none', 'stale', 'none', 'stale'],
    );
  });

  test('is refused without a header, with one twice, and with one that cannot be read', () => {
    for (const name of Object.keys(known.headers)) {
      assert.equal(check({ headers: { ...known.headers, [name]: undefined } as never }), 'header_missing');
      assert.equal(check({ headers: { ...known.headers, [name]: ['a', 'b'] } as never }), 'header_missing');
    }
    const time = (written: string) => ({ ...known.headers, 'webhook-timestamp': written });
    for (const written of ['1614265330.0', '-1', 'NaN', '0x1', ' 1614265330', '9'.repeat(40)])
      assert.equal(check({ headers: time(written) }), 'header_malformed', written);
    for (const written of ['v1', 'v1,', 'v3,AAAA', 'g0hM9SsE', 'v1,é'])
      assert.equal(check({ headers: withSignature(written) }), 'header_malformed', written);
  });

  test('is refused when the signature is cut, and no length makes it throw', () => {
    const [, real] = known.headers['webhook-signature'].split(',');
    for (let length = 1; length < real!.length - 1; length++)
      assert.notEqual(check({ headers: withSignature(`v1,${real!.slice(0, length)}`) }), 'none');
  });

  test('looks at no more than a few signatures', () => {
    const [, real] = known.headers['webhook-signature'].split(',');
    const many = `${'v1,AAAA '.repeat(50)}v1,${real}`;
    assert.equal(check({ headers: withSignature(many) }), 'signature_wrong');
  });

  test('is genuine by an Ed25519 key, and not by one of another kind', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const x = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url');
    const signed = Buffer.concat([
      Buffer.from(`${known.headers['webhook-id']}.${known.headers['webhook-timestamp']}.`),
      known.body,
    ]);
    const signature = sign(null, signed, privateKey).toString('base64');
    const keys = [webhookKey(`whpk_${x.toString('base64')}`)];
    assert.equal(check({ keys, headers: withSignature(`v1a,${signature}`) }), 'none');
    assert.equal(check({ keys, headers: withSignature(`v1,${signature}`) }), 'signature_wrong');
    assert.equal(check({ headers: withSignature(`v1a,${signature}`) }), 'signature_wrong');
    assert.equal(check({ keys, headers: withSignature('v1a,AAAA') }), 'signature_wrong');
  });

  test('is checked over the bytes, not over what they say', () => {
    const body = Buffer.from('{"name":"caf\\u00e8 \\/ ☕"}');
    const mac = createHmac('sha256', Buffer.from(known.secret.slice(6), 'base64'));
    const signature = mac.update(`msg_1.1614265330.`).update(body).digest('base64');
    const headers = { ...withSignature(`v1,${signature}`), 'webhook-id': 'msg_1' };
    assert.equal(check({ body, headers }), 'none');
    const again = Buffer.from(JSON.stringify(JSON.parse(body.toString())));
    assert.equal(check({ body: again, headers }), 'signature_wrong');
  });
});

describe('a webhook key', () => {
  test('is refused when it is not what the specification describes', () => {
    for (const written of ['', 'whsec_', 'whsec_c2hvcnQ=', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whpk_AAAA'])
      assert.throws(() => webhookKey(written), /A webhook key is/);
  });

  test('is the text itself where the platform has it so, without the line end that was copied with it', () => {
    assert.deepEqual(webhookKeyOfText('ws_é\n'), { scheme: 'v1', secret: Buffer.from('ws_é') });
  });
});
