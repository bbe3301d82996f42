import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { systemClock } from '../../../../kit/clock.ts';
import { openPlatforms } from '../open.ts';
import type { Delivery, Hook } from '../platform.ts';
import { sandboxCredentials } from '../testing.ts';

const { meta: credentials } = sandboxCredentials('http://127.0.0.1:1');
const hookOf = (meta = credentials) =>
  openPlatforms({
    credentials: { meta },
    clock: systemClock,
    hookTokens: () => ['the-token', 'the-older-token'],
  }).hooks.get('meta')!;
const hook: Hook = hookOf();

const deliveryOf = (body: string | Buffer, headers: Record<string, string | undefined> = {}): Delivery => ({
  raw: Buffer.from(body),
  headers,
  query: new URLSearchParams(),
  now: new Date('2026-11-21T12:00:00Z'),
});
const signed = (body: string | Buffer, secret: string) =>
  deliveryOf(body, {
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  });

const body =
  '{"object":"instagram","entry":[{"id":"17841400000000001","time":1763683200123,"messaging":[{"sender":{"id":"900100200300"},' +
  '"recipient":{"id":"17841400000000001"},"timestamp":1763683199456,"message":{"mid":"m1","text":"caf\\u00e8 \\/ 7"}}]}]}';

describe('the hook of Meta', () => {
  test('takes the bytes that one of the two applications signed, and no others', () => {
    assert.equal(hook.refuse(signed(body, 'sandbox-meta-secret')), undefined);
    assert.equal(hook.refuse(signed(body, 'sandbox-instagram-secret')), undefined);
    assert.equal(hook.refuse(signed(body, 'of-somebody-else')), 'signature_wrong');
    assert.equal(hook.refuse(deliveryOf(body)), 'header_missing');
    const { headers } = signed(body, 'sandbox-meta-secret');
    // The same words, written without escapes, are other bytes.
    assert.equal(hook.refuse(deliveryOf(JSON.stringify(JSON.parse(body)), headers)), 'signature_wrong');
    assert.equal(hook.refuse(deliveryOf(body.slice(0, -1), headers)), 'signature_wrong');
  });

  test('takes nothing that is signed with no secret where an application is not configured', () => {
    const one = hookOf({ ...credentials!, instagramApp: undefined });
    assert.equal(one.refuse(signed(body, '')), 'signature_wrong');
    assert.equal(one.refuse(signed(body, 'sandbox-instagram-secret')), 'signature_wrong');
  });

  test('splits what came into single events, in the words of all platforms', () => {
    const [event, ...others] = hook.split(deliveryOf(body));
    assert.equal(others.length, 0);
    assert.deepEqual(event, {
      platform: 'instagram',
      platformAccountId: '17841400000000001',
      eventId: 'm1',
      kind: 'message',
      conversationKey: 'person/900100200300',
      personId: '900100200300',
      at: new Date(1763683199456),
      payload: JSON.parse(body).entry[0].messaging[0],
    });
  });

  test('calls a Page messenger, and keeps ids that no double holds', () => {
    const raw =
      '{"object":"page","entry":[{"id":812345678901234567,"time":1,"messaging":[{"sender":{"id":9007199254740993},' +
      '"recipient":{"id":812345678901234567},"timestamp":1763683199456,"message":{"mid":"m2"}}]}]}';
    const [event] = hook.split(deliveryOf(raw));
    assert.equal(event!.platform, 'messenger');
    assert.equal(event!.platformAccountId, '812345678901234567');
    assert.equal(event!.personId, '9007199254740993');
  });

  test('says of what is about the account which field it was, and of a silent listener that it is one', () => {
    const update = {
      object: 'whatsapp_business_account',
      entry: [{ id: '1', changes: [{ field: 'account_update', value: { event: 'VERIFIED_ACCOUNT' } }] }],
    };
    const [event] = hook.split(deliveryOf(JSON.stringify(update)));
    assert.equal(event!.kind, 'account_update');
    assert.equal(event!.conversationKey, 'account');
    assert.deepEqual(event!.payload, { field: 'account_update', value: { event: 'VERIFIED_ACCOUNT' } });
    const [heard] = hook.split(deliveryOf(body.replace('"messaging"', '"standby"')));
    assert.equal((heard!.payload as { is_standby: boolean }).is_standby, true);
  });

  test('makes nothing of what is no event, and never throws', () => {
    for (const raw of [
      '',
      '{',
      'null',
      '[]',
      '{"object":"user","entry":[{"id":"1","changed_fields":["x"]}]}',
    ])
      assert.deepEqual(hook.split(deliveryOf(raw)), []);
    assert.deepEqual(hook.split(deliveryOf(Buffer.from([0xff, 0xfe, 0x00]))), []);
  });

  test('gives back the challenge as it was written, to whoever knows a token of ours', () => {
    const asked = (token: string, mode = 'subscribe') =>
      hook.challenge!(
        new URLSearchParams({
          'hub.mode': mode,
          'hub.challenge': '812345678901234567',
          'hub.verify_token': token,
        }),
      );
    assert.equal(asked('the-token'), '812345678901234567');
    assert.equal(asked('the-older-token'), '812345678901234567');
    assert.equal(asked('another'), undefined);
    assert.equal(asked('the-token', 'unsubscribe'), undefined);
    assert.equal(hook.challenge!(new URLSearchParams()), undefined);
  });
});
