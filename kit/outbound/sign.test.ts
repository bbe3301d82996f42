import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSecret, newSecret, signedHeaders } from './sign.ts';

test('signs as the Standard Webhooks scheme says, byte for byte', () => {
  // The example that the scheme's own libraries are tested with.
  const headers = signedHeaders(
    { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', sentAt: new Date(1_614_265_330_000), body: '{"test": 2432232314}' },
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  );
  assert.deepEqual(headers, {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('signs once per secret, the first one first', () => {
  const message = { id: 'msg_1', sentAt: new Date(0), body: '{}' };
  const [one, two] = [newSecret(), newSecret()];
  const alone = (secret: string) => signedHeaders(message, [secret])['webhook-signature'];
  assert.equal(signedHeaders(message, [one, two])['webhook-signature'], `${alone(one)} ${alone(two)}`);
});

test('makes secrets that are taken for secrets, and takes nothing else for one', () => {
  assert.ok(isSecret(newSecret()));
  assert.notEqual(newSecret(), newSecret());
  for (const text of [
    '',
    'whsec_',
    'whsec_short',
    `whsec_${'A'.repeat(200)}`,
    newSecret().slice(6),
    'whsec_*'.repeat(8),
  ]) {
    assert.equal(isSecret(text), false, text);
  }
});
