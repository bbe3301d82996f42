import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, isInScope, isOfCalendar, trapOf } from './addresses.ts';

test('an address is written in one way', () => {
  const base = 'https://shop.example/en/help/';
  const cases: [string, string | undefined][] = [
    ['../a?b=2&a=1#top', 'https://shop.example/en/a?a=1&b=2'],
    ['HTTPS://Shop.Example:443//a//b', 'https://shop.example/a/b'],
    ['/a?utm_source=x&PHPSESSID=1&gclid=2', 'https://shop.example/a'],
    ['/a;jsessionid=12AB?q=1', 'https://shop.example/a?q=1'],
    ['?', 'https://shop.example/en/help/'],
    ['mailto:me@shop.example', undefined],
    ['javascript:void(0)', undefined],
    ['https://me:secret@shop.example/', undefined],
    [`/${'x'.repeat(3000)}`, undefined],
  ];
  for (const [href, address] of cases) assert.equal(addressOf(href, base), address, href);
});

test('a scope is a page, what lies below its folder, or its host', () => {
  const address = 'https://www.shop.example/help/index.html';
  const within = (kind: 'page' | 'below' | 'host') =>
    ['/help/index.html', '/help/returns', '/helpers', '/about'].filter((path) =>
      isInScope(`https://shop.example${path}`, { kind, address }),
    );
  assert.deepEqual(within('page'), ['/help/index.html']);
  assert.deepEqual(within('below'), ['/help/index.html', '/help/returns']);
  assert.equal(within('host').length, 4);
  assert.equal(isInScope('https://other.example/help/', { kind: 'host', address }), false);
  assert.equal(isInScope('https://a.shop.example/help/', { kind: 'host', address }), false);
});

test('what leads nowhere or on for ever is known by how it is written', () => {
  const trap = (path: string) => trapOf(`https://shop.example${path}`);
  assert.equal(trap('/help/returns'), undefined);
  assert.equal(trap('/catalogue.pdf'), undefined);
  assert.equal(trap('/logo.PNG'), 'no_page');
  assert.equal(trap('/account/logout'), 'deed');
  assert.equal(trap('/mugs?add-to-cart=5'), 'deed');
  assert.equal(trap('/a/b/a/b/a/b'), 'too_deep');
  assert.equal(trap('/x'.repeat(2) + '/y'.repeat(2)), undefined);
  assert.equal(trap(`/${Array.from({ length: 13 }, (_, i) => i).join('/')}`), 'too_deep');
  assert.equal(trap('/mugs?a=1&b=2&c=3&d=4&e=5'), 'too_many_parameters');
  assert.ok(isOfCalendar('https://shop.example/events/2026-03/'));
  assert.ok(isOfCalendar('https://shop.example/events?month=3'));
  assert.equal(isOfCalendar('https://shop.example/2026/'), false);
});
