import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClosedAddress, isPublicAddress, lookupPublic, refuseClosedHost } from './address.ts';

test('only addresses of the open Internet are public', () => {
  const open = ['8.8.8.8', '93.184.215.14', '2606:2800:21f:cb07::1', '2a00:1450:4001::1'];
  const closed = [
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2001:0:1::',
    'not an address',
  ];
  assert.deepEqual(
    open.filter((address) => !isPublicAddress(address)),
    [],
  );
  assert.deepEqual(closed.filter(isPublicAddress), []);
});

test('a closed address is seen through every way of writing it in a URL', () => {
  for (const url of [
    'http://127.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://[::1]/',
    'http://[::ffff:7f00:1]/',
  ]) {
    assert.throws(() => refuseClosedHost(new URL(url).hostname), ClosedAddress, url);
  }
  refuseClosedHost(new URL('http://8.8.8.8/').hostname);
});

test('a name that leads to this machine is refused when it is looked up', async () => {
  for (const all of [true, false]) {
    const error = await new Promise((resolve) => lookupPublic('localhost', { all }, resolve));
    assert.ok(error instanceof ClosedAddress);
  }
});
